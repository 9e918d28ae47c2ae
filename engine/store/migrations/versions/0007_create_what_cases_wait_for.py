"""Create what cases wait for."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_message()
    _create_incident()
    _create_job()
    _create_subscription()
    _create_user_task()
    _create_task_candidate()


def _create_message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("correlation_key", sa.String(), nullable=False),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint("key", name="uq_message_key"),
    )
    op.create_index(
        "ix_message_expires_at",
        "message",
        ["expires_at"],
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(
        "ix_message_waiting",
        "message",
        ["name", "correlation_key", "id"],
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )


def _create_incident() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_incident_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_instance_id", "incident", ["instance_id"])
    op.create_index(
        "ix_incident_open",
        "incident",
        ["raised_at"],
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    )


def _create_job() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=True),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_job_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("key", name="uq_job_key"),
    )
    op.create_index("ix_job_instance_id", "job", ["instance_id"])
    op.create_index(
        "ix_job_waiting_due",
        "job",
        ["due_at", "id"],
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )


def _create_subscription() -> None:
    op.create_table(
        "subscription",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("correlation_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name="fk_subscription_instance_id"
        ),
        sa.PrimaryKeyConstraint("instance_id", "token", name="pk_subscription"),
    )
    op.create_index("ix_subscription_name_key", "subscription", ["type", "name", "correlation_key"])


def _create_user_task() -> None:
    op.create_table(
        "user_task",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("assignee", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_order", sa.DateTime(timezone=True), nullable=False),
        sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.String(), nullable=True),
        sa.Column("on_behalf_of", sa.String(), nullable=True),
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("business_key", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_user_task_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_user_task"),
    )
    op.create_index("ix_user_task_instance_id", "user_task", ["instance_id"])
    op.create_index(
        "ix_user_task_open_assignee",
        "user_task",
        ["assignee", "due_order", "id"],
        sqlite_where=sa.text("status IN ('created', 'assigned')"),
        postgresql_where=sa.text("status IN ('created', 'assigned')"),
    )
    op.create_index(
        "ix_user_task_open_created",
        "user_task",
        ["created_at", "id"],
        sqlite_where=sa.text("status IN ('created', 'assigned')"),
        postgresql_where=sa.text("status IN ('created', 'assigned')"),
    )
    op.create_index(
        "ix_user_task_open_due",
        "user_task",
        ["due_order", "id"],
        sqlite_where=sa.text("status IN ('created', 'assigned')"),
        postgresql_where=sa.text("status IN ('created', 'assigned')"),
    )


def _create_task_candidate() -> None:
    op.create_table(
        "task_candidate",
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("due_order", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(person = '') = (role <> '')", name="role_or_person"),
        sa.ForeignKeyConstraint(["task_id"], ["user_task.id"], name="fk_task_candidate_task_id"),
        sa.PrimaryKeyConstraint("task_id", "role", "unit", "person", name="pk_task_candidate"),
    )
    op.create_index(
        "ix_task_candidate_person", "task_candidate", ["person", "due_order", "task_id"]
    )
    op.create_index(
        "ix_task_candidate_role_unit", "task_candidate", ["role", "unit", "due_order", "task_id"]
    )
