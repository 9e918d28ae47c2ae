"""The step loop: tokens in the order in which they came up, until all of them wait.

A step that fails changes nothing: variables, events and the token are put back, and the token
stands still with an incident until an administrator lets it try again. Only what a local service
did stays done, and is not done again.
"""

from typing import TYPE_CHECKING

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.util.task import TaskState

from engine.errors import ConflictError, DocketError, IntegrityError
from engine.model.events import IncidentRaised
from engine.spiff.pruning import prune
from engine.spiff.specs.events import Catch
from engine.spiff.specs.gateways import Join, ParallelGateway
from engine.spiff.waits import holds

if TYPE_CHECKING:
    from engine.spiff.case import Case
    from engine.spiff.token import Token

__all__ = ["halt", "run_to_rest"]

#: After so many steps the finished tokens are thrown away.
_PRUNE_EVERY = 500
#: After so many new tokens they are counted.
_CHECK_EVERY = 200


def run_to_rest(case: "Case") -> None:
    """Work until every token waits, is finished, or stands still."""
    budget = case.environment.limits.steps
    while True:
        budget = _drain(case, budget)
        if budget <= 0 or not (_open_joins(case) or _meet_conditions(case)):
            break
    _show_stuck(case)


def _show_stuck(case: "Case") -> None:
    """Raise an incident where nothing can ever happen any more, for all that is left waits at joins."""
    joins = _waiting(case, Join) if case.definition.has_joins and not case.completed else []
    # A complex gateway may open when a variable changes.
    if not joins or not all(isinstance(token.task_spec, ParallelGateway) for token in joins):
        return
    for container in case.containers():
        if container.resting or any(map(_may_go_on, container.tasks.values())):
            return
    label = joins[0].task_spec.label
    message = f"{label} waits for other branches, but none of them can come any more. Lead the case on by moving it to a version that joins otherwise, or end it."
    halt(joins[0], message)


def _may_go_on(token: "Token") -> bool:
    """Whether something outside can still move a token: a person, a clock, a message, a retry."""
    memory = token.internal_data
    return token.live and (
        token.halted or "armed" in memory or (token.state == TaskState.READY and "open" in memory)
    )


def _drain(case: "Case", budget: int) -> int:
    queue = case.queue
    while queue:
        token = queue.popleft()
        if not token.has_turn:
            continue
        if budget <= 0 or (case.last_id - case.checked_at > _CHECK_EVERY and _is_crowded(case)):
            _run_away(case, token, out_of_steps=budget <= 0)
            return 0
        budget -= 1
        _step(case, token)
        if budget % _PRUNE_EVERY == 0:
            prune(case)
    return budget


def _step(case: "Case", token: "Token") -> None:
    mark, state, memory = len(case.log), token.state, dict(token.internal_data)
    last_id = case.last_id
    case.scopes.begin_step()
    if case.kept:
        case.kept.clear()
        case.kept_events.clear()
    try:
        token.task_spec.work(token)
    except (ConflictError, IntegrityError):
        raise
    except (DocketError, SpiffWorkflowException) as error:
        if token.id == case.submitted:
            raise
        case.scopes.undo_step()
        if state == TaskState.FUTURE:
            case.subprocesses.pop(token.id, None)
        _forget_births(token, last_id)
        case.log[mark:] = case.kept_events
        token.put_back(state, {**memory, **case.kept})
        halt(token, str(error))
    token.workflow.close_if_quiet()


def _forget_births(token: "Token", last_id: int) -> None:
    """Throw away the tokens that the step that failed had already made."""
    for born in token.tokens:
        if born.id > last_id:
            born.put_back(TaskState.CANCELLED, {})


def _is_crowded(case: "Case") -> bool:
    """Whether this input made more tokens than may be alive; looked at now and then."""
    case.checked_at = case.last_id
    alive = sum(container.live_count for container in case.containers())
    return alive > case.environment.limits.tokens


def halt(token: "Token", message: str) -> None:
    """Let a token stand still with an incident."""
    token.internal_data["incident"] = message
    token.case.log.append(
        IncidentRaised(element=token.task_spec.element_id, token=token.id, message=message)
    )


def _run_away(case: "Case", token: "Token", *, out_of_steps: bool) -> None:
    """Stop a case that does not come to rest: one incident, and all others wait for it."""
    limits, label = case.environment.limits, token.task_spec.label
    if out_of_steps:
        message = f"The case took {limits.steps:,} steps without coming to rest; it stopped at {label}. Look for a loop without a waiting task."
    else:
        message = f"More than {limits.tokens:,} steps of the case would be open at once; it stopped at {label}. Look for a loop within a loop."
    halt(token, message)
    for other in case.queue:
        if other.live and not other.halted:
            other.internal_data["parked"] = token.id
    case.queue.clear()


def _open_joins(case: "Case") -> bool:
    """Let joins look again: a token that they waited for may have gone elsewhere."""
    opened = False
    if not case.definition.has_joins:
        return False
    shut = set()
    for token in _waiting(case, Join):
        spec = token.task_spec
        if not isinstance(spec, Join) or token.state != TaskState.WAITING or token.halted:
            continue
        # What one token cannot open, no other that waits there in the same way can.
        place = (id(token.workflow), spec.name, "via" in token.internal_data)
        if place in shut:
            continue
        if not spec.try_open(token):
            shut.add(place)
        else:
            token._ready()  # noqa: SLF001 - SpiffWorkflow's step from arrival to readiness
            opened = True
    return opened


def _waiting(case: "Case", kind: type) -> "list[Token]":
    """Return the waiting tokens at elements of a kind, oldest first."""
    found = [
        token
        for container in case.containers()
        for token in container.tasks.values()
        if token.state == TaskState.WAITING and isinstance(token.task_spec, kind)
    ]
    return sorted(found, key=lambda token: token.id)


def _meet_conditions(case: "Case") -> bool:
    """Fire events whose condition became true; a condition that stays true fires once."""
    if not case.scopes.changed or not case.definition.has_conditions:
        return False
    case.scopes.changed = False
    for token in _waiting(case, Catch):
        memory, spec = token.internal_data, token.task_spec
        if memory.get("armed") != "conditional" or not isinstance(spec, Catch) or not token.live:
            continue
        was = memory["was"]
        memory["was"] = holds(token, spec.event, spec.seen_from(token))
        if memory["was"] and not was:
            spec.fire(token, {})
    return bool(case.queue)
