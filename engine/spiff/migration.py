"""Moving a running case to another version of its definition.

The saved rows are translated, id by id; nothing runs. Every live token must find an element of the
same kind in the same place. Events on borders and event sub-processes that the new version no
longer has are no longer waited for; those that it adds are waited for from the next run on, which
is the run of the `InstanceMigrated` input.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.errors import ModelError, Problem
from engine.spiff.codec import decode, encode
from engine.spiff.definition import Definition, Element
from engine.spiff.resting import Row, spread
from engine.spiff.saving import check_loads
from engine.spiff.specs.boundary import Boundary
from engine.spiff.specs.compensation import UNDOES
from engine.spiff.specs.events import OneOfSeveral
from engine.spiff.specs.listeners import Listener
from engine.spiff.specs.node import Node
from engine.spiff.specs.process import ProcessSpec
from engine.spiff.token import LIVE

__all__ = ["migrate"]

#: Endings of the names of specifications that stand beside an element's own.
_SUFFIX = re.compile(r"( \[child\]|~listener|~\d+)$")


def migrate(state: bytes, old: Definition, new: Definition, mapping: Mapping[str, str]) -> bytes:
    """Return the state of a case as the new definition has it.

    Args:
        state: The case at rest.
        old: The definition that it runs on.
        new: The definition that it is to run on.
        mapping: Ids of elements, flows and called processes that are called otherwise in the new
            one; all others keep theirs.

    Raises:
        IntegrityError: If the state is damaged or does not belong to the old definition.
        ModelError: If the case cannot move; one problem a token.
    """
    saved = decode(state)
    assert isinstance(saved, dict)  # noqa: S101 - checked when it is loaded
    check_loads(state, old)
    spread(saved)
    move = _Move(old=old, new=new, mapping=mapping, last=saved["last"])
    saved["case"] = move.container(saved["case"], old.main, new.main, is_root=True)
    saved["parts"] = move.parts(saved["parts"])
    saved["last"], saved["dropped"] = move.last, move.dropped
    saved["ends"] = [move.name(end) for end in saved["ends"]]
    if move.problems:
        raise ModelError(move.problems)
    moved = encode(saved)
    check_loads(moved, new)
    return moved


@dataclass(kw_only=True)
class _Move:
    """One case on its way; collects what stands against it."""

    old: Definition
    new: Definition
    mapping: Mapping[str, str]
    #: The newest token id.
    last: int
    problems: list[Problem] = field(default_factory=list)
    #: Element (of the old definition) and token of what is no longer waited for.
    dropped: list[list[Any]] = field(default_factory=list)
    #: Tokens of the old definition and their new specifications, to find what runs inside them.
    hosts: dict[int, Node] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """Return what a specification or id is called in the new definition."""
        found = _SUFFIX.search(name)
        if found is not None:
            return self.name(name[: found.start()]) + found[0]
        return self.mapping.get(name, name)

    def container(
        self, saved: Row, before: ProcessSpec, after: ProcessSpec, *, is_root: bool = False
    ) -> Row:
        """Return the saved form of a case or of a part of it."""
        completed, interrupted, compensable, rows = saved
        undone = [self._entry(entry) for entry in compensable]
        kept = [row for row in rows if not self._is_dropped(row, before, after)]
        moved = [self._row(row, before, after) for row in kept]
        if is_root or rows:
            had = _waits(kept, before, interrupted=interrupted)
            known = {(parent, self.name(name)) for parent, name in had}
            moved += [
                self._born(parent, name)
                for parent, name in _waits(moved, after, interrupted=interrupted)
                if (parent, name) not in known
            ]
        return [completed, interrupted, undone, moved]

    def parts(self, parts: list[Row]) -> list[Row]:
        """Return the saved forms of everything running inside."""
        moved = []
        for host, name, container in sorted(parts, key=lambda part: int(part[0])):
            spec = self.hosts.get(host)
            after = (
                self.new.parts.get(spec.spec)
                if spec is not None and hasattr(spec, "spec")
                else None
            )
            if after is not None:
                moved.append(
                    [host, after.name, self.container(container, self.old.parts[name], after)]
                )
        return moved

    def _is_dropped(self, row: Row, before: ProcessSpec, after: ProcessSpec) -> bool:
        spec = before.task_specs.get(row[3])
        gone = self.name(row[3]) not in after.task_specs
        if not isinstance(spec, Boundary | Listener | OneOfSeveral):
            return False
        if not gone or "fired" in (row[4] or {}):
            return False
        if not spec.parts:  # its parts have tokens of their own
            self.dropped.append([spec.element_id, row[0]])
        return True

    def _row(self, row: Row, before: ProcessSpec, after: ProcessSpec) -> Row:
        key, parent, state, name, memory, triggered = row
        found = after.task_specs.get(self.name(name))
        spec = before.task_specs.get(name)
        if spec is None:
            found = self._elsewhere(self.name(name))
        if state & LIVE and spec is not None and spec.element is not None:
            self._compare(spec, found, memory or {})
        if found is not None:
            self.hosts[key] = found
        return [key, parent, state, self.name(name), self._memory(memory), triggered]

    def _elsewhere(self, name: str) -> Node | None:
        """Return what undoes an activity of a sub-process: it may run outside of it."""
        parts = self.new.parts.values()
        return next((part.task_specs[name] for part in parts if name in part.task_specs), None)

    def _compare(self, spec: Node, found: Node | None, memory: Mapping[str, Any]) -> None:
        assert spec.element is not None  # noqa: S101 - asked before
        if found is None or found.element is None:
            self._refuse(
                spec.element, "is where the case is, and the new version has nothing like it there"
            )
        elif type(found) is not type(spec) or _shape(found.element) != _shape(spec.element):
            self._refuse(
                spec.element,
                f"is another kind of element in the new version ({found.element.type})",
            )
        elif "via" in memory and not spec.manual and len(spec.incoming) > 1:
            flow = self.mapping.get(memory["via"], memory["via"])
            if flow not in found.incoming:
                self._refuse(
                    spec.element, f"waits for others to join, but {flow} no longer leads to it"
                )

    def _refuse(self, element: Element, why: str) -> None:
        called = " ".join(element.name.split()) or element.id
        self.problems.append(
            Problem(
                message=f"{called} {why}.", remedy="Map it to another element, or wait until the case has left it.",
                file=element.file, element=element.id, line=element.line, rule="migration",
            )
        )  # fmt: skip

    def _memory(self, memory: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if not memory:
            return None
        moved = dict(memory)
        for key in ("via", "start"):
            if key in moved:
                moved[key] = self.name(moved[key])
        for key in ("todo", "opened", "again"):
            if key in moved:
                moved[key] = [self.name(name) for name in moved[key]]
        for key in ("undo", UNDOES):
            if key in moved:
                moved[key] = [self._entry(entry) for entry in moved[key]]
        return moved

    def _entry(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        activity = self.name(entry["activity"])
        if UNDOES in entry:
            return self._undone_whole(entry, activity)
        specs = [
            part.task_specs[activity]
            for part in self.new.parts.values()
            if activity in part.task_specs
        ]
        if not any(spec.handler for spec in specs):
            element = self.old.elements[entry["activity"]]
            self._refuse(element, "is done and could no longer be undone in the new version")
        return {
            **entry,
            "activity": activity,
            "within": [self.name(name) for name in entry["within"]],
        }

    def _undone_whole(self, entry: Mapping[str, Any], activity: str) -> dict[str, Any]:
        """Return the entry of a sub-process that an event sub-process of its own undoes."""
        part = self.new.parts.get(activity)
        if part is None or part.undoing is None:
            element = self.old.elements[entry["activity"]]
            self._refuse(element, "is done and could no longer be undone in the new version")
        return {
            **entry,
            "activity": activity,
            "within": [self.name(name) for name in entry["within"]],
            UNDOES: [self._entry(inner) for inner in entry[UNDOES]],
        }

    def _born(self, parent: int, name: str) -> Row:
        self.last += 1
        return [self.last, parent, TaskState.FUTURE, name, None, False]


def _waits(rows: list[Row], spec: ProcessSpec, *, interrupted: bool) -> list[tuple[int, str]]:
    """Return the borders and event sub-processes of what is alive: parent token and name.

    Those that the old version has too are never begun again: they wait already, or have fired.
    """
    found = [
        (row[0], border.name)
        for row in rows
        if row[2] & LIVE and row[3] in spec.task_specs
        for border in spec.task_specs[row[3]].boundaries
        if border.waits
    ]
    root = next((row[0] for row in rows if row[3] == spec.start.name), None)
    if root is not None and not interrupted:
        found += [(root, listener.name) for listener in spec.listeners if listener.waits]
    return found


def _shape(element: Element) -> tuple[object, ...]:
    """Return what must stay the same beside the type: the loop, and which several events it has."""
    parts = element.event.parts if element.event else ()
    return (element.loop.kind if element.loop else "", *(part.kind for part in parts))
