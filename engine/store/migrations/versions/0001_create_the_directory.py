"""Create the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_calendar()
    _create_role()
    _create_holiday()
    _create_unit()
    _create_person()
    _create_absence()
    _create_membership()
    _create_relation()


def _create_calendar() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("weekend", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calendar"),
    )


def _create_role() -> None:
    op.create_table(
        "role",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("organisation_wide", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
    )


def _create_holiday() -> None:
    op.create_table(
        "holiday",
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["calendar"], ["calendar.id"], name="fk_holiday_calendar"),
        sa.PrimaryKeyConstraint("calendar", "day", name="pk_holiday"),
    )


def _create_unit() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["calendar"], ["calendar.id"], name="fk_unit_calendar"),
        sa.ForeignKeyConstraint(["parent"], ["unit.id"], name="fk_unit_parent"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
    )


def _create_person() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_person_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_index("ix_person_unit", "person", ["unit"])


def _create_absence() -> None:
    op.create_table(
        "absence",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("substitute", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_absence_person"),
        sa.ForeignKeyConstraint(["substitute"], ["person.id"], name="fk_absence_substitute"),
        sa.PrimaryKeyConstraint("person", "first_day", name="pk_absence"),
    )
    op.create_index("ix_absence_substitute", "absence", ["substitute", "last_day"])


def _create_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_membership_person"),
        sa.ForeignKeyConstraint(["role"], ["role.id"], name="fk_membership_role"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_membership_unit"),
        sa.PrimaryKeyConstraint("person", "role", "unit", "valid_from", name="pk_membership"),
    )
    op.create_index("ix_membership_role_unit", "membership", ["role", "unit"])


def _create_relation() -> None:
    op.create_table(
        "relation",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["other"], ["person.id"], name="fk_relation_other"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_relation_person"),
        sa.PrimaryKeyConstraint("person", "relation", "other", "valid_from", name="pk_relation"),
    )
    op.create_index("ix_relation_other", "relation", ["other", "relation"])
