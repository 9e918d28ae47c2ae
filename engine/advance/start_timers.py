"""Start events that the clock fires: armed when a version comes into force, armed again each time.

The job of a version that is no longer the newest lapses when it is due. Days are counted in UTC:
such a case concerns no duty station yet. A start event with the property ``startFor`` begins a case
for each person that its expression lists (such as the heads of all offices), and for nobody when
the list is empty; each of them in a transaction of its own.

A case that the clock begins is told the instant that it was planned for, by the variable
``plannedAt``: after a stop every start that was missed is made up for, and a period or a limit is
worked out from its planned day, while ``today()`` stays the day on which people get the work.
"""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from engine import feel, spiff
from engine.advance.begin import NOWHERE
from engine.advance.model import Model
from engine.advance.world import Witness, evaluation_context, unheard
from engine.context import Work
from engine.errors import ExpressionError
from engine.model.ids import JobId
from engine.spiff.times import Cycle, first_due, next_due, read_cycle
from engine.store import jobs
from engine.store.definitions import DefinitionRow
from engine.store.ids import new_id
from engine.store.jobs import JobRow

#: Property of a start event: expression for the people for each of whom it begins a case.
START_FOR = "startFor"


def arm_starts(work: Work, row: DefinitionRow, model: Model) -> None:
    """Write a job for each start event of a version that the clock fires.

    Raises:
        ExpressionError: If its time cannot be worked out.
    """
    for number, start in enumerate(model.definition.start_events):
        if start.event.kind == "timer":
            due, cycle = _first(work, model, start)
            jobs.add_all(work.transaction, [_job(work, row, start.id, number, due, cycle)])


def arm_again(work: Work, row: DefinitionRow, model: Model, job: JobRow) -> None:
    """Write the job for the next time of a cycle; none when it is over."""
    payload = job.payload if isinstance(job.payload, dict) else {}
    cycle, start_event = payload.get("cycle"), str(payload.get("start_event"))
    if not isinstance(cycle, list):
        return
    left = (int(cycle[0]), str(cycle[1]))
    found = next_due(_environment(work, model), job.planned_at, left, start_event)
    if found is not None:
        number = int(payload.get("number", 0))
        jobs.add_all(work.transaction, [_job(work, row, start_event, number, *found)])


def start_variables(job: JobRow) -> dict[str, object]:
    """Return what a case that the clock begins knows from its start."""
    return {spiff.PLANNED_AT: job.planned_at}


def list_concerned(work: Work, model: Model, start_event: str, job: JobRow) -> list[str] | None:
    """List the people for each of whom a start event begins a case; null: it begins one case.

    Args:
        work: The open transaction.
        model: The procedure.
        start_event: Its start event.
        job: What begins the cases; the expression knows for when it was planned.

    Raises:
        ExpressionError: If its property ``startFor`` does not give people whom the directory knows.
    """
    element = model.definition.elements.get(start_event)
    text = element.properties.get(START_FOR, "") if element else ""
    if not text:
        return None
    found = _evaluate(work, model, text, start_variables(job))
    if not isinstance(found, list) or not all(person in work.roster.people for person in found):
        message = f"The property {START_FOR} of {start_event} gives {feel.format(found)}."
        raise ExpressionError(message, remedy="It must give a list of ids of people.")
    return list(dict.fromkeys(found))


def write_starts(
    work: Work, row: DefinitionRow, start_event: str, people: list[str], job: JobRow
) -> None:
    """Write a job for the case of each person."""
    rows = [
        JobRow(
            id=JobId(new_id(work.now)),
            instance_id=None,
            kind="start",
            due_at=work.now,
            retries=10,
            key=f"{job.key} {person}",
            payload={
                "definition": row.id,
                "start_event": start_event,
                "variables": feel.to_json({**start_variables(job), "subject": person}),
                "for": person,
            },
        )
        for person in people
    ]
    jobs.add_all(work.transaction, rows)


def _evaluate(
    work: Work, model: Model, text: str, variables: Mapping[str, object] | None = None
) -> object:
    witness = Witness(work=work, model=model, zone=NOWHERE, locking=False)
    return feel.evaluate(text, variables or {}, context=evaluation_context(unheard(witness)))


def _first(work: Work, model: Model, start: spiff.StartEvent) -> tuple[datetime, Cycle | None]:
    text, environment = start.event.expression, _environment(work, model)
    value: object = text
    if text.startswith("="):
        value = _evaluate(work, model, text)
    if start.event.timer == "timeCycle":
        return read_cycle(environment, value, start.id)
    return first_due(environment, start.event.timer, value, start.id), None


def _environment(work: Work, model: Model) -> spiff.Environment:
    return spiff.Environment(now=work.now, zone=ZoneInfo(NOWHERE), functions=model.functions)


def _job(
    work: Work,
    row: DefinitionRow,
    start_event: str,
    number: int,
    due: datetime,
    cycle: Cycle | None,
) -> JobRow:
    # A start event may have several timers, which fall on the same instant at times.
    payload: dict[str, object] = {
        "definition": row.id,
        "start_event": start_event,
        "number": number,
        "variables": {},
        "cycle": list(cycle) if cycle else None,
    }
    return JobRow(
        id=JobId(new_id(work.now)),
        instance_id=None,
        kind="start",
        due_at=due,
        retries=10,
        key=f"{row.id} {start_event} {number} {due.isoformat()}",
        payload=payload,
    )
