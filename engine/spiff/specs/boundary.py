"""Events on the border of an activity."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults

from engine.spiff.specs.events import Catch

if TYPE_CHECKING:
    from engine.spiff.token import Token

__all__ = ["Boundary"]


class Boundary(Catch, defaults.BoundaryEvent):
    """Waits beside an activity; its token stands under the activity's."""

    announces = False

    def enter(self, token: "Token") -> None:
        """Nothing is told until the event happens."""

    def seen_from(self, token: "Token") -> "Token":
        """Return the activity: its local variables are seen, too."""
        parent = token.parent
        return parent if parent is not None and parent.live else token

    def displace(self, token: "Token") -> None:
        """Interrupt the activity, if that is what the event does."""
        host = token.parent
        if self.event.interrupting and host is not None:
            host.cancel()

    def part_happened(self, token: "Token", part: "Token", variables: Mapping[str, object]) -> None:
        """Hear that one of several events has happened; any of them may happen again and again."""
        host = token.parent
        if self.event.interrupting or self.event.parallel or host is None:
            super().part_happened(token, part, variables)
            return
        host.add(self, fired=1, **({"payload": dict(variables)} if variables else {}))
        part.task_spec.watch_again(part, token)  # type: ignore[attr-defined]  # an event

    def fire(self, token: "Token", variables: Mapping[str, object]) -> None:
        """Let the event happen; without interruption the next one is waited for at once."""
        super().fire(token, variables)
        host = token.parent
        if not self.event.interrupting and self.waits and host is not None and host.live:
            self.rearm(token, host)
