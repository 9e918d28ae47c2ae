"""Values as JSON: without loss for the record, and plainly for people.

Text, true, false, null, lists and contexts stay as they are. Everything else is an object with the
key ``$`` that tells the type; a context that has such a key itself is wrapped.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from engine.errors import IntegrityError
from engine.feel.far import FarDate, FarMoment
from engine.feel.literal import text_of
from engine.feel.numbers import number_text, whole
from engine.feel.temporal_text import (
    date_text,
    datetime_text,
    duration_text,
    parse_date,
    parse_datetime,
    parse_duration,
    parse_time,
    time_text,
)
from engine.feel.values import Function, Range, Value, YearsMonths, admit

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]


def to_json(value: object) -> Json:
    """Return a value as JSON that ``from_json`` turns back into the same value.

    Raises:
        ValueError: If the value is, or holds, a function.
    """
    return _json(admit(value))


def _json(value: Value) -> Json:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, list):
        return [_json(item) for item in value]
    if isinstance(value, dict):
        plain = {key: _json(item) for key, item in value.items()}
        return {"$": "context", "v": plain} if "$" in plain else plain
    if isinstance(value, Range):
        return {
            "$": "range",
            "start": _json(value.start),
            "end": _json(value.end),
            "closed": [value.start_included, value.end_included],
        }
    tag, text = _tagged(value)
    return {"$": tag, "v": text}


def _tagged(value: Value) -> tuple[str, str]:
    if isinstance(value, Decimal):
        return "number", str(value)
    if isinstance(value, datetime | FarMoment):
        later = isinstance(value, datetime) and value.fold
        return "datetime", datetime_text(value) + ("/1" if later else "")
    if isinstance(value, date | FarDate):
        return "date", date_text(value)
    if isinstance(value, time):
        return "time", time_text(value)
    if isinstance(value, timedelta):
        return "duration", duration_text(value)
    if isinstance(value, YearsMonths):
        return "months", duration_text(value)
    raise ValueError(f"A {type(value).__name__} cannot be kept. Call the function first.")


def _moment(text: str) -> Value:
    moment = parse_datetime(text.removesuffix("/1"))
    if isinstance(moment, datetime) and text.endswith("/1"):
        return moment.replace(fold=1)
    return moment


_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    "number": Decimal,
    "date": parse_date,
    "time": parse_time,
    "datetime": _moment,
    "duration": parse_duration,
    "months": parse_duration,
}


def from_json(json: object) -> Value:
    """Return the value that ``to_json`` wrote; numbers in plain JSON become numbers too.

    Raises:
        IntegrityError: If a tag is unknown or its text cannot be read.
    """
    if isinstance(json, list):
        return [from_json(item) for item in json]
    if not isinstance(json, dict):
        return admit(json)
    tag = json.get("$")
    if tag is None:
        return {str(key): from_json(item) for key, item in json.items()}
    if tag == "context":
        return {str(key): from_json(item) for key, item in json["v"].items()}
    if tag == "range":
        closed = json["closed"]
        return Range(
            start=from_json(json["start"]),
            end=from_json(json["end"]),
            start_included=closed[0],
            end_included=closed[1],
        )
    return _untagged(str(tag), json.get("v"))


def _untagged(tag: str, text: object) -> Value:
    reader = _READERS.get(tag)
    value = reader(text) if reader and isinstance(text, str) else None
    if value is None:
        raise IntegrityError(f"The record holds “{text}” as a {tag}, which cannot be read.")
    return value


def plain(value: object) -> Json:
    """Return a value as JSON for people and other programs.

    A whole number becomes a JSON number, any other its digits as text; dates, times and durations
    become their ISO texts, a range its FEEL text, a function its name.
    """
    value = admit(value)
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Decimal):
        digits = whole(value)
        return digits if digits is not None and abs(digits) < 2**53 else number_text(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value.name if isinstance(value, Function) else text_of(value)
