"""Numbers, slots and switches."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Named, Table, TypedColumns

from engine.store.tables.schema import metadata
from engine.store.types import Json, Moment


class _Sequence(TypedColumns):
    name: Named[str] = Column(primary_key=True)
    #: The last number given out.
    value: Named[int] = Column(BigInteger)


class _Idempotency(TypedColumns):
    actor: Named[str] = Column(primary_key=True)
    #: Chosen by the sender, once for each thing to do.
    key: Named[str] = Column(primary_key=True)
    command: Named[str]
    #: What the command answered, in JSON; null while it runs.
    result: Named[object | None] = Column(Json)
    at: Named[datetime] = Column(Moment, nullable=False, index=True)


class _Tick(TypedColumns):
    name: Named[str] = Column(primary_key=True)
    #: Number of the period since 1970.
    slot: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)


class _Setting(TypedColumns):
    key: Named[str] = Column(primary_key=True)
    value: Named[str]


sequence = Table("sequence", metadata, _Sequence)
idempotency = Table("idempotency", metadata, _Idempotency)
tick = Table("tick", metadata, _Tick)
setting = Table("setting", metadata, _Setting)
