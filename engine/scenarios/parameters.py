"""Deploys a procedure with other parameters, as its owner might set them."""

from collections.abc import Mapping
from datetime import date

from engine.errors import ModelError, Problem
from engine.model.parameter_values import change_values, find_place
from engine.model.procedure import SETTINGS

_ALWAYS = date(2000, 1, 1)


def change_parameters(
    procedures: Mapping[str, Mapping[str, bytes]], values: Mapping[str, object]
) -> dict[str, dict[str, bytes]]:
    """Return the files of some procedures with parameters set to one value for all time.

    A parameter is set in every procedure that has it.

    Raises:
        ModelError: If none of them has such a parameter.
    """
    changed = {name: dict(files) for name, files in procedures.items()}
    for parameter, value in values.items():
        places = [name for name, files in changed.items() if find_place(files, parameter)]
        if not places:
            message = f"No procedure has a parameter {parameter}."
            raise ModelError([Problem(file=SETTINGS, element=parameter, message=message)])
        for name in places:
            changed[name] = change_values(changed[name], parameter, [(_ALWAYS, value)])
    return changed
