"""Tales of the counts that the clock calls each half-year, in offices that hold no stock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from engine.scenarios.read import Step
from webapp.demo.offices import Office


@dataclass(frozen=True, kw_only=True)
class _Hands:
    """Who counts and certifies in an office."""

    head: str
    focal_point: str


_OFFICES = (
    _Hands(head="miriam", focal_point="brian"),
    _Hands(head="tarek", focal_point="dina"),
)
_REVIEWER = "martin"


def list_counts(
    offices: Mapping[str, Office], first: date, today: date
) -> Iterator[tuple[str, list[Step]]]:
    """List the counts whose calls lie between two days, each with its steps at their instants."""
    for year in range(first.year, today.year + 1):
        for month in (6, 12):
            called = date(year, month, 1)
            if first < called:
                for hands in _OFFICES:
                    yield f"count of {called} by {hands.head}", _count(offices, hands, called)


def _count(offices: Mapping[str, Office], hands: _Hands, called: date) -> list[Step]:
    office, reviewer = offices[hands.head], offices[_REVIEWER]
    over = date(called.year + called.month // 12, called.month % 12 + 1, 1)

    def by(actor: str, task: str, day: int, **answers: object) -> Step:
        place = reviewer if actor == _REVIEWER else office
        since = called if day < 0 else over
        return Step(
            at=place.morning(place.day(since, abs(day)), 60),
            actor=actor,
            task=task,
            answers=answers,
        )

    certified: dict[str, object] = {
        "certifyDecision": "CERTIFY",
        "certifyStatement": True,
        "certifyZero": True,
    }
    report = Step(
        at=office.morning(office.day(over, 2), 90), actor=hands.head, begun="inventory_reporting"
    )
    return [
        Step(at=office.morning(called, 30), actor=hands.head, begun="inventory_count"),
        by(
            hands.head,
            "appoint_focal_point",
            -3,
            focalPoint=hands.focal_point,
            countTeams=[],
            handsApart=True,
        ),
        by(hands.focal_point, "val_review_in_transit", 1, transitOrders=[], ordersComplete=True),
        by(hands.head, "certify_count", 2, **certified),
        report,
        by(hands.focal_point, "compile_report", 3, reportOutcome="AGREES"),
        by(
            hands.head,
            "submit_report",
            4,
            closureReference="https://closure.example/return",
            submittedOn=office.day(over, 4),
        ),
        by(_REVIEWER, "review_report", 6, reviewOutcome="ACCEPT"),
    ]
