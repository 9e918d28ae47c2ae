"""Tales of the counts that the clock calls in an office that holds stock.

What there is to count nobody knows beforehand: the answers of such a step are an expression, worked
out on the task when it is played, with what the person sees there and in the store.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from engine.commands.complete_task import complete_task
from engine.model.ids import PersonId
from engine.queries.inbox import list_tasks
from engine.queries.tasks import get_task
from engine.scenarios.read import Step
from engine.scenarios.stages import Stage
from webapp.demo.offices import Office

_HEAD, _FOCAL_POINT, _COUNTER, _FINANCE = "marcia", "keisha", "leroy", "winston"
_REVIEWER = "martin"
_COUNT, _REPORT = "inventory_count", "inventory_reporting"
_TEAMS = """{focalPoint: "keisha", handsApart: true, countTeams:
  for place in stock locations(unit) return {location: place, keeper: "andre", counter: "leroy"}}"""
#: What the cards say, but five fewer of what there is a shelf full of.
_SHEET = """{countedOn: period.last, foundLines: [], countLines: for line in countLines return {
  good: (for there in [sum(for card in stock cards(unit, team.location, period.last),
      own in card.batches return
      if card.item = line.item and own.batch = line.batch then own.balance else 0)]
    return if there = null then 0 else if there >= 400 then there - 5 else there)[1],
  expired: 0, damaged: 0, obsolete: 0}}"""
_SECOND_COUNT = """{varianceRows: for row in varianceRows return {second: row.first,
  cause: "BREAKAGE", explanation: "A shelf fell; what was torn was thrown away."}}"""
_ORDERS = "{transitOrders: transitOrders, ordersComplete: true}"
#: A tenth above cost.
_PRICES = """{priceLines: for line in priceLines return {priceSource: "Quotation of a supplier",
  marketPrice: if line.good > 0 then round half up(1.1 * line.goodCost / line.good, 2) else 1}}"""


@dataclass(frozen=True, kw_only=True)
class LiveStep(Step):
    """Does every open task of an element in a case; none when nothing called for it."""

    process: str
    #: FEEL: a context of answers, worked out on the task.
    worked_out: str


def play_live(stage: Stage, step: LiveStep) -> None:
    """Do the open tasks that a step speaks of.

    Raises:
        DocketError: If one of them is refused, or its answers cannot be worked out.
    """
    person, case = PersonId(step.actor), stage.cases[step.case]
    inbox = list_tasks(stage.context, person=person, process_id=step.process, per_page=200)
    for row in inbox.rows:
        if row.instance == case and row.element == step.task:
            task = get_task(stage.context, person=person, task=row.task)
            found = _raw(task.evaluate(step.worked_out, task.scope))
            answers = found if isinstance(found, dict) else {}
            complete_task(stage.context, actor=person, task=row.task, submission=answers)


def list_stocked_counts(
    offices: Mapping[str, Office], first: date, today: date
) -> Iterator[tuple[str, list[Step]]]:
    """List the counts of the office whose calls lie between two days.

    The newest waits for its certification, the others are reported; their journals wait for the
    accounts, which no public source names.
    """
    calls = [
        called
        for year in range(first.year, today.year + 1)
        for month in (6, 12)
        if first < (called := date(year, month, 1)) <= today
    ]
    for called in calls:
        # The store of the first half-year fills while it lasts.
        steps = [*_count(offices[_HEAD], called, 12 if called == calls[0] else 2)]
        if called != calls[-1]:
            steps += _report(offices, called)
        yield f"count of {called} by {_HEAD}", steps


def _end(called: date) -> date:
    """Return the first day after the half-year at whose end a count is called."""
    return date(called.year + called.month // 12, called.month % 12 + 1, 1)


def _count(office: Office, called: date, appointed: int) -> Iterator[Step]:
    over = _end(called)
    last = over - timedelta(days=1)

    def live(actor: str, task: str, day: date, worked_out: str) -> Step:
        at = office.morning(day, 420)
        return LiveStep(at=at, actor=actor, process=_COUNT, task=task, worked_out=worked_out)

    yield Step(at=office.morning(called, 30), actor=_HEAD, begun=_COUNT)
    yield live(_HEAD, "appoint_focal_point", office.day(called, appointed), _TEAMS)
    yield live(_COUNTER, "count_location", last, _SHEET)
    yield live(_FOCAL_POINT, "recount_and_investigate", office.day(last, 1), _SECOND_COUNT)
    yield live(_HEAD, "approve_outcome", office.day(last, 2), '{reviewDecision: "APPROVE"}')
    yield live(_FOCAL_POINT, "val_review_in_transit", office.day(over, 3), _ORDERS)
    yield live(_FINANCE, "val_enter_prices", office.day(over, 4), _PRICES)


def _report(offices: Mapping[str, Office], called: date) -> Iterator[Step]:
    office, reviewer, over = offices[_HEAD], offices[_REVIEWER], _end(called)

    def by(actor: str, task: str, number: int, **answers: object) -> Step:
        place = reviewer if actor == _REVIEWER else office
        at = place.morning(place.day(over, number), 60)
        return Step(at=at, actor=actor, task=task, answers=answers)

    yield by(_HEAD, "certify_count", 5, certifyDecision="CERTIFY", certifyStatement=True)
    at = office.morning(office.day(over, 5), 90)
    yield Step(at=at, actor=_HEAD, begun=_REPORT)
    yield by(_FOCAL_POINT, "compile_report", 6, reportOutcome="AGREES")
    sent = {"closureReference": "https://closure.example/jamaica"}
    yield by(_HEAD, "submit_report", 7, **sent, submittedOn=office.day(over, 7))
    yield by(_REVIEWER, "review_report", 9, reviewOutcome="ACCEPT")


def _raw(value: object) -> object:
    """Return a FEEL value as a page would submit it; what is null is not answered."""
    match value:
        case dict():
            return {key: _raw(one) for key, one in value.items() if one is not None}
        case list():
            return [_raw(one) for one in value]
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value
