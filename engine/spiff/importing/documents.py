"""The files of a deployment, and the processes in them that a definition needs."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.errors import ModelError, Problem
from engine.model.xml import Element as Xml
from engine.model.xml import parse_xml
from engine.spiff.importing.names import BPMN, FLOW_NODES, children, extension, line_of

__all__ = ["Documents", "called_ids", "read_documents"]


#: Tasks that stand beside processes, and what they are inside one.
_GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}


@dataclass(frozen=True, kw_only=True)
class Documents:
    """All diagrams of a deployment."""

    #: Root of each diagram by file name.
    roots: Mapping[str, Xml]
    #: Process by id, and the file that it stands in.
    processes: Mapping[str, tuple[Xml, str]]
    #: Global messages, signals, errors and escalations by id.
    shared: Mapping[str, Xml]
    problems: tuple[Problem, ...] = field(default=())

    def reachable(self, process_id: str) -> list[str]:
        """Return the process and those that it calls, directly or not, the caller first."""
        found: dict[str, None] = {}
        todo = deque([process_id])
        while todo:
            key = todo.popleft()
            if key in found or key not in self.processes:
                continue
            found[key] = None
            called = list(called_ids(self.processes[key][0]))
            if any(name.startswith("=") for name in called):  # it may be any of them
                return list(found | dict.fromkeys(sorted(self.processes)))
            todo.extend(called)
        return list(found)

    def count(self) -> int:
        """Return how many processes, flow nodes and sequence flows there are."""
        counted = {f"{BPMN}{name}" for name in (*FLOW_NODES, "sequenceFlow", "process")}
        return sum(node.tag in counted for root in self.roots.values() for node in root.iter())


def called_ids(process: Xml) -> Iterator[str]:
    """Yield the ids (or expressions) of the processes that a process calls."""
    for node in process.iter(f"{BPMN}callActivity"):
        called = extension(node, "calledElement")
        key = called.get("processId") if called is not None else node.get("calledElement")
        if key:
            yield key


def read_documents(files: Mapping[str, bytes]) -> Documents:
    """Read every ``.bpmn`` file; a file that cannot be read is a problem."""
    problems: list[Problem] = []
    roots: dict[str, Xml] = {}
    for name in sorted(files):
        if name.endswith((".bpmn", ".bpmn20.xml")):
            try:
                roots[name] = parse_xml(files[name], file=name)
            except ModelError as error:
                problems.extend(error.problems)
    processes: dict[str, tuple[Xml, str]] = {}
    shared: dict[str, Xml] = {}
    for name, root in roots.items():
        if root.tag != f"{BPMN}definitions":
            problems.append(_not_bpmn(root, name))
        for node in children(root, "message", "signal", "error", "escalation"):
            shared.setdefault(node.get("id") or "", node)
        _unfold_global_tasks(root)
        for process in children(root, "process"):
            _add_process(process, name, processes, problems)
    return Documents(roots=roots, processes=processes, shared=shared, problems=tuple(problems))


def _unfold_global_tasks(root: Xml) -> None:
    """Put a process with the one task in the place of each task that call activities share."""
    for tag, kind in _GLOBAL_TASKS.items():
        for node in list(children(root, tag)):
            process = root.makeelement(f"{BPMN}process", {"id": node.get("id") or ""})
            root.replace(node, process)
            node.tag = f"{BPMN}{kind}"
            node.set("id", f"{node.get('id')}.task")
            process.append(node)


def _not_bpmn(root: Xml, file: str) -> Problem:
    return Problem(
        message=f"The file is not a BPMN 2.0 diagram; its outermost element is {root.tag}.",
        remedy="Save the diagram as BPMN 2.0 XML.", file=file, line=line_of(root), rule="not-bpmn",
    )  # fmt: skip


def _add_process(
    process: Xml, file: str, processes: dict[str, tuple[Xml, str]], problems: list[Problem]
) -> None:
    key = process.get("id") or ""
    line = line_of(process)
    if not key:
        problems.append(Problem(
            message="A process has no key.", remedy="Give it one.", file=file, line=line, rule="process-without-id",
        ))  # fmt: skip
    elif key in processes:
        problems.append(Problem(
            message=f"The process {key} stands in {processes[key][1]} already.",
            remedy="Give one of them another key.", file=file, element=key, line=line, rule="process-twice",
        ))  # fmt: skip
    else:
        processes[key] = (process, file)
