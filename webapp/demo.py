"""A demo organisation: invented people, and a few cases made through the same commands as real ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine import folders, worker
from engine.clock import ManualClock, SystemClock
from engine.commands.add_attachment import add_attachment
from engine.commands.complete_task import complete_task
from engine.commands.create_account import create_account
from engine.commands.import_directory import import_directory
from engine.commands.mark_demo import mark_demo
from engine.commands.set_absence import set_absence
from engine.commands.start_instance import start_instance
from engine.context import Context, open_engine
from engine.errors import NotFoundError
from engine.model.calendar import add_working_days
from engine.model.directory import Calendar, Directory
from engine.model.ids import SYSTEM, InstanceId, PersonId
from engine.queries import directory, installation
from forms import FORMS
from webapp.settings import DemoAccount

if TYPE_CHECKING:
    from webapp.cli.installation import Installation

#: How far back the demo cases begin.
_DAYS = 75
_PDF = b"%PDF-1.4\n% a certificate of the demonstration\n%%EOF\n"


@dataclass(frozen=True, kw_only=True)
class Act:
    """Somebody finishes a task some working days after the case began."""

    element: str
    actor: str
    answers: Mapping[str, object] = field(default_factory=dict)
    files: Sequence[str] = ()
    after: int = 0


@dataclass(frozen=True, kw_only=True)
class Tale:
    """One demo case: who is absent, since when, for how long, and what was done."""

    procedure: str
    subject: str
    #: Calendar days before today on which it begins; moved to the next working day.
    ago: int
    #: Working days of absence.
    days: int
    reason: str = "ILLNESS"
    acts: Sequence[Act] = ()
    initiator: str = ""
    too_ill: bool = False


def _uncertified(
    subject: str,
    ago: int,
    days: int,
    reason: str = "ILLNESS",
    supervisor: str = "",
    decision: str = "APPROVE",
) -> Tale:
    acts = [
        Act(
            element="request_leave",
            actor=subject,
            answers={"action": "REQUEST", "kind": reason},
            after=days,
        )
    ]
    if supervisor:
        answers = {"decision": decision}
        if decision != "APPROVE":
            answers["decisionReason"] = "We need you that week; please speak with me."
        acts.append(Act(element="approve_leave", actor=supervisor, answers=answers, after=days + 1))
    return Tale(procedure="usl", subject=subject, ago=ago, days=days, reason=reason, acts=acts)


def _certified(subject: str, ago: int, days: int, supervisor: str = "") -> Tale:
    acts = [
        Act(
            element="request_certified_leave",
            actor=subject,
            answers={"action": "REQUEST"},
            files=("certificate",),
            after=1,
        )
    ]
    if supervisor:
        answers = {"decision": "APPROVE"}
        acts.append(
            Act(element="approve_certified_leave", actor=supervisor, answers=answers, after=2)
        )
    return Tale(procedure="csl_up_to_20", subject=subject, ago=ago, days=days, acts=acts)


#: Oldest first. The last ones leave work in the inboxes.
TALES: tuple[Tale, ...] = (
    _uncertified("brian", 74, 2),
    _certified("omar", 70, 10, "layla"),
    _uncertified("grace", 63, 1),
    _certified("brian", 56, 12, "daniel"),
    _uncertified("omar", 42, 3, "FAMILY_EMERGENCY", "layla"),
    _uncertified("hassan", 35, 2),
    _uncertified("daniel", 30, 1, "FAMILY_EMERGENCY", "miriam"),
    _certified("esther", 28, 5, "miriam"),
    _certified("brian", 21, 6, "daniel"),
    _uncertified("brian", 11, 3, "FAMILY_EMERGENCY", "daniel", "REFUSE"),
    _uncertified("nadia", 10, 2),
    Tale(procedure="usl", subject="hassan", ago=9, days=2),
    _uncertified("omar", 6, 2, "FAMILY_EMERGENCY"),
    _certified("grace", 5, 4),
    _uncertified("esther", 4, 1, "FAMILY_EMERGENCY"),
    Tale(
        procedure="csl_up_to_20", subject="brian", ago=3, days=8, initiator="joseph", too_ill=True
    ),
    Tale(procedure="usl", subject="omar", ago=1, days=1),
)


def make_demo(place: "Installation", tell: Callable[[float], None] = lambda _: None) -> None:
    """Make the demo organisation and its cases on an empty, deployed database.

    Args:
        place: The installation.
        tell: Told the share that is done, 0 to 1.
    """
    people = folders.read_organisation(folders.find_root())
    now = SystemClock().now()
    clock = ManualClock(now - timedelta(days=_DAYS))
    context = open_engine(place.database_url, forms=FORMS, secret=place.secret, clock=clock)
    mark_demo(context, actor=SYSTEM)
    import_directory(context, actor=SYSTEM, directory=people)
    entries = sorted(_plan(people, now.date()), key=lambda entry: entry[0])
    running: dict[int, InstanceId] = {}
    for number, (at, index, act) in enumerate(entries):
        if at >= now:
            continue
        _move(context, clock, at)
        if act is None:
            running[index] = _begin(context, TALES[index], people, at.date())
        else:
            _do(context, running[index], act, TALES[index], people, at.date())
        tell(number / len(entries))
    _move(context, clock, now)
    today = now.date()
    set_absence(
        context,
        actor=SYSTEM,
        person=PersonId("layla"),
        substitute=PersonId("tarek"),
        first_day=today,
        last_day=today + timedelta(days=21),
    )
    context.close()
    tell(1)


def _plan(people: Directory, today: date) -> list[tuple[datetime, int, Act | None]]:
    """List what happens when: each case's beginning, then its acts at their working days."""
    entries: list[tuple[datetime, int, Act | None]] = []
    for index, tale in enumerate(TALES):
        calendar, zone = _office(people, tale.subject)
        first = add_working_days(today - timedelta(days=tale.ago + 1), 1, calendar)
        entries.append((_morning(first, 8, zone), index, None))
        for number, act in enumerate(tale.acts):
            day = add_working_days(first, act.after, calendar)
            entries.append((_morning(day, 9 + number, zone), index, act))
    return entries


