"""Gateways: exclusive, parallel, inclusive and event-based.

Joins count tokens exactly, one for each incoming flow; a token too many is kept for the next time.
Nothing looks at history.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from engine.model.events import ElementActivated
from engine.spiff.definition import Flow
from engine.spiff.specs.node import Node
from engine.spiff.specs.reach import reachable_flows

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = ["EventGateway", "ExclusiveGateway", "InclusiveGateway", "Join", "ParallelGateway"]


#: A token that is here already, whether or not it had its turn.
_ARRIVED = (TaskState.FUTURE, TaskState.WAITING)


class ExclusiveGateway(Node, defaults.ExclusiveGateway):
    """One way on: the first whose condition holds, or else the default."""

    def choose(self, token: "Token") -> tuple[Flow, ...]:
        """Return the one flow to take.

        Raises:
            ExpressionError: If a condition fails, or none holds and there is no default.
        """
        if len(self.flows) == 1 and not self.flows[0].condition:
            return self.flows
        for flow in self.flows:
            if flow.condition and not flow.default and self.holds(token, flow):
                return (flow,)
        taken = tuple(flow for flow in self.flows if flow.default)
        if self.flows and not taken:
            raise self.stuck()
        return taken


class Join(Node):
    """Waits until enough tokens have come."""

    announces = False

    def activate(self, token: "Token") -> bool:
        """Let the join open if this token was the last that it waited for."""
        if len(self.incoming) < 2 or "via" not in token.internal_data:
            return True
        return self.try_open(token)

    def try_open(self, token: "Token") -> bool:
        """Use up one token of each incoming flow if there are enough; otherwise wait."""
        arrived = self.arrived(token)
        if not self.is_satisfied(token, arrived):
            token._set_state(TaskState.WAITING)  # noqa: SLF001 - SpiffWorkflow's own transition
            return False
        for other in arrived.values():
            if other is not token:
                other._set_state(TaskState.COMPLETED)  # noqa: SLF001 - used up, it leaves nothing
        return True

    def arrived(self, token: "Token") -> "dict[str, Token]":
        """Return the oldest token of each incoming flow; `token` itself for its own."""
        arrived: dict[str, Token] = {}
        for other in self.waiting_with(token):
            arrived.setdefault(other.internal_data["via"], other)
        arrived[token.internal_data["via"]] = token
        return arrived

    def waiting_with(self, token: "Token") -> "list[Token]":
        """Return the tokens that came by a flow and are here, oldest first; `token` itself too."""
        waiting = [
            other
            for other in token.workflow.tasks.values()
            if other.task_spec is self and "via" in other.internal_data
            and (other is token or other.state in _ARRIVED) and not other.halted
        ]  # fmt: skip
        return sorted(waiting, key=lambda other: other.id)

    def is_satisfied(self, token: "Token", arrived: "dict[str, Token]") -> bool:
        """Return whether enough tokens have come."""
        raise NotImplementedError

    def act(self, token: "Token") -> None:
        """Tell that the gateway opens: once, however many tokens it took."""
        token.internal_data["told"] = 1
        token.case.log.append(ElementActivated(element=self.element_id, token=token.id))


class ParallelGateway(Join, defaults.ParallelGateway):
    """Waits for a token on every incoming flow, and sends one along every outgoing."""

    def is_satisfied(self, token: "Token", arrived: "dict[str, Token]") -> bool:
        """Return whether every incoming flow brought a token."""
        return len(arrived) == len(self.incoming)


class InclusiveGateway(Join, defaults.InclusiveGateway):  # type: ignore[misc]  # two bases of theirs differ
    """Waits for every token that can still come, and sends one along every flow that holds."""

    @cached_property
    def reach(self) -> dict[str, frozenset[str]]:
        """By element, the incoming flows of this gateway that a token there can still reach.

        Worked out when it is first asked; two threads that ask at once find the same.
        """
        return reachable_flows(self)

    def is_satisfied(self, token: "Token", arrived: "dict[str, Token]") -> bool:
        """Return whether no token can come any more on a flow that brought none yet.

        A token that can also come on a flow that brought one already does not hold it up, as the
        BPMN standard has it.
        """
        return not self.is_expected(token, set(arrived))

    def is_expected(self, token: "Token", arrived: set[str]) -> bool:
        """Return whether a token can still come on a flow other than those that brought one."""
        empty = frozenset(self.incoming) - arrived
        if not empty:
            return False
        for other in token.workflow.live_tokens():
            reach = self.reach.get(other.task_spec.name, frozenset())
            if other.task_spec is not self and reach & empty and not reach & arrived:
                return True
        return False


class EventGateway(Node, defaults.EventBasedGateway):
    """Waits for several events; the first to happen goes on and ends the waiting of the others."""

    def follow(self, token: "Token") -> None:
        """Let every event wait; the flow is told when its event happens."""
        for flow in token.taking:
            token.add(self._wf_spec.task_specs[flow.target], via=flow.id, race=token.id)
