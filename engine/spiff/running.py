"""One input at a time: what a person, a clock or a connector did, and what the case makes of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.errors import ConflictError, ExpressionError, NotFoundError, RefusedError
from engine.model import events
from engine.spiff.case import Case
from engine.spiff.codec import normalise
from engine.spiff.definition import ERROR_ON_FAILURE
from engine.spiff.environment import Environment, Outcome
from engine.spiff.saving import load, save
from engine.spiff.scopes import ROOT
from engine.spiff.specs.events import Catch
from engine.spiff.specs.throws import throw_error
from engine.spiff.starting import start_tokens
from engine.spiff.stepping import halt, run_to_rest
from engine.spiff.token import Token
from engine.spiff.waits import PLANNED_AT

if TYPE_CHECKING:
    from engine.spiff.definition import Definition

__all__ = ["apply", "run"]


def run(
    definition: "Definition", state: bytes | None, given: events.Input, env: Environment
) -> Outcome:
    """Apply one input to a case and work until everything waits.

    Args:
        definition: The definition that the case was started with.
        state: The case as the last run left it; None to start one.
        given: What was done: the input.
        env: The clock and the world around the case.

    Raises:
        ConflictError: If what the input is about is no longer waited for.
        ExpressionError: If a submission makes the task's own output or choice of flow fail.
        IntegrityError: If the state is damaged or belongs to another definition.
        NotFoundError: If there is no such start event or scope.
        RefusedError: If the case is already finished, or a start must be named.
    """
    case = _open(definition, state, given, env)
    apply(case, given)
    outcome = Outcome(
        state=save(case),
        transitions=tuple(case.log),
        completed=case.completed,
        variables=case.scopes[ROOT],
    )
    case.take_apart()
    return outcome


def apply(case: Case, given: events.Input) -> None:
    """Apply one input to a case in memory and work until everything waits."""
    case.submitted, case.checked_at = -1, case.last_id
    _HANDLERS[type(given)](case, given)
    run_to_rest(case)


def _open(
    definition: "Definition", state: bytes | None, given: events.Input, env: Environment
) -> Case:
    if isinstance(given, events.InstanceStarted):
        if state is not None:
            message = "The case has already begun."
            raise RefusedError(message)
        return Case(definition, env)
    if state is None:
        message = "There is no such case yet; start it first."
        raise RefusedError(message)
    case = load(state, definition, env)
    if case.completed:
        message = "The case is finished; nothing in it can be changed."
        raise RefusedError(message)
    return case


def _start(case: Case, given: events.InstanceStarted) -> None:
    variables = normalise(dict(given.variables))
    assert isinstance(variables, dict)  # noqa: S101 - a dictionary stays one
    _assign(case, ROOT, variables)
    start_tokens(case, given.start_event)


def _assign(case: Case, scope: int, variables: dict[str, object]) -> None:
    case.scopes.assign(scope, variables)
    if variables:
        case.log.append(events.VariablesWritten(scope=scope, element="", variables=variables))


def _open_token(case: Case, token_id: int, kind: str) -> Token:
    token = case.token(token_id)
    if token.state != TaskState.READY or token.internal_data.get("open") != kind or token.halted:
        message = (
            f"{token.task_spec.label} is not open. Go back to the inbox and open the case again."
        )
        raise ConflictError(message)
    return token


def _complete_task(case: Case, given: events.UserTaskCompleted) -> None:
    token = _open_token(case, given.token, "task")
    case.submitted = token.id
    _finish(token, dict(given.submission))


def _finish(token: Token, variables: dict[str, object]) -> None:
    token.internal_data["payload"] = variables
    token.case.queue.append(token)


def _complete_job(case: Case, given: events.JobCompleted) -> None:
    _finish(_open_token(case, given.token, "job"), dict(given.variables))


def _fail_job(case: Case, given: events.JobFailed) -> None:
    """Stop the token, unless its task says which BPMN error stands for work that cannot be done."""
    token = _open_token(case, given.token, "job")
    element = token.task_spec.element
    code = element.job.headers.get(ERROR_ON_FAILURE, "") if element and element.job else ""
    if code:
        _throw(token, code, {"failure": given.message}, given.message)
    else:
        halt(token, given.message)


def _throw_from_job(case: Case, given: events.JobErrorThrown) -> None:
    token = _open_token(case, given.token, "job")
    variables = {str(name): normalise(value) for name, value in given.variables.items()}
    _throw(token, given.code, variables, given.message)


def _throw(token: Token, code: str, variables: dict[str, object], message: str) -> None:
    """Throw what a job ended with; an error that nothing catches stops the token."""
    try:
        throw_error(token, code, variables)
    except ExpressionError as error:
        halt(token, f"{error} {message}".strip())


def _fire(case: Case, token_id: int, kind: str, variables: dict[str, object]) -> None:
    token = case.token(token_id)
    spec = token.task_spec
    if token.internal_data.get("armed") != kind or not isinstance(spec, Catch):
        message = f"{spec.label} no longer waits for this {kind}."
        raise ConflictError(message)
    spec.fire(token, {name: normalise(value) for name, value in variables.items()})


def _fire_timer(case: Case, given: events.TimerFired) -> None:
    element = case.token(given.token).task_spec.element
    outputs = element.outputs if element is not None else ()
    asked = any(PLANNED_AT in mapping.source for mapping in outputs)
    _fire(case, given.token, "timer", {PLANNED_AT: given.due} if asked else {})


def _take_message(case: Case, given: events.MessageReceived) -> None:
    _fire(case, given.token, "message", dict(given.variables))


def _take_signal(case: Case, given: events.SignalReceived) -> None:
    variables = {str(name): normalise(value) for name, value in given.variables.items()}
    for token in case.all_tokens():
        memory = token.internal_data
        if memory.get("armed") == "signal" and memory["name"] == given.name and token.live:
            _fire(case, token.id, "signal", variables)


def _correct(case: Case, given: events.VariablesCorrected) -> None:
    if given.scope not in case.scopes and not _is_scope(case, given.scope):
        message = f"The case has no scope {given.scope} now."
        raise NotFoundError(message)
    variables = normalise(dict(given.variables))
    assert isinstance(variables, dict)  # noqa: S101 - a dictionary stays one
    _assign(case, given.scope, variables)


def _is_scope(case: Case, scope: int) -> bool:
    return any(token.id == abs(scope) for token in case.all_tokens())


def _retry(case: Case, given: events.IncidentsRetried) -> None:
    for token in case.all_tokens():
        if "incident" in token.internal_data and (not given.tokens or token.id in given.tokens):
            _let_go(case, token)


def _let_go(case: Case, token: Token) -> None:
    del token.internal_data["incident"]
    case.log.append(events.IncidentResolved(element=token.task_spec.element_id, token=token.id))
    memory = token.internal_data
    if memory.get("open") == "job" and "payload" not in memory:
        del memory["open"]
        token.put_back(TaskState.FUTURE, memory)  # a failed job is offered again
    case.queue.append(token)
    for other in case.all_tokens():
        if other.internal_data.get("parked") == token.id:
            del other.internal_data["parked"]
            case.queue.append(other)


def _cancel(case: Case, given: events.InstanceCancelled) -> None:
    case.completed = True
    case.cancel_live()
    case.log.append(events.InstanceTerminated())


def _migrated(case: Case, given: events.InstanceMigrated) -> None:
    """Go on after `engine.spiff.migrate` translated the state."""
    for element, token in case.dropped:
        case.log.append(events.WaitEnded(element=element, token=token))
    case.dropped = []
    variables = normalise(dict(given.variables))
    assert isinstance(variables, dict)  # noqa: S101 - a dictionary stays one
    _assign(case, ROOT, variables)
    case.scopes.changed = True
    case.queue.extend(token for token in case.all_tokens() if token.state == TaskState.FUTURE)


_HANDLERS: dict[type, Callable[..., None]] = {
    events.InstanceStarted: _start,
    events.UserTaskCompleted: _complete_task,
    events.TimerFired: _fire_timer,
    events.MessageReceived: _take_message,
    events.SignalReceived: _take_signal,
    events.JobCompleted: _complete_job,
    events.JobErrorThrown: _throw_from_job,
    events.JobFailed: _fail_job,
    events.VariablesCorrected: _correct,
    events.IncidentsRetried: _retry,
    events.InstanceCancelled: _cancel,
    events.InstanceMigrated: _migrated,
}
