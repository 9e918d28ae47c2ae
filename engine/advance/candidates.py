"""Who may take a task that has come up: found once, when it does, and kept with it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine.model.access import Candidate, Doer, find_excluding
from engine.model.directory import Role
from engine.model.events import UserTaskCreated
from engine.model.ids import SYSTEM
from engine.model.roster import Roster, find_role, find_unit_with, is_active, list_holders


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Who has or may take a task."""

    #: Empty when nobody has it yet.
    assignee: str
    candidates: tuple[Candidate, ...]
    #: Why nobody can do it, and what to do about it; empty when somebody can.
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Need:
    """What the diagram and the case say about who should do a task."""

    task: UserTaskCreated
    #: Name of the element's lane; counts when nothing else names anybody.
    lane: str
    #: Unit of the case.
    unit: str
    initiator: str
    #: Who has done what it excludes (four eyes).
    doers: Sequence[Doer]
    #: Elements whose doers it excludes.
    excluding: Collection[str]


def assign(roster: Roster, need: Need, day: date) -> Assignment:
    """Find who has or may take a task."""
    task = need.task
    if task.assignee:
        return _to_person(roster, need)
    groups = task.candidate_groups or (() if task.candidate_users else _lane_role(roster, need))
    users = task.candidate_users or (() if groups else (need.initiator,))
    named = [Candidate(person=user) for user in users if is_active(roster, user) or user == SYSTEM]
    held: list[Candidate] = []
    missing: list[str] = []
    for group in groups:
        role = find_role(roster, group)
        unit = None if role is None else find_unit_with(roster, role, need.unit, day)
        if role is None or unit is None:
            missing.append(_missing(roster, group, role, need.unit))
        else:
            held += [Candidate(role=role.id, unit=place) for place in _places(roster, role, unit)]
    candidates = (*named, *held)
    if not candidates:
        problem = " ".join(missing) or f"Nobody of {', '.join(users)} is active in the directory."
        remedy = "Complete the directory and retry, or assign the task to somebody."
        return Assignment(assignee="", candidates=(), problem=f"{problem} {remedy}")
    able = [person for person in _people(roster, candidates, day) if _allowed(need, person)]
    return Assignment(
        assignee="", candidates=candidates, problem="" if able else _excluded("everybody")
    )


def _to_person(roster: Roster, need: Need) -> Assignment:
    person = need.task.assignee
    named = tuple(Candidate(person=user) for user in need.task.candidate_users)
    if not is_active(roster, person) and person != SYSTEM:
        problem = (
            f"The directory knows no active person {person}, who should do this. "
            "Complete the directory and retry, or assign the task to somebody."
        )
    else:
        problem = "" if _allowed(need, person) else _excluded(person)
    return Assignment(assignee=person, candidates=named, problem=problem)


def _lane_role(roster: Roster, need: Need) -> tuple[str, ...]:
    role = find_role(roster, need.lane) if need.lane else None
    return () if role is None else (role.id,)


def _places(roster: Roster, role: Role, unit: str) -> list[str]:
    if not role.organisation_wide:
        return [unit]
    return sorted({place for held, place in roster.held if held == role.id})


def _people(roster: Roster, candidates: Sequence[Candidate], day: date) -> Iterator[str]:
    for candidate in candidates:
        if candidate.person:
            yield candidate.person
        else:
            yield from list_holders(roster, candidate.role, candidate.unit, day)


def _allowed(need: Need, person: str) -> bool:
    return find_excluding(person, "", need.doers, need.excluding) is None


def _missing(roster: Roster, group: str, role: Role | None, unit: str) -> str:
    if role is None:
        return f"The directory knows no role {group}."
    place = roster.units[unit].name if unit in roster.units else unit or "the case's unit"
    return f"Nobody holds the role {role.title} in {place} or above it."


def _excluded(who: str) -> str:
    return (
        f"Four eyes: {who} who could do this did an earlier step of the case. "
        "Give the role to another person and retry, or assign the task to somebody else."
    )
