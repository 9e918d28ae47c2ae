"""Switches that live in the database, such as the shift of a demo's clock."""

from sqlalchemy import bindparam, delete, select

from engine.store.database import Transaction
from engine.store.prepared import Prepared
from engine.store.statements import upsert
from engine.store.tables import setting

_GET = Prepared(select(setting.c.value).where(setting.c.key == bindparam("wanted")))


def get_setting(transaction: Transaction, key: str, default: str = "") -> str:
    """Return what a switch is set to, or the default."""
    row = _GET.row(transaction, wanted=key)
    return default if row is None else str(row[0])


def save_setting(transaction: Transaction, key: str, value: str) -> None:
    """Set a switch."""
    upsert(transaction, setting, [{"key": key, "value": value}])


def remove_setting(transaction: Transaction, key: str) -> None:
    """Put a switch back to its default."""
    transaction.execute(delete(setting).where(setting.c.key == key))


def list_settings(transaction: Transaction) -> dict[str, str]:
    """Return every switch that is set, by its key."""
    rows = transaction.execute(select(setting.c.key, setting.c.value).order_by(setting.c.key))
    return dict(row for row in rows)
