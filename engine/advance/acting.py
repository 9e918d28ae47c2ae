"""May somebody act on a task, and if not, why? One answer for commands and pages."""

from dataclasses import dataclass

from engine.advance.model import Model
from engine.advance.tasks import excluded_elements, list_doers
from engine.context import Work
from engine.errors import ConflictError, NotAllowedError
from engine.model.access import Ground, find_excluding, find_ground
from engine.model.ids import SYSTEM
from engine.model.roster import name_of
from engine.model.views import Said
from engine.store.instances import InstanceRow
from engine.store.user_tasks import UserTaskRow


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Whether somebody may do a task."""

    #: Why they may; null when they may not.
    ground: Ground | None
    #: Why they may not: ``closed``, ``assigned`` (person), ``not-candidate`` or ``four-eyes``
    #: (element, person); null when they may.
    refusal: Said | None


def judge(
    work: Work, instance: InstanceRow, model: Model, task: UserTaskRow, person: str
) -> Verdict:
    """Tell whether somebody may do a task."""
    if not task.is_open or instance.status != "active":
        return _refused("closed")
    if person == SYSTEM:
        return Verdict(ground=Ground(kind="named"), refusal=None)
    ground = find_ground(
        work.roster,
        work.day(instance.zone),
        person,
        assignee=task.assignee,
        candidates=task.candidates,
    )
    if ground is None and task.assignee:
        return _refused("assigned", person=name_of(work.roster, task.assignee))
    if ground is None:
        return _refused("not-candidate")
    excluding = excluded_elements(model, task.element)
    doers = list_doers(work, instance, model, excluding)
    doer = find_excluding(person, ground.on_behalf_of, doers, excluding)
    if doer is not None:
        element = model.definition.elements.get(doer.element)
        return _refused(
            "four-eyes",
            element=(element.name if element else "") or doer.element,
            person=name_of(work.roster, doer.person),
        )
    return Verdict(ground=ground, refusal=None)


def _refused(kind: str, **params: str) -> Verdict:
    return Verdict(ground=None, refusal=Said(kind=kind, params=params))


_MESSAGES = {
    "closed": "The task “{task}” is no longer open. Go back to the inbox.",
    "assigned": "The task “{task}” is with {person}. Ask them to give it back.",
    "not-candidate": "The task “{task}” is not yours to do. Ask who holds the role in this office.",
    "four-eyes": (
        "The task “{task}” needs other eyes: {person} did “{element}” in this case. "
        "Leave it to somebody else."
    ),
}


def require_ground(
    work: Work, instance: InstanceRow, model: Model, task: UserTaskRow, person: str
) -> Ground:
    """Return why somebody may do a task.

    Raises:
        NotAllowedError: If it is not theirs to do.
        ConflictError: If somebody else has it, or it is no longer open.
    """
    verdict = judge(work, instance, model, task, person)
    if verdict.ground is not None:
        return verdict.ground
    refusal = verdict.refusal or Said(kind="not-candidate")
    message = _MESSAGES[refusal.kind].format(task=task.name, **refusal.params)
    if refusal.kind in {"closed", "assigned"}:
        raise ConflictError(message)
    raise NotAllowedError(message)
