"""The complex gateway: opens when its condition says so, and not again before the rest has come.

As the BPMN standard has it, it waits for a start and then for a reset. Waiting for a start, it
looks at its condition whenever a token has come; when that holds, it takes one token of each
flow that brought any, and sends tokens on. Waiting for its reset, it takes one token of each
other flow, until none can come there any more; then it waits for a start again. A token that
comes meanwhile on a flow that has had its turn is kept for the next time.

In its condition and in those of its flows three names are known: ``arrived``, the ids of the
flows that brought a token; ``activationCount``, the number of tokens that are here; and
``waitingForStart``. The standard looks at the flows' conditions a second time at the reset. That
is done where one of them asks for ``waitingForStart``; a gateway whose flows do not speak of it
sends its tokens once.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.errors import ExpressionError
from engine.spiff.definition import Flow
from engine.spiff.expressions import is_true
from engine.spiff.specs.gateways import InclusiveGateway

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = ["ComplexGateway"]

#: Under these names a token remembers the flows whose tokens were used up at the start, those of
#: the reset, and how many tokens were there when it last opened.
_OPENED, _AGAIN, _COUNT = "opened", "again", "count"
_ASKS_FOR_STATE = re.compile(r"\bwaitingForStart\b")


class ComplexGateway(InclusiveGateway):
    """Waits for some of its tokens, then lets the rest come without sending any on.

    The token that opens it goes on; one that came out of it stays and stands for the state
    "waiting for reset": it alone has `_AGAIN`.
    """

    @property
    def condition(self) -> str:
        """When it opens; empty for one that only splits."""
        return self.element.activation_condition if self.element else ""

    @cached_property
    def speaks_of_state(self) -> bool:
        """Whether a flow asks in which of its states the gateway is."""
        return any(_ASKS_FOR_STATE.search(flow.condition) for flow in self.flows)

    def activate(self, token: "Token") -> bool:
        """Let the gateway open if its condition holds now.

        Raises:
            ExpressionError: If the condition cannot be worked out.
        """
        if _AGAIN in token.internal_data:
            return self._try_reset(token)
        if not self.condition or "via" not in token.internal_data:
            return True
        return self._try_start(token)

    def try_open(self, token: "Token") -> bool:
        """Look again, as variables or the tokens on their way may have changed."""
        if _AGAIN in token.internal_data:
            return self._try_reset(token)
        try:
            return self._try_start(token)
        except ExpressionError:
            return False  # it could be worked out when the token came, and may be again

    def _try_start(self, token: "Token") -> bool:
        token._set_state(TaskState.WAITING)  # noqa: SLF001 - SpiffWorkflow's own transition
        newest_first = reversed(token.workflow.tasks.values())
        if any(self._goes_before(other) for other in newest_first):
            return False
        here, arrived = len(self.waiting_with(token)), self.arrived(token)
        known = _known(arrived, here, waits_for_start=True)
        if not is_true(token, self.condition, f"The activation condition of {self.label}", known):
            return False
        self._use_up(token, arrived)
        token.internal_data |= {_OPENED: self._in_order(arrived), _COUNT: here}
        return True

    def _try_reset(self, token: "Token") -> bool:
        memory = token.internal_data
        opened, waiting = set(memory[_OPENED]), self.waiting_with(token)
        arrived: dict[str, Token] = {}
        for other in waiting:
            arrived.setdefault(other.internal_data["via"], other)
        if self.is_expected(token, opened | set(arrived)):
            token._set_state(TaskState.WAITING)  # noqa: SLF001 - SpiffWorkflow's own transition
            return False
        late = {flow: other for flow, other in arrived.items() if flow not in opened}
        self._use_up(token, late)
        memory |= {_AGAIN: self._in_order(late), _COUNT: len(waiting)}
        return True

    def _goes_before(self, other: "Token") -> bool:
        """Whether another token keeps the gateway from starting now.

        Either the gateway waits for its reset because of it, or it has come as well and is about
        to look at the condition, which it need not do twice.
        """
        if other.task_spec is not self or not other.live:
            return False
        return _OPENED in other.internal_data or (
            other.state == TaskState.FUTURE and not other.halted
        )

    def _use_up(self, token: "Token", arrived: "Mapping[str, Token]") -> None:
        for other in arrived.values():
            if other is not token:
                other._set_state(TaskState.COMPLETED)  # noqa: SLF001 - used up, it leaves nothing

    def _in_order(self, flows: Iterable[str]) -> list[str]:
        chosen = set(flows)
        return [flow for flow in self.incoming if flow in chosen]

    def act(self, token: "Token") -> None:
        """Tell that the gateway opens; at its reset only if it sends tokens on again."""
        if _AGAIN not in token.internal_data:
            super().act(token)

    def choose(self, token: "Token") -> tuple[Flow, ...]:
        """Return the flows to take: at the reset none, unless one asks for the state.

        Raises:
            ExpressionError: If a condition fails, or none holds at the start.
        """
        if _AGAIN not in token.internal_data:
            return super().choose(token)
        return self.open_flows(token) if self.speaks_of_state else ()

    def holds(self, token: "Token", flow: Flow) -> bool:
        """Return whether the condition of a flow is true, knowing the state of the gateway."""
        memory = token.internal_data
        starts = _AGAIN not in memory
        arrived = memory.get(_OPENED if starts else _AGAIN) or [
            via for via in [memory.get("via")] if via and starts
        ]
        known = _known(arrived, memory.get(_COUNT, len(arrived)), waits_for_start=starts)
        what = f"The condition of {flow.id} after {self.label}"
        return is_true(token, flow.condition, what, known)

    def follow(self, token: "Token") -> None:
        """Send tokens along the chosen flows, and wait for the reset where there is any."""
        super().follow(token)
        opened = token.internal_data.get(_OPENED)
        if opened is None or _AGAIN in token.internal_data:
            return
        if self.speaks_of_state or len(opened) < len(self.incoming):
            token.add(self, **{_OPENED: opened, _AGAIN: []})

    def take_effect(self, token: "Token") -> bool | None:
        """Tell of a reset that sends tokens on."""
        if _AGAIN in token.internal_data and token.taking:
            super().act(token)
        return super().take_effect(token)

    def _on_complete(self, token: "Token") -> None:
        if _AGAIN not in token.internal_data or token.taking:
            super()._on_complete(token)
        else:
            self.report(token)


def _known(flows: Iterable[str], count: int, *, waits_for_start: bool) -> dict[str, object]:
    return {
        "arrived": list(flows),
        "activationCount": Decimal(count),
        "waitingForStart": waits_for_start,
    }
