"""What of the shared diagrams and tables the scenarios of all procedures reach together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.advance.model import SHARED
from engine.check.folder import Folder
from engine.check.scenario_rules import list_ends, list_flows, list_rules
from engine.errors import Problem
from engine.scenarios.coverage import Reached


@dataclass(frozen=True, kw_only=True, order=True)
class Part:
    """An end event, a flow out of a gateway, or a rule of a table."""

    #: ``end``, ``flow`` or ``rule``.
    kind: str
    #: Id of the event, the flow or the decision.
    id: str
    #: One-based number of the rule; 0 for others.
    rule: int = 0
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class SharedCoverage:
    """Parts of the shared files that a procedure uses, and those that its scenarios reach."""

    parts: frozenset[Part] = frozenset()
    reached: frozenset[Part] = frozenset()

    def count(self, kind: str) -> tuple[int, int]:
        """Count the parts of a kind: reached, and how many there are."""
        of_kind = {part for part in self.parts if part.kind == kind}
        return len(of_kind & self.reached), len(of_kind)


def cover_shared(folder: Folder, reached: Reached) -> SharedCoverage:
    """Return what a procedure uses of the shared files, and what its scenarios reach of it."""
    parts = frozenset(_list_parts(folder))
    hit = {
        "end": lambda part: part.id in reached.elements,
        "flow": lambda part: part.id in reached.flows,
        "rule": lambda part: (part.id, part.rule) in reached.rules,
    }
    return SharedCoverage(
        parts=parts, reached=frozenset(part for part in parts if hit[part.kind](part))
    )


def add_up_shared(found: Iterable[SharedCoverage]) -> SharedCoverage:
    """Add up what several procedures use and reach."""
    every = list(found)
    return SharedCoverage(
        parts=frozenset(part for one in every for part in one.parts),
        reached=frozenset(part for one in every for part in one.reached),
    )


def look_at_shared(cover: SharedCoverage) -> Iterator[Problem]:
    """Find parts of the shared files that no scenario of any procedure reaches."""
    for part in sorted(cover.parts - cover.reached):
        what = {
            "end": f"reaches the end event {part.id}",
            "flow": f"takes {part.id}",
            "rule": f"fires rule {part.rule} of the decision {part.id}",
        }
        yield Problem(
            file=part.file,
            line=part.line,
            element=part.id,
            message=f"No scenario of any procedure {what[part.kind]}.",
            remedy="Add one to a procedure that uses it.",
            rule="shared-not-reached",
        )


def _list_parts(folder: Folder) -> Iterator[Part]:
    if folder.definition is not None:
        for end in list_ends(folder, shared=True):
            element = folder.definition.elements[end]
            yield Part(kind="end", id=end, file=element.file, line=element.line)
        for key in list_flows(folder, shared=True):
            flow = folder.definition.flows[key]
            yield Part(kind="flow", id=key, file=flow.file, line=flow.line)
    for decision, numbers in list_rules(folder, shared=True).items():
        for number in numbers:
            yield Part(kind="rule", id=decision, rule=number, file=SHARED)