def _office(people: Directory, person: str) -> tuple[Calendar, ZoneInfo]:
    unit_id = next(entry.unit for entry in people.people if entry.id == person)
    unit = next(entry for entry in people.units if entry.id == unit_id)
    calendar = next(entry for entry in people.calendars if entry.id == unit.calendar)
    return calendar, ZoneInfo(unit.zone)


def _morning(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour, 10), zone).astimezone(UTC)


def _move(context: Context, clock: ManualClock, until: datetime) -> None:
    """Let time pass; every timer fires at its own time."""
    while (due := installation.find_next_due(context)) is not None and due <= until:
        clock.move_to(max(due, clock.now()))
        if worker.run_due(context) == 0:
            break
    clock.move_to(max(until, clock.now()))
    worker.run_due(context)


def _last_day(tale: Tale, people: Directory, first: date) -> date:
    calendar, _ = _office(people, tale.subject)
    return add_working_days(first, tale.days - 1, calendar)


def _begin(context: Context, tale: Tale, people: Directory, first: date) -> InstanceId:
    started = start_instance(
        context,
        actor=PersonId(tale.initiator or tale.subject),
        process_id=tale.procedure,
        subject=tale.subject,
        submission={
            "reason": tale.reason,
            "absenceFirstDay": first.isoformat(),
            "absenceLastDay": _last_day(tale, people, first).isoformat(),
            "channel": "PHONE" if tale.initiator else "SELF",
            "tooIll": tale.too_ill,
        },
    )
    return started.instance


def _do(
    context: Context, case: InstanceId, act: Act, tale: Tale, people: Directory, today: date
) -> None:
    waiting = installation.find_open_task(context, instance=case, element=act.element)
    if waiting is None:
        message = f"The demo case of {tale.subject} does not wait for {act.element}."
        raise NotFoundError(message)
    answers = dict(act.answers)
    if answers.get("action") == "REQUEST":
        calendar, _ = _office(people, tale.subject)
        first = add_working_days(today, -act.after, calendar)
        answers["firstDay"] = first.isoformat()
        answers["lastDay"] = _last_day(tale, people, first).isoformat()
    for name in act.files:
        reference = add_attachment(
            context,
            actor=PersonId(act.actor),
            subject=PersonId(tale.subject),
            name=f"{name}.pdf",
            media_type="application/pdf",
            data=_PDF,
        )
        answers[name] = [reference]
    complete_task(context, actor=PersonId(act.actor), task=waiting, submission=answers)


def set_passwords(context: Context, password: str) -> None:
    """Give every demo account the password."""
    for person in _list_people(context):
        create_account(context, actor=SYSTEM, person=person.id, password=password, demo=True)


def list_accounts(context: Context) -> tuple[DemoAccount, ...]:
    """List the demo accounts with what each person does."""
    return tuple(
        DemoAccount(
            email=person.email,
            name=person.name,
            description=", ".join([*_titles(person), person.unit_name]),
        )
        for person in _list_people(context)
    )


def _list_people(context: Context) -> Sequence[directory.PersonView]:
    names = directory.list_people(context, per_page=1000).rows
    return [directory.get_person(context, person=name.id) for name in names]


def _titles(person: directory.PersonView) -> list[str]:
    titles = [held.title for held in person.roles if held.role != "staff_member"]
    return titles or ["Staff member"]
