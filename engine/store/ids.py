"""Ids: 26 characters that sort in the order they were made.

Ten characters of time (milliseconds) and sixteen of chance, in lower-case Crockford base 32 (no i,
l, o, u): readable over the telephone, safe in URLs and file names. Within one millisecond, ids of
one process count upwards, so that what was made later also sorts later while a test's clock stands.
"""

import secrets
from datetime import datetime
from threading import Lock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_CHANCE_BITS = 80


class _Ids:
    def __init__(self) -> None:
        self._lock = Lock()
        self._last = 0

    def next(self, milliseconds: int) -> int:
        with self._lock:
            floor = milliseconds << _CHANCE_BITS
            if self._last >> _CHANCE_BITS == milliseconds:
                self._last += 1 + secrets.randbits(40)
            else:
                # The top bit stays free, so that counting upwards never reaches the time.
                self._last = floor | secrets.randbits(_CHANCE_BITS - 1)
            return self._last


_ids = _Ids()


def new_id(now: datetime) -> str:
    """Make an id that sorts after those made earlier.

    Args:
        now: Aware; after 1970.
    """
    number = _ids.next(int(now.timestamp() * 1000))
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
