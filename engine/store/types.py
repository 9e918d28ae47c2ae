"""Column types: aware instants, amounts and JSON, the same on both databases."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

#: Stands for "no limit" where rows are sorted by an instant.
FAR_FUTURE = datetime(9999, 12, 31, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware instant, kept in UTC with microseconds; text order is time order on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """Return what writes an instant."""
        return _write_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """Return what reads one."""
        return (
            _read_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)
        )

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC.

        Raises:
            ValueError: If the instant has no time zone.
        """
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        return None if value is None else value.astimezone(UTC)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        message = f"{value.isoformat()} has no time zone."
        raise ValueError(message)
    return value.astimezone(UTC)


@lru_cache(maxsize=1024)
def _write_text(value: datetime | None) -> str | None:
    """Write SQLite's text of an instant; the rows of one step have the same again and again."""
    if value is None:
        return None
    return _in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _read_text(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


#: Decimals that an amount keeps.
AMOUNT_DECIMALS = 6
_SCALE = 10**AMOUNT_DECIMALS


class Amount(TypeDecorator[Decimal]):
    """A quantity or a cost, exact to six decimals; sums and comparisons work in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Convert to millionths; a plain 0 in a condition is an amount too.

        Raises:
            ValueError: If the amount has more decimals.
        """
        if value is None:
            return None
        scaled = Decimal(value) * _SCALE
        if scaled != scaled.to_integral_value():
            message = f"{value} has more than {AMOUNT_DECIMALS} decimals."
            raise ValueError(message)
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Return the amount without needless zeros."""
        if value is None:
            return None
        whole, rest = divmod(int(value), _SCALE)
        return (Decimal(value) / _SCALE).normalize() if rest else Decimal(whole)


class Json(TypeDecorator[object]):
    """A JSON value kept as text.

    FEEL values go through ``feel.to_json`` and ``feel.from_json`` on their way.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object | None, dialect: Dialect) -> str | None:
        """Write the text; Python's None is the database's NULL."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> object | None:
        """Read the text."""
        return None if value is None else json.loads(value)
