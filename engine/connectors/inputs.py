"""Reads the inputs of a service task; what does not fit is an incident at once."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import NoReturn

from engine import feel
from engine.errors import ConnectorError
from engine.model.connectors import ConnectorCall


def refuse(call: ConnectorCall, why: str, remedy: str = "Correct the task's inputs.") -> NoReturn:
    """Refuse inputs with which trying again is of no use.

    Raises:
        ConnectorError: Always.
    """
    message = f"{call.type}: {why} {remedy}"
    raise ConnectorError(message, permanent=True)


def find_text(call: ConnectorCall, name: str, default: str = "") -> str:
    """Return a text input, or the default when it is absent, null or empty.

    Raises:
        ConnectorError: If it is something else than a text, a number or a date.
    """
    value = call.variables.get(name)
    if value is None or value == "":
        return default
    if isinstance(value, str):
        return value
    if isinstance(value, bool | list | dict):
        refuse(call, f"The input “{name}” must be a text, not {feel.format(value)[:100]}.")
    return feel.format(value)


def get_text(call: ConnectorCall, name: str) -> str:
    """Return a text input that must be there.

    Raises:
        ConnectorError: If it is missing, or something else than a text, a number or a date.
    """
    value = find_text(call, name)
    if not value:
        refuse(call, f"The input “{name}” is missing.")
    return value


def list_texts(call: ConnectorCall, name: str) -> list[str]:
    """Return the texts of an input that is a list, or one text with commas.

    Raises:
        ConnectorError: If it holds something else than texts.
    """
    value = call.variables.get(name)
    items = value.split(",") if isinstance(value, str) else value
    items = [] if items is None else items
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        refuse(call, f"The input “{name}” must be a text or a list of texts.")
    return [item.strip() for item in items if item.strip()]


def get_context(call: ConnectorCall, name: str) -> Mapping[str, object]:
    """Return an input that is a context; an empty one when it is absent.

    Raises:
        ConnectorError: If it is something else.
    """
    value = call.variables.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        refuse(call, f"The input “{name}” must be a context.")
    return value


def find_duration(call: ConnectorCall, name: str, default: timedelta) -> timedelta:
    """Return an input that is a duration or a number of seconds, or the default.

    Raises:
        ConnectorError: If it is neither, or not more than zero.
    """
    value = call.variables.get(name)
    if value is None:
        return default
    if isinstance(value, str):
        value = feel.evaluate(f'duration("{value}")') if value.replace("-", "").isalnum() else None
    if isinstance(value, Decimal) and value <= timedelta.max.days:
        value = timedelta(seconds=float(value))
    if not isinstance(value, timedelta) or value <= timedelta(0):
        refuse(call, f"The input “{name}” must be a duration such as PT30S, or seconds.")
    return value
