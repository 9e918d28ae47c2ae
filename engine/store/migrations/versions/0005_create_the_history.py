"""Create the history."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_anchor()
    _create_anchor_leaf()
    _create_event()


def _create_anchor() -> None:
    op.create_table(
        "anchor",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_anchor"),
    )


def _create_anchor_leaf() -> None:
    op.create_table(
        "anchor_leaf",
        sa.Column("anchor_seq", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["anchor_seq"], ["anchor.seq"], name="fk_anchor_leaf_anchor_seq"),
        sa.PrimaryKeyConstraint("anchor_seq", "position", name="pk_anchor_leaf"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_anchor_leaf_instance_id_event_seq", "anchor_leaf", ["instance_id", "event_seq"]
    )


def _create_event() -> None:
    op.create_table(
        "event",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_event_instance_id"),
        sa.PrimaryKeyConstraint("instance_id", "seq", name="pk_event"),
        sqlite_with_rowid=False,
    )
