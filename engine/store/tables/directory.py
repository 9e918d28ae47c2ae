"""Who there is, what they are to each other, and which days they work."""

from datetime import date

from sqlalchemy import Column, ForeignKey, Index, Named, Table, TypedColumns

from engine.store.tables.schema import metadata
from engine.store.types import Json


class _Calendar(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    name: Named[str]
    #: ISO weekday numbers, as a JSON list.
    weekend: Named[object] = Column(Json, nullable=False)


class _Holiday(TypedColumns):
    calendar: Named[str] = Column(ForeignKey("calendar.id"), primary_key=True)
    day: Named[date] = Column(primary_key=True)
    name: Named[str]


class _Unit(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    name: Named[str]
    parent: Named[str | None] = Column(ForeignKey("unit.id"))
    zone: Named[str]
    calendar: Named[str] = Column(ForeignKey("calendar.id"))
    #: Language and name, as a JSON object; null for none.
    names: Named[object | None] = Column(Json)


class _Role(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    title: Named[str]
    #: Other names, as a JSON list.
    aliases: Named[object] = Column(Json, nullable=False)
    organisation_wide: Named[bool]


class _Person(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    name: Named[str]
    #: Lower case.
    email: Named[str] = Column(unique=True)
    unit: Named[str] = Column(ForeignKey("unit.id"), index=True)
    language: Named[str]
    category: Named[str]
    active: Named[bool]


class _Membership(TypedColumns):
    person: Named[str] = Column(ForeignKey("person.id"), primary_key=True)
    role: Named[str] = Column(ForeignKey("role.id"), primary_key=True)
    unit: Named[str] = Column(ForeignKey("unit.id"), primary_key=True)
    valid_from: Named[date] = Column(primary_key=True)
    valid_to: Named[date | None]


class _Relation(TypedColumns):
    person: Named[str] = Column(ForeignKey("person.id"), primary_key=True)
    relation: Named[str] = Column(primary_key=True)
    other: Named[str] = Column(ForeignKey("person.id"), primary_key=True)
    valid_from: Named[date] = Column(primary_key=True)
    valid_to: Named[date | None]


class _Absence(TypedColumns):
    person: Named[str] = Column(ForeignKey("person.id"), primary_key=True)
    first_day: Named[date] = Column(primary_key=True)
    last_day: Named[date]
    substitute: Named[str] = Column(ForeignKey("person.id"))


calendar = Table("calendar", metadata, _Calendar)
holiday = Table("holiday", metadata, _Holiday)
unit = Table("unit", metadata, _Unit)
role = Table("role", metadata, _Role)
person = Table("person", metadata, _Person)
membership = Table("membership", metadata, _Membership)
relation = Table("relation", metadata, _Relation)
absence = Table("absence", metadata, _Absence)

Index("ix_membership_role_unit", membership.c.role, membership.c.unit)
Index("ix_relation_other", relation.c.other, relation.c.relation)
Index("ix_absence_substitute", absence.c.substitute, absence.c.last_day)
