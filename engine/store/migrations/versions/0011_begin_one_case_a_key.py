"""Begin one case a key."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("instance", sa.Column("start_key", sa.String(), nullable=True))
    active = sa.text("status = 'active' AND start_key IS NOT NULL")
    op.create_index(
        "uq_instance_start_key",
        "instance",
        ["process_id", "start_key"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.add_column("message", sa.Column("begins", sa.String(), nullable=True))
    op.add_column("message", sa.Column("start_key", sa.String(), nullable=True))
    waiting = sa.text("status = 'waiting' AND begins IS NOT NULL")
    op.create_index(
        "ix_message_begins",
        "message",
        ["begins", "start_key", "id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
