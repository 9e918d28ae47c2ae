"""What cannot be run right is refused, by id, name, line and remedy."""

from engine.errors import Problem
from engine.spiff.importing.model import Model
from engine.spiff.importing.structure import check_structure

__all__ = ["check"]


def check(model: Model) -> list[Problem]:
    """Return the problems of a model, errors and warnings."""
    return [problem for rule in (check_structure,) for problem in rule(model)]
