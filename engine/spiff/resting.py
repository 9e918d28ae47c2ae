"""Runs of a looped activity that wait for somebody, kept packed in groups until one is wanted.

A case in which hundreds of tasks of one activity are open loads and saves the group of the one that
is done, and leaves the others as they lie. Whatever looks at all tokens finds all of them awake, in
the order in which they came up.
"""

from collections.abc import Mapping
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.codec import Packed
from engine.spiff.scopes import Scope, size_of
from engine.spiff.token import Token

if TYPE_CHECKING:
    from engine.spiff.case import Container
    from engine.spiff.specs.node import Node

__all__ = ["FEW", "Group", "Row", "put_to_rest", "restore", "spread", "wake"]

#: A token as it is kept: its id, its parent's (0 for none), state, specification, memory, triggered.
Row = list[Any]
#: Runs that rest: the parent of all of them, their ids, and their rows and scopes.
Group = tuple[int, list[int], Packed]

#: Fewer in a group are not worth it; with more, too much is unpacked for one of them.
FEW, _MOST = 8, 16


def restore(container: "Container", rows: list[Row]) -> None:
    """Make the tokens of rows, in which a parent stands before what came out of it."""
    specs = container.spec.task_specs
    for key, parent, state, name, memory, triggered in rows:
        spec = specs.get(name) or _spec_elsewhere(container, name)
        token = Token.restored(container, spec, key, state, memory)
        if triggered:
            token.triggered = True
        if parent:
            token.place_under(container.tasks[parent])
        else:
            container.task_tree = token


def _spec_elsewhere(container: "Container", name: str) -> "Node":
    """Return a specification of a sub-process, of which another undoes what was in it."""
    parts = container.case.definition.parts.values()
    found = next((part.task_specs[name] for part in parts if name in part.task_specs), None)
    return found if found is not None else container.spec.task_specs[name]


def wake(container: "Container", groups: list[Group]) -> None:
    """Make the tokens of groups again, as if they had never rested."""
    scopes = container.case.scopes
    for group in groups:
        container.resting.remove(group)
        parent, keys, packed = group
        rows, variables = _contents(packed)
        container.live_count -= len(keys)
        scopes.resting -= packed.size
        scopes.update({key: Scope(raw) for key, raw in variables.items()})
        restore(container, rows)
        container.tasks[parent].sort_tokens()
    if groups:
        container.tasks = dict(sorted(container.tasks.items()))


def _contents(packed: Packed) -> tuple[list[Row], dict[int, dict[str, object]]]:
    contents: Any = packed.value  # as `put_to_rest` made it
    return contents[0], contents[1]


def put_to_rest(
    container: "Container", rows: list[Row], scopes: dict[int, dict[str, object]]
) -> list[Row]:
    """Take the runs that only wait out of rows and scopes, into the container's groups.

    Returns:
        The rows that are left.
    """
    parents = {row[1] for row in rows}
    idle = [row for row in rows if row[0] not in parents and _is_idle(container, row, scopes)]
    taken = set()
    for parent, runs in groupby(sorted(idle, key=itemgetter(1, 0)), key=itemgetter(1)):
        several = list(runs)
        for start in range(0, len(several), _MOST):
            group = several[start : start + _MOST]
            if len(group) >= FEW:
                keys = [row[0] for row in group]
                variables = {key: scopes.pop(key) for key in keys if key in scopes}
                packed = Packed(size=size_of(variables), value=[group, variables])
                container.resting.append((parent, keys, packed))
                taken.update(keys)
    return [row for row in rows if row[0] not in taken]


def _is_idle(container: "Container", row: Row, scopes: Mapping[int, Mapping[str, object]]) -> bool:
    key, _, state, name, memory, triggered = row
    if not triggered or state != TaskState.READY or not memory or "open" not in memory:
        return False
    if "incident" in memory or "parked" in memory or not container.spec.task_specs[name].inner:
        return False
    return not any(isinstance(value, Packed) for value in scopes.get(key, {}).values())


def spread(saved: dict[str, Any]) -> None:
    """Put the groups of a saved case back among its rows and scopes."""
    for container in (saved["case"], *(part[2] for part in saved["parts"])):
        for _, _, packed in container[4] if len(container) > 4 else ():
            rows, variables = _contents(packed)
            container[3] += rows
            saved["scopes"].update(variables)
        container[3].sort(key=itemgetter(0))
        del container[4:]
