"""Patterns that a text answer must match: RE2, so that none can take for ever."""

from functools import lru_cache

import re2


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> "re2.Pattern":
    """Return a compiled pattern.

    Raises:
        ValueError: If it is no RE2 pattern, such as one with look-around; says why.
    """
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options=options)
    except re2.error as error:
        reason = error.args[0] if error.args else b"it is not a pattern"
        message = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise ValueError(message) from error


def matches(pattern: str, text: str) -> bool:
    """Tell whether a pattern is found somewhere in a text, as form-js does."""
    return compile_pattern(pattern).search(text) is not None
