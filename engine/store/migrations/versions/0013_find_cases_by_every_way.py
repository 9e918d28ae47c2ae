"""Find cases by every way that leads to them, the newest first."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_BY_CASE = ("process_id", "status", "subject", "initiator", "unit")


def upgrade() -> None:
    for column in _BY_CASE:
        op.drop_index(f"ix_instance_{column}_started_at", "instance")
        op.create_index(f"ix_instance_{column}_id", "instance", [column, "id"])
    words = ["id", "subject", "business_key", "title"]
    op.create_index("ix_instance_words", "instance", words)
    for column in ("assignee", "completed_by"):
        op.create_index(f"ix_user_task_{column}_case", "user_task", [column, "instance_id"])
    op.create_index("ix_notice_recipient_case", "notice", ["recipient", "instance_id"])
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["recipient"],
        sqlite_where=unread,
        postgresql_where=unread,
    )
