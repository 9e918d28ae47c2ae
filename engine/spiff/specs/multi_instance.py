"""Activities that run several times: multi-instance, in parallel or in turn, and standard loops."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.mixins.multiinstance_task import LoopTask
from SpiffWorkflow.util.task import TaskState

from engine import feel
from engine.errors import ExpressionError, LimitError
from engine.spiff.codec import normalise
from engine.spiff.definition import Loop
from engine.spiff.expressions import evaluate, is_true
from engine.spiff.scopes import write
from engine.spiff.specs.node import Node

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = ["Body", "MultiInstance", "StandardLoop"]

#: What other engines call the counters of the standard.
_OTHER_NAMES = {
    "nrOfInstances": "numberOfInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
}
_PLAIN_NAME = re.compile(r"=\s*([A-Za-z_]\w*)(?:\.\w+)*\s*")


class Body(Node, LoopTask):
    """What holds the runs of a looped activity; flows and border events hang on it."""

    #: Name of the specification of one run.
    task_spec: str
    loop: Loop

    def act(self, token: "Token") -> None:
        """Nothing: the runs did the work."""

    def write_outputs(self, token: "Token") -> None:
        """The output mappings belong to each run."""

    def enter(self, token: "Token") -> None:
        """Tell that the token came; the input mappings belong to each run."""
        self.announce(token)

    def run_one(self, token: "Token", index: int, variables: dict[str, object]) -> None:
        """Begin one run.

        Args:
            token: The body's token.
            index: Zero-based number of the run.
            variables: Its own variables.
        """
        spec = self._wf_spec.task_specs[self.task_spec]
        run = token.add(spec, item=index, locals={"loopCounter": Decimal(index + 1), **variables})
        run.triggered = True
        self.count(token, "numberOfActiveInstances", +1)

    def count(self, token: "Token", name: str, change: int) -> None:
        """Change one of the counters that the diagram may read."""
        scope = token.case.scopes.reach(token.id)
        now = scope.get(name, Decimal(0))
        token.case.scopes.assign(token.id, {name: Decimal(str(now)) + change})

    def child_done(self, token: "Token", child: "Token") -> None:
        """Count, and look in the body's own turn whether to go on."""
        if token.state != TaskState.STARTED:
            return
        self.count(token, "numberOfActiveInstances", -1)
        self.count(token, "numberOfCompletedInstances", +1)
        if not token.halted:
            token.case.queue.append(token)

    def open_runs(self, token: "Token") -> "list[Token]":
        """Return the runs that are not finished."""
        return [run for run in token.tokens if run.triggered and run.live]

    def condition_holds(self, token: "Token") -> bool:
        """Return whether the loop's condition is true."""
        what, scope = f"The loop condition of {self.label}", token.case.scopes.reach(token.id)
        other = {short: scope[name] for short, name in _OTHER_NAMES.items() if name in scope}
        return is_true(token, self.loop.condition, what, other)


