"""What a person reads before running cases are moved to another version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.errors import Problem
from engine.model.ids import InstanceId


@dataclass(frozen=True, kw_only=True)
class ElementChange:
    """An element that is not the same in both versions."""

    element: str
    #: What the diagram calls it; its id when it has no name.
    name: str
    kind: Literal["removed", "renamed", "changed", "added"]
    #: Id in the new version, for what is renamed.
    target: str = ""
    #: What differs, such as ``form`` and ``lane``, for what is changed or renamed.
    what: tuple[str, ...] = ()
    #: Element of the new version that looks like one that is removed: worth mapping to.
    suggestion: str = ""
    #: For what is removed or renamed: ids and names of the elements of its kind in the new version.
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class VersionPlan:
    """How the cases of one version move."""

    version: int
    #: Cases that are under way on it, those of other pages included.
    cases: int
    #: Ids of this version that the plan renames.
    mapping: Mapping[str, str]
    changes: tuple[ElementChange, ...]
    #: Variables that the new version uses and this one never writes.
    variables: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseOutlook:
    """What becomes of one case, found by trying it without writing anything."""

    instance: InstanceId
    business_key: str
    version: int
    #: Why it cannot move; none when it can.
    problems: tuple[Problem, ...]
    #: What an administrator must look at afterwards: tokens that would stand still, variables that
    #: the new version uses and the case does not have.
    warnings: tuple[str, ...]

    @property
    def movable(self) -> bool:
        """True when it can move."""
        return not self.problems


@dataclass(frozen=True, kw_only=True)
class MigrationPlan:
    """How running cases of a procedure move to a version."""

    process_id: str
    version: int
    #: What is wrong with the plan itself: nothing can move until it is put right.
    problems: tuple[Problem, ...]
    #: The other versions that have running cases, newest first.
    versions: tuple[VersionPlan, ...]
    #: Their cases, oldest first.
    cases: tuple[CaseOutlook, ...]
    #: Where the next page begins; empty on the last one.
    next: str = ""

    @property
    def movable(self) -> tuple[CaseOutlook, ...]:
        """The cases that can move."""
        return () if self.problems else tuple(case for case in self.cases if case.movable)

    def mapping_of(self, version: int) -> Mapping[str, str]:
        """Return the mapping for the cases of a version."""
        return next((one.mapping for one in self.versions if one.version == version), {})
