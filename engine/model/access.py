"""Who may do and see what. Pure: the directory, the task and the day go in, a reason comes out.

A task may be done by its assignee, by a person named as candidate, by whoever holds a candidate
role in the unit that was found when the task came up, and by the substitute of any of these while
they are away. Whoever completed an element that the task excludes (four eyes) may not, neither in
their own name nor through or for somebody else.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.model.directory import RELATIONS
from engine.model.ids import SYSTEM
from engine.model.procedure import SUBJECT, Procedure
from engine.model.roster import (
    Roster,
    find_related,
    find_role,
    is_active,
    list_holders,
    list_represented,
    list_roles_held,
    list_units_upwards,
)

#: Roles of the platform itself.
ADMINISTRATOR = "administrator"
AUDITOR = "auditor"
PROCESS_OWNER = "process_owner"
#: Programs of other systems that do the work of service tasks.
INTEGRATION = "integration"


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Who may do a task: a role in a unit, or a person."""

    role: str = ""
    unit: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What a person can get hold of on a day: in whose name, and through which roles."""

    #: Themselves first, then those for whom they stand in.
    people: tuple[str, ...]
    #: Roles of all of them, as role and unit.
    roles: tuple[tuple[str, str], ...]
    #: Auditors and administrators see every case.
    everything: bool
    #: Cases that they may see without a task: procedure and office; an empty office is any.
    followed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Why somebody may do a task."""

    kind: Literal["assigned", "role", "named"]
    role: str = ""
    unit: str = ""
    #: The person for whom they stand in; empty when it is their own.
    on_behalf_of: str = ""


@dataclass(frozen=True, kw_only=True)
class Doer:
    """Who finished a task."""

    element: str
    person: str
    #: Person for whom they stood in; empty when nobody.
    on_behalf_of: str = ""


def find_ground(
    roster: Roster,
    day: date,
    person: str,
    *,
    assignee: str,
    candidates: Collection[Candidate],
) -> Ground | None:
    """Return why a person may do a task, in their own name first, or null when they may not.

    Args:
        roster: The directory.
        day: The day, where the case is.
        person: Who wants to do it.
        assignee: Who has it; empty when nobody.
        candidates: Who may take it while nobody has it.
    """
    if not is_active(roster, person):
        return None
    for acting_for in ("", *list_represented(roster, person, day)):
        ground = _own_ground(roster, day, acting_for or person, assignee, candidates)
        if ground is not None:
            kind, role, unit = ground
            return Ground(kind=kind, role=role, unit=unit, on_behalf_of=acting_for)
    return None


_Found = tuple[Literal["assigned", "role", "named"], str, str]


def _own_ground(
    roster: Roster, day: date, person: str, assignee: str, candidates: Collection[Candidate]
) -> _Found | None:
    if assignee:
        return ("assigned", "", "") if assignee == person else None
    if any(candidate.person == person for candidate in candidates):
        return "named", "", ""
    held = set(list_roles_held(roster, person, day))
    for candidate in candidates:
        if (candidate.role, candidate.unit) in held:
            return "role", candidate.role, candidate.unit
    return None


def find_excluding(
    person: str, on_behalf_of: str, doers: Sequence[Doer], elements: Collection[str]
) -> Doer | None:
    """Return the earlier deed that keeps a person from a task by four eyes, or null.

    Args:
        person: Who wants to act.
        on_behalf_of: For whom; empty when in their own name.
        doers: Who finished what in this case.
        elements: The elements whose doers are excluded.
    """
    acting = {person, on_behalf_of} - {""}
    for doer in doers:
        if doer.element in elements and acting & ({doer.person, doer.on_behalf_of} - {""}):
            return doer
    return None


def reach_of(roster: Roster, person: str, day: date) -> Reach:
    """Return what a person can get hold of on a day."""
    people = (person, *list_represented(roster, person, day))
    held = [pair for identity in people for pair in list_roles_held(roster, identity, day)]
    return Reach(
        people=people,
        roles=tuple(dict.fromkeys(held)),
        everything=is_administrator(roster, person, day) or is_auditor(roster, person, day),
    )


