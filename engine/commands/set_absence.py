"""Name who stands in for somebody."""

from datetime import date

from engine.context import Context, Work, change_world, writing
from engine.errors import NotAllowedError, RefusedError
from engine.model.access import is_administrator
from engine.model.directory import Absence
from engine.model.ids import PersonId
from engine.model.roster import find_related, get_person
from engine.store import authority


def set_absence(
    context: Context,
    *,
    actor: PersonId,
    person: PersonId,
    substitute: PersonId,
    first_day: date,
    last_day: date,
) -> None:
    """Let another person act for somebody from the first day to the last, both included.

    Raises:
        NotFoundError: If there is no such person.
        NotAllowedError: If the actor is neither the person, their supervisor nor an administrator.
        RefusedError: If the days are the wrong way round, or the two are the same person.
    """
    with writing(context) as work:
        for one in (person, substitute):
            get_person(work.roster, one)
        _require_right(work, actor, person)
        if first_day > last_day or person == substitute:
            message = (
                "The last day must not be before the first, and nobody stands in for themselves."
            )
            raise RefusedError(message)
        absence = Absence(
            person=person, substitute=substitute, first_day=first_day, last_day=last_day
        )
        authority.save_absence(work.transaction, absence)
        change_world(work, directory=True)


def _require_right(work: Work, actor: PersonId, person: PersonId) -> None:
    supervisor = find_related(work.roster, person, "supervisor", work.today)
    if actor not in {person, supervisor} and not is_administrator(work.roster, actor, work.today):
        message = "Only the person, their supervisor or an administrator may set an absence."
        raise NotAllowedError(message)
