"""Name who stands in for somebody."""

from datetime import date

from engine.context import Context
from engine.model.ids import PersonId


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
    raise NotImplementedError
