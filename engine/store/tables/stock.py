"""What each office holds in stock, where, at which cost, and how it came and went."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Named, Table, TypedColumns

from engine.store.tables.schema import metadata
from engine.store.types import Amount, Moment


class _StockItem(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    unit: Named[str] = Column(ForeignKey("unit.id"))
    #: What the office calls it; unique within the unit.
    code: Named[str]
    description: Named[str]
    #: Unit of measure, such as ``box of 100``.
    measure: Named[str]
    #: ``HELD_FOR_SALE`` or ``FOR_DISTRIBUTION``; chooses the rule of valuation.
    purpose: Named[str]
    #: Medical goods of the Global Fund.
    medical: Named[bool]
    project: Named[str]


class _StockCard(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    item: Named[str] = Column(ForeignKey("stock_item.id"))
    location: Named[str]
    balance: Named[Decimal] = Column(Amount, nullable=False)
    #: Balance at which more is to be ordered; null: nobody is told.
    reorder_level: Named[Decimal | None] = Column(Amount)
    #: Lines written so far.
    lines: Named[int]


class _StockBatch(TypedColumns):
    card: Named[str] = Column(ForeignKey("stock_card.id"), primary_key=True)
    #: The maker's number; empty for goods without one.
    batch: Named[str] = Column(primary_key=True)
    #: Last day of use; null for goods that keep.
    expires: Named[date | None]
    quantity: Named[Decimal] = Column(Amount, nullable=False)


class _StockHold(TypedColumns):
    #: Case that has set the goods aside; counts while the case is active.
    instance_id: Named[str] = Column(ForeignKey("instance.id"), primary_key=True)
    card: Named[str] = Column(ForeignKey("stock_card.id"), primary_key=True)
    batch: Named[str] = Column(primary_key=True)
    quantity: Named[Decimal] = Column(Amount, nullable=False)


class _StockLayer(TypedColumns):
    id: Named[str] = Column(primary_key=True)
    item: Named[str] = Column(ForeignKey("stock_item.id"))
    #: Day of the receipt.
    received: Named[date]
    quantity: Named[Decimal] = Column(Amount, nullable=False)
    #: What of it is still held, the oldest going first.
    left: Named[Decimal] = Column(Amount, nullable=False)
    #: USD for one.
    unit_cost: Named[Decimal] = Column(Amount, nullable=False)
    #: ``PURCHASED``, ``DONATED`` or ``ADJUSTMENT``.
    origin: Named[str]
    document: Named[str]
    purchase_order: Named[str]
    #: The vendor's, once it has come; its price is the cost.
    invoice: Named[str]
    instance_id: Named[str] = Column(ForeignKey("instance.id"), index=True)


class _StockMovement(TypedColumns):
    card: Named[str] = Column(ForeignKey("stock_card.id"), primary_key=True)
    #: Counts the lines of the card from 1.
    line: Named[int] = Column(primary_key=True, autoincrement=False)
    #: Day in the books.
    day: Named[date]
    posted_at: Named[datetime] = Column(Moment, nullable=False)
    #: ``IN``, ``OUT``, ``ADJ`` or ``COST``.
    kind: Named[str]
    document: Named[str]
    batch: Named[str]
    #: Negative for what goes out.
    quantity: Named[Decimal] = Column(Amount, nullable=False)
    #: Of the card, after this line.
    balance: Named[Decimal] = Column(Amount, nullable=False)
    #: Cost in USD, signed like the quantity.
    value: Named[Decimal] = Column(Amount, nullable=False)
    explanation: Named[str]
    instance_id: Named[str] = Column(ForeignKey("instance.id"), index=True)


stock_item = Table("stock_item", metadata, _StockItem)
stock_card = Table(
    "stock_card", metadata, _StockCard, CheckConstraint("balance >= 0", name="balance")
)
stock_batch = Table(
    "stock_batch", metadata, _StockBatch, CheckConstraint("quantity >= 0", name="quantity")
)
stock_hold = Table("stock_hold", metadata, _StockHold)
stock_layer = Table("stock_layer", metadata, _StockLayer)
stock_movement = Table("stock_movement", metadata, _StockMovement)

Index("ux_stock_item_unit_code", stock_item.c.unit, stock_item.c.code, unique=True)
Index("ux_stock_card_item_location", stock_card.c.item, stock_card.c.location, unique=True)
Index("ix_stock_hold_card", stock_hold.c.card)
Index("ix_stock_layer_item", stock_layer.c.item, stock_layer.c.received)
Index("ix_stock_layer_purchase_order", stock_layer.c.purchase_order)
Index("ix_stock_movement_day", stock_movement.c.card, stock_movement.c.day)