class MultiInstance(Body):
    """One run for each item of a list; results keep the order of the items."""

    def activate(self, token: "Token") -> bool:
        """Begin the runs: all at once, or the first.

        Raises:
            ExpressionError: If the collection is not a list.
            LimitError: If it has too many items.
        """
        items = self._items(token)
        scopes, loop = token.case.scopes, self.loop
        counters = ("numberOfActiveInstances", "numberOfCompletedInstances", "numberOfTerminatedInstances")  # fmt: skip
        scopes.assign(token.id, dict.fromkeys(counters, Decimal(0)))
        scopes.assign(token.id, {"numberOfInstances": Decimal(len(items))})
        if loop.output:
            scopes.assign(token.id, {loop.output: [None] * len(items)})
        super().activate(token)
        token.internal_data["rest"] = items
        if not items:
            return True
        token._set_state(TaskState.STARTED)  # noqa: SLF001 - SpiffWorkflow's own transition
        for _ in items[:1] if loop.kind == "sequential" else items:
            self._next(token)
        return False

    def _items(self, token: "Token") -> list[object]:
        loop = self.loop
        if loop.collection:
            items = evaluate(token, loop.collection)
        else:
            items = self._numbers(evaluate(token, loop.cardinality))
        if not isinstance(items, list):
            message = f"The collection of {self.label} must be a list, but {loop.collection} gives {feel.format(items)}."
            raise ExpressionError(
                message, text=loop.collection, remedy="Give the variable a list; [] for none."
            )
        self._check_size(token, len(items))
        return [normalise(item) for item in items]

    def _numbers(self, count: object) -> object:
        if isinstance(count, Decimal) and count >= 0 and count == int(count):
            if count > 1_000_000:
                message = f"{self.label} would run {count} times; the limit is far lower."
                raise LimitError(message)
            return [Decimal(number) for number in range(1, int(count) + 1)]
        message = f"The number of instances of {self.label} must be a whole number, but is {feel.format(count)}."
        raise ExpressionError(
            message, text=self.loop.cardinality, remedy="Give it a number of zero or more."
        )

    def _check_size(self, token: "Token", count: int) -> None:
        limit = token.case.environment.limits.instances
        if count > limit:
            message = f"{self.label} would run {count:,} times; the limit is {limit:,}."
            raise LimitError(message)

    def _next(self, token: "Token") -> None:
        memory, loop = token.internal_data, self.loop
        index, item = memory.get("next", 0), memory["rest"][0]
        memory["next"], memory["rest"] = index + 1, memory["rest"][1:]
        variables: dict[str, object] = {}
        if loop.item:
            variables[loop.item] = item
        plain = _PLAIN_NAME.fullmatch(loop.output_item)
        if plain:
            variables.setdefault(plain[1], None)  # keeps the runs' results apart, as Camunda 8 does
        self.run_one(token, index, variables)

    def gather(self, token: "Token", run: "Token") -> None:
        """Put the result of one run in its place.

        Raises:
            ExpressionError: If the result cannot be worked out.
        """
        if not self.loop.output:
            return
        value = evaluate(run, self.loop.output_item)
        results = token.case.scopes[token.id][self.loop.output]
        assert isinstance(results, list)  # noqa: S101 - made a list when the body began
        index = run.internal_data["item"]
        results = [*results[:index], normalise(value), *results[index + 1 :]]
        token.case.scopes.assign(token.id, {self.loop.output: results})

    def proceed(self, token: "Token") -> None:
        """Begin the next run, or end when all are done or the condition holds."""
        memory = token.internal_data
        if self.loop.condition and self.condition_holds(token):
            for run in self.open_runs(token):
                run.cancel()
                self.count(token, "numberOfTerminatedInstances", +1)
            token.wake()
        elif token.workflow.is_resting_under(token.id) or self.open_runs(token):
            return
        elif memory["rest"]:
            self._next(token)
        else:
            token.wake()

    def act(self, token: "Token") -> None:
        """Hand the results over."""
        if self.loop.output:
            results = token.case.scopes[token.id][self.loop.output]
            write(token, {self.loop.output: results}, above=True)


class StandardLoop(Body):
    """Runs again while its condition holds, up to its maximum."""

    def activate(self, token: "Token") -> bool:
        """Begin the first turn, unless the condition is asked first and does not hold."""
        if self.loop.test_before and self._ended(token, 0):
            return True
        super().activate(token)
        token.internal_data["next"] = 1
        token._set_state(TaskState.STARTED)  # noqa: SLF001 - SpiffWorkflow's own transition
        self.run_one(token, 0, {})
        return False

    def _ended(self, token: "Token", turns: int) -> bool:
        if self.loop.maximum and turns >= self.loop.maximum:
            return True
        limit = token.case.environment.limits.instances
        if turns >= limit:
            message = f"{self.label} has run {turns:,} times; that is the limit."
            raise LimitError(message)
        return bool(self.loop.condition) and not self.condition_holds(token)

    def proceed(self, token: "Token") -> None:
        """Begin the next turn, or end."""
        if self.open_runs(token):
            return
        turns = token.internal_data["next"]
        if self._ended(token, turns):
            token.wake()
        else:
            token.internal_data["next"] = turns + 1
            self.run_one(token, turns, {})

    def gather(self, token: "Token", run: "Token") -> None:
        """A standard loop has no results of its own."""
