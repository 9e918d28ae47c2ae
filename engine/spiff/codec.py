"""The bytes of a case: msgpack with extension types of ours, compressed with zstandard.

The first byte is the version of the layout. Version 1 is one value, its highest bit telling whether
it is one zstandard frame or, when small, as it is. Version 2 is a list: such a value first, then the
large values in it, each packed by itself, so that what nobody touches is never unpacked.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgpack  # type: ignore[import-untyped]  # no annotations
import zstandard

from engine import feel
from engine.errors import ExpressionError, IntegrityError, LimitError

__all__ = ["Packed", "decode", "encode", "normalise"]

#: The first byte: version 1 of the layout, as it is or as one zstandard frame.
_PLAIN, _COMPRESSED = b"\x01", b"\x81"
#: The first byte: version 2 of the layout.
_IN_PARTS = b"\x02"
#: Below so many bytes, compressing costs more than it saves.
_WORTH_COMPRESSING = 512
_DECIMAL, _DATE, _TIME, _DATETIME, _DURATION, _MONTHS, _OTHER, _PACKED = range(1, 9)
#: A state larger than this, once unpacked, is not ours.
_MAX_BYTES = 256 * 1024 * 1024


class _Tools(threading.local):
    """What packs and compresses is not for two threads at once, and dear to make."""

    def __init__(self) -> None:
        self.packer = msgpack.Packer(default=_pack, strict_types=True)
        self.compressor = zstandard.ZstdCompressor(level=3)
        self.decompressor = zstandard.ZstdDecompressor()
        #: Large values of the state at hand, in the order in which the rest names them.
        self.large: list[bytes] = []


class Packed:
    """A large value: unpacked when it is first looked at, and packed again only when it is new."""

    __slots__ = ("_data", "_value", "size")

    def __init__(self, *, size: int, value: object = None, data: bytes = b"") -> None:
        """Take a value, or the bytes of one.

        Args:
            size: Roughly in bytes, unpacked.
            value: The value, or
            data: its bytes.
        """
        self.size, self._value, self._data = size, value, data

    @property
    def value(self) -> object:
        """The value itself."""
        if self._value is None:
            self._value = decode(self._data)
        return self._value

    def pack(self) -> bytes:
        """Return its bytes."""
        if not self._data:
            # By another packer, as the one of the state is at work.
            self._data = _squeeze(msgpack.packb(self._value, default=_pack, strict_types=True))
        return self._data


def encode(value: object) -> bytes:
    """Return the stored form of a value made of FEEL values, `Packed` ones, lists and dicts."""
    _TOOLS.large = []
    packed = _squeeze(_TOOLS.packer.pack(value))
    parts = _TOOLS.large
    return _IN_PARTS + bytes(msgpack.packb([packed, *parts])) if parts else packed


def _squeeze(packed: bytes) -> bytes:
    if len(packed) < _WORTH_COMPRESSING:
        return _PLAIN + packed
    return _COMPRESSED + bytes(_TOOLS.compressor.compress(packed))


def decode(data: bytes) -> object:
    """Return what `encode` was given; a large value as `Packed`.

    Raises:
        IntegrityError: If the bytes are damaged or of an unknown version.
    """
    if data[:1] == _IN_PARTS:
        data, *large = _parts(data)
        _TOOLS.large = large
    layout, raw = data[:1], data[1:]
    if layout not in (_PLAIN, _COMPRESSED):
        message = f"The state of the case has an unknown layout ({layout.hex() or 'empty'}). Open it with the version that wrote it."
        raise IntegrityError(message)
    try:
        if layout == _COMPRESSED:
            raw = _TOOLS.decompressor.decompress(raw, max_output_size=_MAX_BYTES)
        value: object = msgpack.unpackb(raw, ext_hook=_unpack, strict_map_key=False)
    except (zstandard.ZstdError, ValueError, IndexError, msgpack.UnpackException) as error:
        raise IntegrityError(_DAMAGED) from error
    return value


def _parts(data: bytes) -> list[bytes]:
    try:
        parts = msgpack.unpackb(memoryview(data)[1:])
    except (ValueError, msgpack.UnpackException) as error:
        raise IntegrityError(_DAMAGED) from error
    if isinstance(parts, list) and parts and all(isinstance(part, bytes) for part in parts):
        return parts
    raise IntegrityError(_DAMAGED)


_DAMAGED = "The state of the case is damaged. Restore the database from a backup."


_AS_THEY_ARE = (
    str, bool, type(None), Decimal, date, time, timedelta, feel.YearsMonths, feel.Range,
)  # fmt: skip


def normalise(value: object, *, depth: int = 100) -> object:
    """Return a value as it is stored: numbers become Decimal, tuples lists, keys texts.

    Raises:
        ExpressionError: If it is a function, or something that FEEL does not know.
        LimitError: If lists and contexts are nested more than 100 deep.
    """
    if isinstance(value, _AS_THEY_ARE):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value))
    if depth == 0:
        message = "A value is nested more than 100 levels deep. Flatten it."
        raise LimitError(message)
    if isinstance(value, list | tuple):
        return [normalise(item, depth=depth - 1) for item in value]
    if isinstance(value, Mapping):
        return {str(key): normalise(item, depth=depth - 1) for key, item in value.items()}
    message = f"A {type(value).__name__.lower()} cannot be kept in a variable."
    raise ExpressionError(message, remedy="Keep the value that it gives instead.")


def _pack(value: object) -> msgpack.ExtType:
    writer = _WRITERS.get(type(value))
    if writer is not None:
        code, write = writer
        return msgpack.ExtType(code, write(value).encode())
    if isinstance(value, Packed):
        _TOOLS.large.append(value.pack())
        return msgpack.ExtType(_PACKED, msgpack.packb([len(_TOOLS.large) - 1, value.size]))
    return _other(list(value) if isinstance(value, tuple) else value)


def _other(value: object) -> msgpack.ExtType:
    return msgpack.ExtType(_OTHER, msgpack.packb(feel.to_json(value)))


def _zoned(value: object) -> str:
    assert isinstance(value, datetime)  # noqa: S101 - narrows the type for the checker
    zone = value.tzinfo
    return f"{value.isoformat()}|{zone.key}" if isinstance(zone, ZoneInfo) else value.isoformat()


def _micros(value: object) -> str:
    assert isinstance(value, timedelta)  # noqa: S101 - narrows the type for the checker
    return str(value // timedelta(microseconds=1))


#: By exact type.
_WRITERS: dict[type, tuple[int, Callable[[object], str]]] = {
    Decimal: (_DECIMAL, str),
    datetime: (_DATETIME, _zoned),
    date: (_DATE, str),
    timedelta: (_DURATION, _micros),
}


def _read_datetime(text: str) -> datetime:
    iso, _, zone = text.partition("|")
    instant = datetime.fromisoformat(iso)
    return instant.astimezone(ZoneInfo(zone)) if zone else instant


_READERS: dict[int, Callable[[str], object]] = {
    _DECIMAL: Decimal,
    _DATE: date.fromisoformat,
    _DATETIME: _read_datetime,
    _DURATION: lambda text: timedelta(microseconds=int(text)),
}


def _unpack(code: int, data: bytes) -> object:
    reader = _READERS.get(code)
    if reader is not None:
        return reader(data.decode())
    if code == _PACKED:
        place, size = msgpack.unpackb(data)
        return Packed(size=size, data=_TOOLS.large[place])
    return feel.from_json(msgpack.unpackb(data))


_TOOLS = _Tools()
