"""The same checks for files from outside: in a process of its own, under limits."""

from collections.abc import Mapping

from engine.advance import bounded
from engine.check.report import find_problems
from engine.errors import Problem
from engine.model.directory import Directory
from engine.model.forms import Forms

__all__ = ["find_problems_bounded", "get_ready"]


def get_ready(forms: Forms) -> None:
    """Begin to import what the checks need, so that the first one is quick."""
    bounded.get_ready(find_problems, forms)


def find_problems_bounded(
    name: str,
    files: Mapping[str, bytes],
    forms: Forms,
    directory: Directory,
    *,
    seconds: int = 10,
    megabytes: int = 512,
) -> list[Problem]:
    """List what is wrong with the files of a procedure; reaching a limit is a problem too.

    Args:
        name: The folder's name.
        files: Every file by path, shared ones under ``shared/``.
        forms: Reads the forms.
        directory: Knows the roles.
        seconds: How long it may take.
        megabytes: How much memory it may take.
    """
    return bounded.find_bounded(
        find_problems, name, dict(files), forms, directory, seconds=seconds, megabytes=megabytes
    )
