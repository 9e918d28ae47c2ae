"""Column types: aware instants and JSON, the same on both databases."""

import json
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

#: Stands for "no limit" where rows are sorted by an instant.
FAR_FUTURE = datetime(9999, 12, 31, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware instant, kept in UTC with microseconds; text order is time order on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC.

        Raises:
            ValueError: If the instant has no time zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value.isoformat()} has no time zone."
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


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
