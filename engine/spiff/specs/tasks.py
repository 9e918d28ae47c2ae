"""Tasks: of a person, of a connector or local service, scripts, decisions, and plain ones."""

from datetime import datetime
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults

from engine.errors import ExpressionError
from engine.model.events import (
    DecisionEvaluated,
    JobCreated,
    LocalServiceCalled,
    UserTaskCanceled,
    UserTaskCreated,
    WaitEnded,
)
from engine.spiff.definition import Assignment
from engine.spiff.environment import LocalCall
from engine.spiff.expressions import evaluate, names_in, text_of, value_of
from engine.spiff.specs.node import Node
from engine.spiff.times import deadline

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = ["DecisionTask", "JobTask", "PlainTask", "ScriptTask", "UserTask"]


_UNASSIGNED = Assignment()


class PlainTask(Node, defaults.NoneTask):
    """A task without work that the engine knows of."""

    manual = False

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.manual = False


class UserTask(Node, defaults.UserTask):
    """A task that waits for a person."""

    def activate(self, token: "Token") -> bool:
        """Work out who does it and until when, and let it wait.

        Raises:
            ExpressionError: If the assignment or a date cannot be worked out.
        """
        created = self._created(token)
        token.case.log.append(created)
        token.internal_data["open"] = "task"
        return super().activate(token)

    def _created(self, token: "Token") -> UserTaskCreated:
        assert self.element is not None  # noqa: S101 - narrows the type for the checker
        element = self.element
        work = element.assignment or _UNASSIGNED
        return UserTaskCreated(
            element=element.id,
            token=token.id,
            name=element.name,
            assignee=_assignee(token, work),
            candidate_groups=names_in(token, work.groups, "The candidate groups"),
            candidate_users=names_in(token, work.users, "The candidate users"),
            due=_deadline(token, work.due, "due date"),
            follow_up=_deadline(token, work.follow_up, "follow-up date"),
            form=work.form,
        )

    def act(self, token: "Token") -> None:
        """Take over what the person submitted."""
        self.receive(token, token.internal_data.pop("payload", {}))

    def _on_cancel(self, token: "Token") -> None:
        if token.internal_data.get("open"):
            token.case.log.append(UserTaskCanceled(element=self.element_id, token=token.id))
        super()._on_cancel(token)


def _deadline(token: "Token", text: str, what: str) -> datetime | None:
    if not text:
        return None
    return deadline(
        token.case.environment, value_of(token, text), f"{token.task_spec.label}: {what}"
    )


def _assignee(token: "Token", work: Assignment) -> str:
    """Return the person, or an empty text when the expression says null."""
    if not work.assignee:
        return ""
    value = value_of(token, work.assignee)
    if value is None or isinstance(value, str):
        return value or ""
    return text_of(token, work.assignee, "The assignee")


class JobTask(Node, defaults.UserTask):
    """Work for a connector, taken from outside; or for a local service, done at once."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        self.manual = True

    def activate(self, token: "Token") -> bool:
        """Create the job, or queue the local call.

        Raises:
            ExpressionError: If the job's type or retries cannot be worked out.
        """
        assert self.element is not None  # noqa: S101 - narrows the type for the checker
        assert self.element.job is not None  # noqa: S101 - narrows the type for the checker
        job, environment = self.element.job, token.case.environment
        kind = text_of(token, job.type, "The job type")
        if kind in environment.local_types:
            token.internal_data["local"] = kind
            super().activate(token)
            return True
        retries = _retries(token, job.retries)
        token.case.log.append(
            JobCreated(
                element=self.element.id, token=token.id, type=kind, retries=retries,
                headers=dict(job.headers), variables=self._given(token),
            )
        )  # fmt: skip
        token.internal_data["open"] = "job"
        return super().activate(token)

    def _on_ready(self, token: "Token") -> None:
        if "local" in token.internal_data:
            token.case.queue.append(token)

    def _given(self, token: "Token") -> dict[str, object]:
        """Return what the job is given: its inputs, or else everything in reach."""
        if self.element is not None and self.element.inputs:
            return dict(token.case.scopes.get(token.id, {}))
        return dict(token.visible())

    def act(self, token: "Token") -> None:
        """Take over the answer, asking the local service first if it is one."""
        memory = token.internal_data
        if "local" in memory and "answer" not in memory:
            self._ask(token, memory["local"])
        self.receive(token, memory.pop("answer", None) or memory.pop("payload", {}))

    def _ask(self, token: "Token", kind: str) -> None:
        element, environment = self.element, token.case.environment
        assert element is not None  # noqa: S101 - narrows the type for the checker
        assert element.job is not None  # noqa: S101 - narrows the type for the checker
        assert environment.local is not None  # noqa: S101 - a local type without a service is the caller's fault
        headers, inputs = dict(element.job.headers), self._given(token)
        call = LocalCall(
            element=element.id,
            token=token.id,
            type=kind,
            headers=headers,
            inputs=inputs,
            variables=token.visible(),
        )
        outputs = dict(environment.local(call))
        event = LocalServiceCalled(
            element=element.id,
            token=token.id,
            type=kind,
            headers=headers,
            inputs=inputs,
            outputs=outputs,
        )
        token.keep("answer", outputs, event)

    def _on_complete(self, token: "Token") -> None:
        self._end_wait(token)
        super()._on_complete(token)

    def _on_cancel(self, token: "Token") -> None:
        self._end_wait(token)
        super()._on_cancel(token)

    def _end_wait(self, token: "Token") -> None:
        if token.internal_data.get("open"):
            token.case.log.append(WaitEnded(element=self.element_id, token=token.id))


def _retries(token: "Token", text: str) -> int:
    found = text_of(token, text, "The number of retries")
    if not found.isdigit():
        message = f"The number of retries of {token.task_spec.label} must be a whole number, but {text} gives {found}."
        raise ExpressionError(message, text=text, remedy="Write a whole number such as 3.")
    return int(found)


class ScriptTask(PlainTask):
    """An expression whose value goes into a variable."""

    def act(self, token: "Token") -> None:
        """Work out the expression."""
        assert self.element is not None  # noqa: S101 - narrows the type for the checker
        assert self.element.script is not None  # noqa: S101 - narrows the type for the checker
        script = self.element.script
        value = evaluate(token, script.source)
        self.receive(token, {script.variable: value})


class DecisionTask(PlainTask):
    """A decision whose answer goes into a variable."""

    def act(self, token: "Token") -> None:
        """Ask for the decision.

        Raises:
            ExpressionError: If no decisions can be asked here.
        """
        element, case = self.element, token.case
        assert element is not None  # noqa: S101 - narrows the type for the checker
        assert element.decision_call is not None  # noqa: S101 - narrows the type for the checker
        decision = text_of(token, element.decision_call.source, "The decision")
        if case.environment.decide is None:
            message = (
                f"{self.label} calls the decision {decision}, but there are no decisions here."
            )
            raise ExpressionError(message, remedy="Add the decision's .dmn file to the procedure.")
        found = case.environment.decide(decision, token.visible())
        case.log.append(
            DecisionEvaluated(
                element=element.id, token=token.id, decision=decision,
                inputs=dict(found.inputs), output=found.output, rules=found.rules,
            )
        )  # fmt: skip
        self.receive(token, {element.decision_call.variable: found.output})
