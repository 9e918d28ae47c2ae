"""Create procedures."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_definition()
    _create_definition_draft()


def _create_definition() -> None:
    op.create_table(
        "definition",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("checksum", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deployed_by", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_definition"),
        sa.UniqueConstraint("process_id", "version", name="uq_definition_process_id_version"),
    )
    op.create_index("ix_definition_process_id_checksum", "definition", ["process_id", "checksum"])


def _create_definition_draft() -> None:
    op.create_table(
        "definition_draft",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("base_definition", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("editors", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.String(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_comment", sa.String(), nullable=False),
        sa.Column("definition", sa.String(), nullable=True),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["base_definition"], ["definition.id"], name="fk_definition_draft_base_definition"
        ),
        sa.ForeignKeyConstraint(
            ["definition"], ["definition.id"], name="fk_definition_draft_definition"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_definition_draft"),
    )
    op.create_index(
        "ix_definition_draft_process_id_status", "definition_draft", ["process_id", "status"]
    )
