"""Plays the tales by a clock that runs from two years ago until now."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine import folders, worker
from engine.clock import ManualClock, SystemClock
from engine.commands.add_attachment import add_attachment
from engine.commands.complete_task import complete_task
from engine.commands.import_directory import import_directory
from engine.commands.mark_demo import mark_demo
from engine.commands.publish_message import publish_message
from engine.commands.set_absence import set_absence
from engine.commands.start_instance import start_instance
from engine.context import Context, open_engine
from engine.errors import DocketError, NotFoundError
from engine.model.calendar import add_working_days
from engine.model.directory import Calendar, Directory
from engine.model.ids import SYSTEM, InstanceId, PersonId
from engine.queries import installation
from forms import FORMS
from webapp.demo import leave
from webapp.demo.tales import Act, Begin, Day, Finish, PickUp, Tale, Tell

if TYPE_CHECKING:
    from webapp.cli.installation import Installation

TALES: tuple[Tale, ...] = (*leave.TALES,)

#: When the first year begins, in days before today.
_DAYS = 730
_PDF = b"%PDF-1.4\n% a paper of the demonstration\n%%EOF\n"
_log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class _Stage:
    """Where the tales are played."""

    context: Context
    clock: ManualClock
    people: Directory
    #: Cases by the place of their tale.
    cases: dict[int, InstanceId] = field(default_factory=dict)
    #: Tales that could not go on.
    broken: set[int] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True, order=True)
class _Entry:
    """What happens when."""

    at: datetime
    tale: int
    number: int
    act: Act = field(compare=False)


def make_demo(
    place: "Installation",
    deploy: Callable[[Context], object],
    tell: Callable[[float], None] = lambda _: None,
) -> int:
    """Make the demo organisation and its cases on an empty database.

    Args:
        place: The installation.
        deploy: Puts the procedures into force; called two years back.
        tell: Told the share that is done, 0 to 1.

    Returns:
        How many tales could not be told to their end.
    """
    now = SystemClock().now()
    clock = ManualClock(now - timedelta(days=_DAYS))
    context = open_engine(place.database_url, forms=FORMS, secret=place.secret, clock=clock)
    people = folders.read_organisation(folders.find_root())
    stage = _Stage(context=context, clock=clock, people=people)
    mark_demo(context, actor=SYSTEM)
    import_directory(context, actor=SYSTEM, directory=people)
    deploy(context)
    entries = [entry for entry in sorted(_plan(people, now.date())) if entry.at < now]
    for number, entry in enumerate(entries):
        _move(stage, entry.at)
        _play(stage, entry)
        tell(number / len(entries))
    _move(stage, now)
    _send_away(context, now.date())
    context.close()
    tell(1)
    return len(stage.broken)


def _plan(people: Directory, today: date) -> list[_Entry]:
    """List what happens when: each act on its working day, some minutes after the one before."""
    entries = []
    for index, tale in enumerate(TALES):
        calendar, zone = _office(people, tale.office)
        first = add_working_days(today - timedelta(days=tale.ago + 1), 1, calendar)
        for number, act in enumerate(tale.acts(_days(first, calendar))):
            day = _days(first, calendar)(act.after)
            at = _morning(day, zone) + timedelta(minutes=index % 17 + 20 * number)
            entries.append(_Entry(at=at, tale=index, number=number, act=act))
    return entries


def _days(first: date, calendar: Calendar) -> Day:
    return lambda number: add_working_days(first, number, calendar) if number else first


def _office(people: Directory, person: str) -> tuple[Calendar, ZoneInfo]:
    unit_id = next(entry.unit for entry in people.people if entry.id == person)
    unit = next(entry for entry in people.units if entry.id == unit_id)
    calendar = next(entry for entry in people.calendars if entry.id == unit.calendar)
    return calendar, ZoneInfo(unit.zone)


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(8, 10), zone).astimezone(UTC)


def _move(stage: _Stage, until: datetime) -> None:
    """Let time pass; every timer fires at its own time."""
    context, clock = stage.context, stage.clock
    while (due := installation.find_next_due(context)) is not None and due <= until:
        clock.move_to(max(due, clock.now()))
        if worker.run_due(context) == 0:
            break
    clock.move_to(max(until, clock.now()))
    worker.run_due(context)


def _play(stage: _Stage, entry: _Entry) -> None:
    """Play one act; a tale that cannot go on ends there, and the demonstration goes on without it."""
    if entry.tale in stage.broken:
        return
    try:
        _PLAY[type(entry.act)](stage, entry.tale, entry.act)
    except DocketError as error:
        stage.broken.add(entry.tale)
        _log.warning("A demo case stops on %s at %s: %s", entry.at.date(), entry.act, error)


def _begin(stage: _Stage, tale: int, act: Begin) -> None:
    subject = act.subject or act.actor
    started = start_instance(
        stage.context,
        actor=PersonId(act.actor),
        process_id=act.procedure,
        subject=subject,
        submission=_answers(stage, act, subject),
    )
    stage.cases[tale] = started.instance
    worker.run_due(stage.context)


def _finish(stage: _Stage, tale: int, act: Finish) -> None:
    case = _get_case(stage, tale)
    waiting = installation.find_open_task(stage.context, instance=case, element=act.element)
    if waiting is None:
        message = f"The case does not wait for {act.element}."
        raise NotFoundError(message)
    submission = _answers(stage, act, installation.get_subject(stage.context, instance=case))
    complete_task(stage.context, actor=PersonId(act.actor), task=waiting, submission=submission)
    worker.run_due(stage.context)


def _tell(stage: _Stage, tale: int, act: Tell) -> None:
    published = publish_message(
        stage.context,
        actor=SYSTEM,
        name=act.message,
        correlation_key=act.key,
        variables=dict(act.variables),
    )
    if published.instance is not None:
        stage.cases[tale] = published.instance
    worker.run_due(stage.context)


def _pick_up(stage: _Stage, tale: int, act: PickUp) -> None:
    found = installation.find_newest_case(stage.context, process_id=act.procedure, unit=act.unit)
    if found is None:
        message = f"No case of {act.procedure} has begun in {act.unit}."
        raise NotFoundError(message)
    stage.cases[tale] = found


def _get_case(stage: _Stage, tale: int) -> InstanceId:
    if tale not in stage.cases:
        message = "No case has begun for this tale."
        raise NotFoundError(message)
    return stage.cases[tale]


_PLAY: Mapping[type, Callable[..., None]] = {
    Begin: _begin,
    Finish: _finish,
    Tell: _tell,
    PickUp: _pick_up,
}


def _answers(stage: _Stage, act: Begin | Finish, subject: str) -> dict[str, object]:
    """Return the answers as a page sends them, with a paper in each file field."""
    answers = {name: _sent(value) for name, value in act.answers.items()}
    for name in act.files:
        reference = add_attachment(
            stage.context,
            actor=PersonId(act.actor),
            subject=PersonId(subject),
            name=f"{name}.pdf",
            media_type="application/pdf",
            data=_PDF,
        )
        answers[name] = [reference]
    return answers


def _sent(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case Mapping():
            return {name: _sent(one) for name, one in value.items()}
        case Sequence() if not isinstance(value, str):
            return [_sent(one) for one in value]
        case _:
            return value


def _send_away(context: Context, today: date) -> None:
    """Let somebody be away, with a substitute."""
    set_absence(
        context,
        actor=SYSTEM,
        person=PersonId("layla"),
        substitute=PersonId("tarek"),
        first_day=today,
        last_day=today + timedelta(days=21),
    )
