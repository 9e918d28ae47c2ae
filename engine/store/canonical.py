"""Canonical JSON (RFC 8785), so that equal content has equal bytes, here and in any language.

The history holds no floating-point numbers (FEEL numbers are tagged text), and for everything else
Python's encoder with sorted keys writes what the standard says, six times faster than a general
implementation; keys outside the basic plane, which the standard sorts differently, go through that.
"""

import json
from json.encoder import encode_basestring

import rfc8785

_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":")
).encode


def canonical(value: object) -> str:
    """Return the canonical text of a JSON value without floating-point numbers."""
    text = _encode(value)
    if text.isascii() or max(text) <= "\uffff":
        return text
    return rfc8785.dumps(value).decode()  # type: ignore[arg-type]  # any JSON value


def quoted(text: str) -> str:
    """Return the canonical text of a string."""
    return encode_basestring(text)
