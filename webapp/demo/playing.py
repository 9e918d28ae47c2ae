"""Plays the tales by a clock that runs from two years ago until now."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, count
from typing import TYPE_CHECKING

from engine import folders, worker
from engine.clock import ManualClock, SystemClock
from engine.commands.import_directory import import_directory
from engine.commands.mark_demo import mark_demo
from engine.commands.set_absence import set_absence
from engine.context import Context, open_engine
from engine.errors import DocketError
from engine.model.ids import SYSTEM, PersonId
from engine.queries import installation
from engine.scenarios.exchange import Exchange, make_connectors
from engine.scenarios.read import Scenario, Step, read_scenarios
from engine.scenarios.run import act, set_outside
from engine.scenarios.stages import Stage
from forms import FORMS
from webapp.demo.counts import list_counts
from webapp.demo.leave import LEAVES
from webapp.demo.offices import Office, find_offices
from webapp.demo.retold import retell
from webapp.demo.stocked import LiveStep, list_stocked_counts, play_live
from webapp.demo.tales import TALES

if TYPE_CHECKING:
    from webapp.cli.installation import Installation

#: When the first year begins, in days before today.
_DAYS = 730
_log = logging.getLogger(__name__)


@dataclass(kw_only=True)
class _Tale:
    """The steps of one case, and where it is played."""

    name: str
    steps: list[Step]
    stage: Stage
    broken: bool = False


def make_demo(
    place: "Installation",
    deploy: Callable[[Context], object],
    tell: Callable[[float], None] = lambda _: None,
) -> None:
    """Make the demo organisation and its cases on an empty database.

    Args:
        place: The installation.
        deploy: Puts the procedures into force; called two years back.
        tell: Told the share that is done, 0 to 1.
    """
    now = SystemClock().now()
    clock, exchange = ManualClock(now - timedelta(days=_DAYS)), Exchange()
    context = open_engine(
        place.database_url,
        forms=FORMS,
        secret=place.secret,
        clock=clock,
        # Files and mails for other systems stay in memory: a demonstration lets none out.
        connectors=make_connectors(exchange),
    )
    people = folders.read_organisation(folders.find_root())
    mark_demo(context, actor=SYSTEM)
    import_directory(context, actor=SYSTEM, directory=people)
    deploy(context)
    offices = find_offices(people)
    zones = {person: office.zone for person, office in offices.items()}
    tales = [
        _Tale(
            name=name,
            steps=steps,
            stage=Stage(context=context, clock=clock, exchange=exchange, zones=zones),
        )
        for name, steps in _list_tales(offices, now)
    ]
    _play(tales, context, clock, now, tell)
    _move(context, clock, now)
    _send_away(context, now.date())
    context.close()
    tell(1)


def _list_tales(offices: Mapping[str, Office], now: datetime) -> Iterator[tuple[str, list[Step]]]:
    for leave in LEAVES:
        steps = leave.list_steps(offices, now.date())
        yield f"leave of {leave.subject}", [step for step in steps if step.at and step.at < now]
    since = now.date() - timedelta(days=_DAYS)
    counts = list_counts(offices, since, now.date())
    for name, steps in chain(counts, list_stocked_counts(offices, since, now.date())):
        yield name, [step for step in steps if step.at and step.at < now]
    scenarios: dict[str, dict[str, Scenario]] = {}
    tellings = count(1)
    for tale in TALES:
        if tale.procedure not in scenarios:
            scenarios[tale.procedure] = _read_scenarios(tale.procedure)
        told = scenarios[tale.procedure][tale.scenario]
        for ago in tale.ago:
            yield tale.scenario, retell(told, ago, tale.cast, offices, now, next(tellings))


def _read_scenarios(procedure: str) -> dict[str, Scenario]:
    found = read_scenarios(folders.read_scenarios(folders.find_root(), procedure))
    return {scenario.file.removesuffix(".toml"): scenario for scenario in found}


def _play(
    tales: list[_Tale],
    context: Context,
    clock: ManualClock,
    now: datetime,
    tell: Callable[[float], None],
) -> None:
    entries = sorted(
        (step.at or now, index, number)
        for index, tale in enumerate(tales)
        for number, step in enumerate(tale.steps)
    )
    for done, (at, index, number) in enumerate(entries):
        tale = tales[index]
        if not tale.broken:
            _move(context, clock, at)
            _do(tale, tale.steps[number])
        tell(done / len(entries))


def _do(tale: _Tale, step: Step) -> None:
    """Play one step; a tale that cannot go on ends there, and the demonstration goes on without it."""
    set_outside(tale.stage.exchange, step)
    try:
        if isinstance(step, LiveStep):
            play_live(tale.stage, step)
        else:
            act(tale.stage, step)
    except DocketError as error:
        if step.refused:
            return
        tale.broken = True
        what = step.task or step.start or step.message or step.begun
        _log.warning("A demo case stops: %s, %s at %s: %s", tale.name, what, step.at, error)
    else:
        worker.run_due(tale.stage.context)


def _move(context: Context, clock: ManualClock, until: datetime) -> None:
    """Let time pass; every timer fires at its own time."""
    while (due := installation.find_next_due(context)) is not None and due <= until:
        clock.move_to(max(due, clock.now()))
        if worker.run_due(context) == 0:
            break
    clock.move_to(max(until, clock.now()))
    worker.run_due(context)


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
