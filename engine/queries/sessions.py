"""Who is signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.context import Context, Work, reading, writing
from engine.model.access import is_administrator, is_auditor, is_process_owner
from engine.model.ids import PersonId
from engine.model.office_access import list_register_units, list_stock_units
from engine.model.roster import get_person, get_unit
from engine.store import sessions
from engine.store.sessions import Session

#: A session in use is written down at most this often.
_TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """A session that is still good."""

    person: PersonId
    name: str
    email: str
    language: str
    #: IANA time zone of the person's duty station.
    zone: str
    #: Platform rights that they hold today.
    is_administrator: bool
    is_auditor: bool
    is_process_owner: bool
    #: They work with the stock of some office.
    sees_stock: bool
    #: They answer for the numbers of some office's documents.
    sees_register: bool
    expires_at: datetime


def find_session(context: Context, *, token: str) -> SessionView | None:
    """Return the session of a token, or null when it is unknown, expired, revoked or idle too long.

    Using a session keeps it from going idle.
    """
    with reading(context) as work:
        found = sessions.find_session(
            work.transaction, token, now=work.now, idle=context.settings.session_idle
        )
        view = _view(work, found) if found else None
        stale = found is not None and work.now - found.seen_at > _TOUCH_EVERY
    if stale:
        with writing(context) as work:
            sessions.touch_session(work.transaction, token, work.now)
    return view


def _view(work: Work, session: Session) -> SessionView:
    person = get_person(work.roster, session.person)
    return SessionView(
        person=session.person,
        name=person.name,
        email=person.email,
        language=person.language,
        zone=get_unit(work.roster, person.unit).zone,
        is_administrator=is_administrator(work.roster, person.id, work.today),
        is_auditor=is_auditor(work.roster, person.id, work.today),
        is_process_owner=is_process_owner(work.roster, person.id, work.today),
        sees_stock=bool(list_stock_units(work.roster, person.id, work.today)),
        sees_register=bool(list_register_units(work.roster, person.id, work.today)),
        expires_at=session.ends_at,
    )
