"""The specification of one process or sub-process: its elements and how it begins."""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.spiff.specs.node import Start

if TYPE_CHECKING:
    from engine.spiff.specs.listeners import Listener
    from engine.spiff.specs.node import Node

__all__ = ["ProcessSpec"]


class ProcessSpec(BpmnProcessSpec):
    """SpiffWorkflow's process without the internal elements whose names real elements may have."""

    task_specs: "dict[str, Node]"
    start: "Node"  # type: ignore[assignment]  # ours

    def __init__(self, *, name: str, description: str = "", filename: str | None = None) -> None:
        super().__init__(name=name, description=description, filename=filename)
        self.task_specs.clear()
        self.start = Start(self, "~start")
        self.end = None  # type: ignore[assignment]  # the end is when no token is left
        #: Elements that get a token when it begins in the plain way.
        self.plain_starts: list[Node] = []
        #: Event sub-processes, by what they wait for.
        self.listeners: list[Listener] = []
        #: Id of the process that it stands in.
        self.process_id = name

    @property
    def undoing(self) -> "Listener | None":
        """Its compensation event sub-process, which undoes it when it is finished; null: none."""
        found = [one for one in self.listeners if one.event.kind == "compensation"]
        return found[0] if found else None
