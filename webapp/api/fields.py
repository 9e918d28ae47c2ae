"""Kinds of value in the interface that marshmallow does not know."""

from marshmallow import fields

from engine import feel


class Value(fields.Field[object]):
    """A FEEL value as plain JSON: whole numbers as numbers, others and dates as text."""

    def _serialize(self, value: object, attr: str | None, obj: object, **kwargs: object) -> object:
        return feel.plain(value)

    def _deserialize(
        self, value: object, attr: str | None, data: object, **kwargs: object
    ) -> object:
        return value
