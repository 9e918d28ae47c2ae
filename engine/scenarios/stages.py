"""Where scenarios are played: an engine with people and procedures, as new for each of them.

What scenarios have in common is made once: the people and the procedures that several of them
start are copied from a finished database, and everything that is read from a procedure's files is
shared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.clock import ManualClock
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.context import Context, DatabaseClock, use_database
from engine.model.directory import Directory
from engine.model.forms import Forms
from engine.model.ids import SYSTEM, InstanceId
from engine.scenarios import goods
from engine.scenarios.exchange import Exchange, make_connectors
from engine.scenarios.parameters import change_parameters
from engine.scenarios.read import Scenario
from engine.store import jobs
from engine.store.migration import copy_out, open_in_memory, put_back

#: Not a secret: the database of a scenario lives in memory and holds made-up people.
_KEY = b"a scenario keeps nothing to itself"
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(kw_only=True)
class Stage:
    """Where a scenario is played: an engine of its own, and the cases so far."""

    context: Context
    clock: ManualClock
    exchange: Exchange
    #: Time zone of each person's office.
    zones: Mapping[str, ZoneInfo]
    cases: dict[str, InstanceId] = field(default_factory=dict)
    #: Zone of whoever acted last, for steps in which only time passes.
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


class Stages:
    """Sets up one stage after the other; setting up the next one takes the last one down."""

    def __init__(
        self, procedures: Mapping[str, Mapping[str, bytes]], directory: Directory, forms: Forms
    ) -> None:
        """Take what scenarios are played with.

        Args:
            procedures: Files of every procedure that a scenario may start, by name.
            directory: The people.
            forms: Checks what they submit.
        """
        self._procedures = procedures
        zones = {unit.id: ZoneInfo(unit.zone) for unit in directory.units}
        self._zones = {person.id: zones[person.unit] for person in directory.people}
        clock = ManualClock(_BEGINNING)
        self._context = use_database(open_in_memory(), forms=forms, secret=_KEY, clock=clock)
        import_directory(self._context, actor=SYSTEM, directory=directory)
        self._people = copy_out(self._context.database)
        #: Finished databases, by the procedures in force and their changed parameters.
        self._ready: dict[str, bytes] = {}

    def set_up(self, scenario: Scenario) -> Stage:
        """Return a stage with the people, and with the procedures that a scenario starts.

        Raises:
            ModelError: If a procedure cannot be deployed, or has no such parameter.
            ExpressionError: If the time of a start event cannot be worked out.
        """
        starts = {step.start or step.begun for step in scenario.steps}
        names = sorted(starts.union(scenario.procedures) - {""})
        if any(step.stock for step in scenario.steps):
            names.append(goods.NAME)
        beginning = self._prepare(names, scenario)
        clock, exchange = ManualClock(beginning), Exchange()
        connectors = make_connectors(exchange)
        context = replace(self._context, clock=DatabaseClock(clock), connectors=connectors)
        return Stage(context=context, clock=clock, exchange=exchange, zones=self._zones)

    def _prepare(self, names: list[str], scenario: Scenario) -> datetime:
        """Put procedures into force, and return since when they are.

        Those that the clock starts come into force the day before the first step: a scenario is
        not to live through the years before it.
        """
        beginnings = [_BEGINNING]
        first = scenario.steps[0].at if scenario.steps else None
        if first is not None:
            beginnings.append(datetime.combine(first, time(), UTC) - timedelta(days=1))
        for beginning in beginnings:
            key = repr((names, sorted(scenario.parameters.items()), beginning))
            if key not in self._ready:
                self._ready[key] = self._deploy(names, scenario.parameters, beginning)
            put_back(self._context.database, self._ready[key])
            with self._context.database.reading() as transaction:
                if jobs.find_next_due(transaction) is None:
                    return beginning
        return beginnings[-1]

    def _deploy(
        self, names: list[str], parameters: Mapping[str, object], beginning: datetime
    ) -> bytes:
        put_back(self._context.database, self._people)
        context = replace(self._context, clock=DatabaseClock(ManualClock(beginning)))
        needed = {name: self._procedures[name] for name in names if name != goods.NAME}
        changed = change_parameters(needed, parameters)
        if goods.NAME in names:
            changed[goods.NAME] = goods.make_files()
        for files in changed.values():
            deploy_procedure(context, actor=SYSTEM, files=files)
        return copy_out(self._context.database)

    def close(self) -> None:
        """Take the last stage down."""
        self._context.close()