def has_role(roster: Roster, person: str, role: str, day: date) -> bool:
    """Tell whether a person holds a role in any unit on a day, in their own name."""
    return any(held == role for held, _ in list_roles_held(roster, person, day))


def is_administrator(roster: Roster, person: str, day: date) -> bool:
    """Tell whether a person may repair cases, people and accounts."""
    return person == SYSTEM or has_role(roster, person, ADMINISTRATOR, day)


def is_auditor(roster: Roster, person: str, day: date) -> bool:
    """Tell whether a person may see every case and its record."""
    return person == SYSTEM or has_role(roster, person, AUDITOR, day)


def is_process_owner(roster: Roster, person: str, day: date) -> bool:
    """Tell whether a person may change procedures."""
    return person == SYSTEM or has_role(roster, person, PROCESS_OWNER, day)


def may_work_outside(roster: Roster, person: str, day: date) -> bool:
    """Tell whether a program may take the jobs of service tasks and answer them."""
    return is_administrator(roster, person, day) or has_role(roster, person, INTEGRATION, day)


def holds_for_unit(roster: Roster, person: str, role_name: str, unit: str, day: date) -> bool:
    """Tell whether a person holds a role for a unit: in it, above it, or for the organisation."""
    role = find_role(roster, role_name)
    if role is None:
        return False
    if role.organisation_wide and has_role(roster, person, role.id, day):
        return True
    return any(
        person in list_holders(roster, role.id, above.id, day)
        for above in list_units_upwards(roster, unit)
    )


def may_start(roster: Roster, procedure: Procedure, person: str, day: date) -> bool:
    """Tell whether a person may begin a case of a procedure for themselves."""
    if not procedure.startable or not is_active(roster, person):
        return False
    held = {role for role, _ in list_roles_held(roster, person, day)}
    wanted = [find_role(roster, name) for name in procedure.start_roles]
    return not procedure.start_roles or any(role and role.id in held for role in wanted)


def may_start_for(
    roster: Roster, procedure: Procedure, person: str, subject: str, day: date
) -> bool:
    """Tell whether a person may begin a case of a procedure that concerns a subject."""
    if not procedure.startable or not is_active(roster, person):
        return False
    if person == subject:
        return may_start(roster, procedure, person, day)
    return stands_to(roster, procedure.start_for_others, person, subject, day)


def may_start_for_anybody(roster: Roster, procedure: Procedure, person: str, day: date) -> bool:
    """Tell whether there may be somebody for whom a person may begin a case of a procedure."""
    if not procedure.startable or not is_active(roster, person):
        return False
    held = {role for role, _ in list_roles_held(roster, person, day)}
    roles = [find_role(roster, name) for name in procedure.start_for_others]
    if any(role is not None and role.id in held for role in roles):
        return True
    return any(
        item.relation in procedure.start_for_others and item.valid_from <= day
        for item in roster.related.get(person, ())
    )


def stands_to(roster: Roster, names: Collection[str], person: str, subject: str, day: date) -> bool:
    """Tell whether a person is to a subject what one of the names says.

    Args:
        roster: The directory.
        names: Roles (held for the subject's unit), relations such as ``supervisor``, or `SUBJECT`.
        person: Who is asked about.
        subject: Whom it concerns.
        day: The day.
    """
    unit = roster.people[subject].unit if subject in roster.people else ""
    return any(_stands_as(roster, name, person, subject, unit, day) for name in names)


def _stands_as(roster: Roster, name: str, person: str, subject: str, unit: str, day: date) -> bool:
    if name == SUBJECT:
        return person == subject
    if name in RELATIONS and find_related(roster, subject, name, day) == person:
        return True
    return holds_for_unit(roster, person, name, unit, day)
