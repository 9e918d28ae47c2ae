"""Create the schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    op.create_table(
        "calendar",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("weekend", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_calendar"),
    )
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
    op.create_index(
        "ix_definition_process_id_checksum", "definition", ["process_id", "checksum"], unique=False
    )
    op.create_table(
        "idempotency",
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("actor", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_at", "idempotency", ["at"], unique=False)
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
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(
        "ix_message_waiting",
        "message",
        ["name", "correlation_key", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "role",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("organisation_wide", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_role"),
    )
    op.create_table(
        "sequence",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sequence"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempt"),
    )
    op.create_index(
        "ix_sign_in_attempt_account_at", "sign_in_attempt", ["account", "at"], unique=False
    )
    op.create_index(
        "ix_sign_in_attempt_address_at", "sign_in_attempt", ["address", "at"], unique=False
    )
    op.create_index("ix_sign_in_attempt_at", "sign_in_attempt", ["at"], unique=False)
    op.create_table(
        "subject_key",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("subject", name="pk_subject_key"),
    )
    op.create_table(
        "tick",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name", "slot", name="pk_tick"),
    )
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
        "ix_anchor_leaf_instance_id_event_seq",
        "anchor_leaf",
        ["instance_id", "event_seq"],
        unique=False,
    )
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
        "ix_definition_draft_process_id_status",
        "definition_draft",
        ["process_id", "status"],
        unique=False,
    )
    op.create_table(
        "holiday",
        sa.Column("calendar", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["calendar"], ["calendar.id"], name="fk_holiday_calendar"),
        sa.PrimaryKeyConstraint("calendar", "day", name="pk_holiday"),
    )
    op.create_table(
        "instance",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("definition_id", sa.String(), nullable=False),
        sa.Column("process_id", sa.String(), nullable=False),
        sa.Column("business_key", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("incidents", sa.Integer(), nullable=False),
        sa.Column("initiator", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_event", sa.String(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name="fk_instance_definition_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_instance"),
        sa.UniqueConstraint("business_key", name="uq_instance_business_key"),
    )
    op.create_index("ix_instance_definition_id", "instance", ["definition_id"], unique=False)
    op.create_index(
        "ix_instance_initiator_started_at", "instance", ["initiator", "started_at"], unique=False
    )
    op.create_index(
        "ix_instance_process_id_started_at", "instance", ["process_id", "started_at"], unique=False
    )
    op.create_index(
        "ix_instance_status_started_at", "instance", ["status", "started_at"], unique=False
    )
    op.create_index(
        "ix_instance_subject_started_at", "instance", ["subject", "started_at"], unique=False
    )
    op.create_index("ix_instance_unit_started_at", "instance", ["unit", "started_at"], unique=False)
    op.create_table(
        "sealed_value",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject"], ["subject_key.subject"], name="fk_sealed_value_subject"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sealed_value"),
    )
    op.create_index("ix_sealed_value_subject", "sealed_value", ["subject"], unique=False)
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
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("uploaded_by", sa.String(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name_nonce", sa.LargeBinary(), nullable=False),
        sa.Column("name_ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_attachment_instance_id"),
        sa.ForeignKeyConstraint(["subject"], ["subject_key.subject"], name="fk_attachment_subject"),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )
    op.create_index("ix_attachment_instance_id", "attachment", ["instance_id"], unique=False)
    op.create_index("ix_attachment_subject", "attachment", ["subject"], unique=False)
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
    op.create_index("ix_incident_instance_id", "incident", ["instance_id"], unique=False)
    op.create_index(
        "ix_incident_open",
        "incident",
        ["raised_at"],
        unique=False,
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    )
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
    op.create_index("ix_job_instance_id", "job", ["instance_id"], unique=False)
    op.create_index(
        "ix_job_waiting_due",
        "job",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_notice_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_instance_id", "notice", ["instance_id"], unique=False)
    op.create_index("ix_notice_recipient_sent_at", "notice", ["recipient", "sent_at"], unique=False)
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
    op.create_index("ix_person_unit", "person", ["unit"], unique=False)
    op.create_table(
        "record",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_record_instance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
    )
    op.create_index("ix_record_instance_id", "record", ["instance_id"], unique=False)
    op.create_index(
        "ix_record_subject_type", "record", ["subject", "type", "first_day"], unique=False
    )
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
    op.create_index(
        "ix_subscription_name_key",
        "subscription",
        ["type", "name", "correlation_key"],
        unique=False,
    )
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
    op.create_index("ix_user_task_instance_id", "user_task", ["instance_id"], unique=False)
    op.create_index(
        "ix_user_task_open_assignee",
        "user_task",
        ["assignee", "due_order", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('created', 'assigned')"),
        postgresql_where=sa.text("status IN ('created', 'assigned')"),
    )
    op.create_index(
        "ix_user_task_open_created",
        "user_task",
        ["created_at", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('created', 'assigned')"),
        postgresql_where=sa.text("status IN ('created', 'assigned')"),
    )
    op.create_index(
        "ix_user_task_open_due",
        "user_task",
        ["due_order", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('created', 'assigned')"),
        postgresql_where=sa.text("status IN ('created', 'assigned')"),
    )
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
    op.create_index("ix_absence_substitute", "absence", ["substitute", "last_day"], unique=False)
    op.create_table(
        "account",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("external_subject", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name="fk_account_person"),
        sa.PrimaryKeyConstraint("person", name="pk_account"),
        sa.UniqueConstraint("external_subject", name="uq_account_external_subject"),
    )
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
    op.create_index("ix_membership_role_unit", "membership", ["role", "unit"], unique=False)
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
    op.create_index("ix_relation_other", "relation", ["other", "relation"], unique=False)
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
        "ix_task_candidate_person",
        "task_candidate",
        ["person", "due_order", "task_id"],
        unique=False,
    )
    op.create_index(
        "ix_task_candidate_role_unit",
        "task_candidate",
        ["role", "unit", "due_order", "task_id"],
        unique=False,
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("browser", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["account.person"], name="fk_session_person"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_session"),
    )
    op.create_index("ix_session_ends_at", "session", ["ends_at"], unique=False)
    op.create_index("ix_session_person", "session", ["person"], unique=False)
