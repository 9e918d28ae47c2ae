"""The built-in functions of the standard, one module for each of its tables."""

from engine.feel.library import (  # noqa: F401 - each module declares its functions when imported
    aggregates,
    booleans,
    contexts,
    conversion,
    lists,
    numeric,
    ranges,
    sorting,
    temporal,
    texts,
)
from engine.feel.library.define import BUILTINS

__all__ = ["BUILTINS"]
