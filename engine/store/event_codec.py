"""Events to JSON and back, by the types that their fields are declared with.

Values of a case go through FEEL's own lossless form; everything else is what it looks like in JSON.
A stored event is read by the class of its kind and version, so that a changed shape never disturbs
what was written before.
"""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache
from typing import Union, get_args, get_origin, get_type_hints

from engine import feel
from engine.errors import IntegrityError
from engine.model.events import AuditEvent
from engine.store.canonical import canonical

_Convert = Callable[[object], object]


@dataclass(frozen=True, kw_only=True)
class _Codec:
    encode: _Convert
    decode: _Convert


def encode_event(event: AuditEvent) -> str:
    """Return the fields of an event as canonical JSON text."""
    codecs = _codecs(event.kind(), event.version)
    return canonical({name: codec.encode(getattr(event, name)) for name, codec in codecs})


def decode_event(kind: str, version: int, body: str) -> AuditEvent:
    """Return the event that was stored.

    Raises:
        IntegrityError: If this Docket does not know the kind, or the text is not such an event.
    """
    if (kind, version) not in _classes():
        message = (
            f"The history has an event {kind} (version {version}) that this Docket does not know."
        )
        raise IntegrityError(message)
    try:
        stored = json.loads(body)
        known = {name: codec.decode(stored[name]) for name, codec in _codecs(kind, version)}
    except (ValueError, KeyError, TypeError) as error:
        message = f"A stored event {kind} cannot be read. Run `docket verify`."
        raise IntegrityError(message) from error
    make: Callable[..., AuditEvent] = _classes()[kind, version]
    return make(**known)


@cache
def _classes() -> dict[tuple[str, int], type[AuditEvent]]:
    return {(one.kind(), one.version): one for one in get_args(AuditEvent)}


@cache
def _codecs(kind: str, version: int) -> tuple[tuple[str, _Codec], ...]:
    event_class = _classes()[kind, version]
    hints = get_type_hints(event_class)
    return tuple((one.name, _codec(hints[one.name])) for one in fields(event_class))


def _codec(hint: object) -> _Codec:
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in {str, int, bool}:
        return _Codec(encode=_same, decode=_same)
    if hint is object:
        return _Codec(encode=feel.to_json, decode=feel.from_json)
    if hint is datetime:
        return _Codec(encode=_encode_instant, decode=_decode_instant)
    if origin in {Union, types.UnionType}:
        return _optional(_codec(next(one for one in arguments if one is not types.NoneType)))
    if origin is tuple:
        return _tuple(arguments)
    if origin is Mapping:
        return _mapping(arguments[1])
    message = f"An event cannot have a field of type {hint}."
    raise TypeError(message)


def _tuple(arguments: tuple[object, ...]) -> _Codec:
    if len(arguments) == 2 and arguments[1] is ...:
        each = _codec(arguments[0])
        return _Codec(
            encode=lambda value: [each.encode(one) for one in _items(value)],
            decode=lambda value: tuple(each.decode(one) for one in _items(value)),
        )
    parts = [_codec(one) for one in arguments]
    return _Codec(
        encode=lambda value: [
            part.encode(one) for part, one in zip(parts, _items(value), strict=True)
        ],
        decode=lambda value: tuple(
            part.decode(one) for part, one in zip(parts, _items(value), strict=True)
        ),
    )


def _mapping(value_hint: object) -> _Codec:
    if value_hint is object:
        # FEEL's form of the whole context, which knows how to write a key that looks like a tag.
        return _Codec(
            encode=lambda value: feel.to_json(dict(_entries(value))), decode=feel.from_json
        )
    each = _codec(value_hint)
    return _Codec(
        encode=lambda value: {key: each.encode(one) for key, one in _entries(value).items()},
        decode=lambda value: {key: each.decode(one) for key, one in _entries(value).items()},
    )


def _optional(inner: _Codec) -> _Codec:
    return _Codec(
        encode=lambda value: None if value is None else inner.encode(value),
        decode=lambda value: None if value is None else inner.decode(value),
    )


def _items(value: object) -> list[object] | tuple[object, ...]:
    if isinstance(value, list | tuple):
        return value
    message = f"{value!r} is not a list."
    raise TypeError(message)


def _entries(value: object) -> Mapping[str, object]:
    if isinstance(value, Mapping):
        return value
    message = f"{value!r} is not a mapping."
    raise TypeError(message)


def _same(value: object) -> object:
    return value


def _encode_instant(value: object) -> object:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat()
    message = f"{value!r} is not an aware instant."
    raise TypeError(message)


def _decode_instant(value: object) -> object:
    return datetime.fromisoformat(str(value))
