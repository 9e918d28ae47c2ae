"""Create the stock ledger, and refuse to change or remove the lines of its cards."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_item()
    _create_card()
    _create_batch()
    _create_hold()
    _create_layer()
    _create_movement()
    _guard_movements()
    op.create_index("ix_record_type_first_day", "record", ["type", "first_day"])


def _create_item() -> None:
    op.create_table(
        "stock_item",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("medical", sa.Boolean(), nullable=False),
        sa.Column("project", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_stock_item_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_item"),
    )
    op.create_index("ux_stock_item_unit_code", "stock_item", ["unit", "code"], unique=True)


def _create_card() -> None:
    op.create_table(
        "stock_card",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("reorder_level", sa.BigInteger(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.CheckConstraint("balance >= 0", name="balance"),
        sa.ForeignKeyConstraint(["item"], ["stock_item.id"], name="fk_stock_card_item"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_card"),
    )
    op.create_index("ux_stock_card_item_location", "stock_card", ["item", "location"], unique=True)


def _create_batch() -> None:
    op.create_table(
        "stock_batch",
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name="quantity"),
        sa.ForeignKeyConstraint(["card"], ["stock_card.id"], name="fk_stock_batch_card"),
        sa.PrimaryKeyConstraint("card", "batch", name="pk_stock_batch"),
    )


def _create_hold() -> None:
    op.create_table(
        "stock_hold",
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name="fk_stock_hold_instance_id"),
        sa.ForeignKeyConstraint(["card"], ["stock_card.id"], name="fk_stock_hold_card"),
        sa.PrimaryKeyConstraint("instance_id", "card", "batch", name="pk_stock_hold"),
    )
    op.create_index("ix_stock_hold_card", "stock_hold", ["card"])


def _create_layer() -> None:
    op.create_table(
        "stock_layer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("received", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("purchase_order", sa.String(), nullable=False),
        sa.Column("invoice", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name="fk_stock_layer_instance_id"
        ),
        sa.ForeignKeyConstraint(["item"], ["stock_item.id"], name="fk_stock_layer_item"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_layer"),
    )
    op.create_index("ix_stock_layer_instance_id", "stock_layer", ["instance_id"])
    op.create_index("ix_stock_layer_item", "stock_layer", ["item", "received"])
    op.create_index("ix_stock_layer_purchase_order", "stock_layer", ["purchase_order"])


def _create_movement() -> None:
    op.create_table(
        "stock_movement",
        sa.Column("card", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("instance_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["card"], ["stock_card.id"], name="fk_stock_movement_card"),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name="fk_stock_movement_instance_id"
        ),
        sa.PrimaryKeyConstraint("card", "line", name="pk_stock_movement"),
    )
    op.create_index("ix_stock_movement_day", "stock_movement", ["card", "day"])
    op.create_index("ix_stock_movement_instance_id", "stock_movement", ["instance_id"])


def _guard_movements() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER stock_movement_refuses_{change.lower()} BEFORE {change} "
                "ON stock_movement BEGIN "
                "SELECT RAISE(ABORT, 'stock_movement is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER stock_movement_refuses_change BEFORE UPDATE OR DELETE ON stock_movement "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER stock_movement_refuses_truncate BEFORE TRUNCATE ON stock_movement "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
