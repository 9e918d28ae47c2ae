"""Ad-hoc sub-processes: elements without an order, begun together, in turn, or as chosen."""

from typing import TYPE_CHECKING, ClassVar

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.errors import ExpressionError
from engine.spiff.expressions import evaluate, is_true
from engine.spiff.specs.containers import SubProcess

if TYPE_CHECKING:
    from engine.spiff.case import Part
    from engine.spiff.specs.node import Node
    from engine.spiff.token import Token

__all__ = ["AdHocSubProcess"]


class AdHocSubProcess(SubProcess, defaults.AdHocSubprocess):
    """Looks after each element inside whether its completion condition holds."""

    closes_by_itself: ClassVar[bool] = True

    def activate(self, token: "Token") -> bool:
        """Begin the elements: those chosen, or all that no flow leads to.

        Raises:
            ExpressionError: If the choice is not a list of such elements.
        """
        token.internal_data["todo"] = [spec.name for spec in self._chosen(token)]
        return super().activate(token)

    def _chosen(self, token: "Token") -> "list[Node]":
        specs = token.case.definition.parts[self.spec]
        assert self.element is not None  # noqa: S101 - narrows the type for the checker
        if not self.element.active_elements:
            return specs.plain_starts
        wanted = evaluate(token, self.element.active_elements)
        known = {spec.name: spec for spec in specs.plain_starts}
        if not isinstance(wanted, list) or not all(name in known for name in wanted):
            message = f"{self.label} must choose among {', '.join(known)}, but {self.element.active_elements} gives {feel.format(wanted)}."
            raise ExpressionError(
                message, remedy="Give a list of ids of elements that no flow leads to."
            )
        return [known[str(name)] for name in wanted]

    def begin(self, token: "Token", part: "Part") -> None:
        """Put the first tokens inside."""
        part.begin(self._take(token, part))

    def _take(self, token: "Token", part: "Part") -> "list[Node]":
        """Return the elements to begin now: one at a time if they are in turn."""
        todo = token.internal_data["todo"]
        sequential = self.element is not None and self.element.sequential
        now, later = (todo[:1], todo[1:]) if sequential else (todo, [])
        token.internal_data["todo"] = later
        return [part.spec.task_specs[name] for name in now]

    def inner_done(self, token: "Token") -> None:
        """Look, in its own turn, whether it is complete."""
        if not token.halted:
            token.case.queue.append(token)

    def proceed(self, token: "Token") -> None:
        """End when the condition holds; otherwise go on with what is left.

        Raises:
            ExpressionError: If the condition fails, or does not hold and nothing is left to do.
        """
        part = token.case.subprocesses[token.id]
        assert self.element is not None  # noqa: S101 - narrows the type for the checker
        condition = self.element.completion_condition
        if condition and is_true(token, condition, f"The completion condition of {self.label}"):
            token.internal_data["todo"] = []
            if self.element.cancel_remaining:
                part.cancel_live()
        elif not part.live_count and token.internal_data["todo"]:
            for spec in self._take(token, part):
                part.task_tree.add(spec)
        elif condition and not part.live_count:
            message = f"Everything in {self.label} is done, but its completion condition is not true: {condition}."
            raise ExpressionError(
                message, text=condition, remedy="Correct the variables that it looks at."
            )
        if not part.live_count and token.state == TaskState.STARTED:
            part.completed = True
            part.cancel_live()
            token.wake()
