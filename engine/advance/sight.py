"""Which cases somebody may see: those that they have to do with, and those that they follow."""

from collections.abc import Iterator
from dataclasses import replace

from engine.advance.model import list_latest
from engine.context import Work
from engine.model.access import Reach, reach_of
from engine.model.procedure import Procedure
from engine.model.roster import find_role


def sight_of(work: Work, person: str) -> Reach:
    """Return what a person can get hold of today, with the cases that they follow.

    Who follows a case is said by the newest version of its procedure, whichever it runs on.
    """
    able = reach_of(work.roster, person, work.today)
    if able.everything:
        return able
    found = [
        pair for _, model in list_latest(work) for pair in _follow(work, model.procedure, able)
    ]
    return replace(able, followed=tuple(dict.fromkeys(found)))


def _follow(work: Work, procedure: Procedure, able: Reach) -> Iterator[tuple[str, str]]:
    """Find the offices whose cases of a procedure somebody follows; empty for every office."""
    for name in procedure.followers:
        role = find_role(work.roster, name)
        if role is not None:
            offices = [unit for held, unit in able.roles if held == role.id]
            wide = role.organisation_wide
            yield from ((procedure.id, "" if wide else office) for office in offices)
