"""Undoing finished activities, the last one first.

Every container keeps a list of what was finished in it and can be undone: the activity, the
sub-processes that it stood in, and the variables that were theirs. An entry is used once. A
sub-process with a compensation event sub-process is one entry, which holds those inside: it is
undone by that event sub-process, in whose hands it is to undo them.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from engine.spiff.case import Case, Part
    from engine.spiff.specs.node import Node
    from engine.spiff.token import Token

__all__ = ["UNDOES", "begin_compensation", "compensate_next", "hand_up"]

Entry = dict[str, Any]

#: Under this name an entry, and the token that undoes it, hold what was finished inside.
UNDOES = "undoes"


def hand_up(part: "Part", activity: str, known: Mapping[str, object]) -> list[Entry]:
    """Return what can be undone of a sub-process that is finished.

    Args:
        part: What ran inside.
        activity: Id of the sub-process.
        known: Its own variables.
    """
    if part.spec.undoing is not None:
        return [
            {"activity": activity, "within": [], "locals": dict(known), UNDOES: part.compensable}
        ]
    return [
        {
            **entry,
            "within": [*entry["within"], activity],
            "locals": {**known, **entry["locals"]},
        }
        for entry in part.compensable
    ]


def begin_compensation(token: "Token", activity: str) -> bool:
    """Begin to undo what was finished in the token's scope.

    Args:
        token: The throwing token; it stays until the last one is undone.
        activity: The activity or sub-process to undo; empty for all.

    Returns:
        Whether there is something to undo.
    """
    container = token.workflow
    chosen = [entry for entry in container.compensable if _fits(entry, activity)]
    container.compensable = [entry for entry in container.compensable if entry not in chosen]
    if not chosen:
        return False
    token.internal_data["undo"] = chosen
    token._set_state(TaskState.STARTED)  # noqa: SLF001 - SpiffWorkflow's own transition
    return compensate_next(token)


def _fits(entry: Entry, activity: str) -> bool:
    return activity in {"", entry["activity"], *entry["within"]}


def compensate_next(token: "Token") -> bool:
    """Begin the next undoing of a token; return whether there was one."""
    todo = token.internal_data["undo"]
    if not todo:
        return False
    entry = todo[-1]
    token.internal_data["undo"] = todo[:-1]
    memory = {"locals": entry["locals"]}
    if UNDOES in entry:
        undoing = token.case.definition.parts[entry["activity"]].undoing
        assert undoing is not None  # noqa: S101 - the entry says so
        handler = undoing.body
        memory |= {"start": undoing.element.id, UNDOES: entry[UNDOES]}
    else:
        handler = _handler(token.case, entry["activity"])
    child = token.add(handler, **memory)
    child.triggered = True
    return True


def _handler(case: "Case", activity: str) -> "Node":
    for spec in (case.spec, *case.definition.parts.values()):
        node = spec.task_specs.get(activity)
        if node is not None and node.handler:
            return spec.task_specs.get(node.handler) or _anywhere(case, node.handler)
    return _anywhere(case, activity)


def _anywhere(case: "Case", name: str) -> "Node":
    return next(
        spec.task_specs[name] for spec in case.definition.parts.values() if name in spec.task_specs
    )
