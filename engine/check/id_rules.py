"""Rules about ids: all diagrams of a deployment share one space of names."""

from collections.abc import Iterator

from engine.check.folder import Folder
from engine.errors import Problem
from engine.spiff import Element, Flow


def look_at_ids(folder: Folder) -> Iterator[Problem]:
    """Find elements and flows that run under another id, because another diagram has theirs.

    Whoever names one elsewhere, such as a form, a right or a scenario, would mean the other.
    """
    if folder.definition is None:
        return
    nodes: list[Element | Flow] = [
        *folder.definition.elements.values(),
        *folder.definition.flows.values(),
    ]
    for node in nodes:
        drawn = node.id.removeprefix(f"{node.process}.")
        written = f'"{node.id}"'.encode() in folder.files.get(node.file, b"")
        if drawn != node.id and not written:
            yield Problem(
                file=node.file,
                line=node.line,
                element=drawn,
                message=f"The id {drawn} stands in another diagram, too, or is that of a process; this one would run as {node.id}.",
                remedy="Give it an id that no other element, flow or process of the files has.",
                rule="id-shared",
            )
