from datetime import date

import pytest

from engine.errors import ExpressionError
from engine.model.deadlines import add_months, share_of_period, work_out_deadline
from engine.model.directory import Calendar

OFFICE = Calendar(id="x", name="Office", weekend=frozenset({6, 7}), holidays={})


@pytest.mark.parametrize(
    ("event", "limit", "expected"),
    [
        (date(2025, 2, 3), "CD:20", date(2025, 2, 23)),
        (date(2025, 2, 3), "WD:20", date(2025, 3, 3)),
        (date(2025, 5, 19), "CD:20", date(2025, 6, 8)),
        (date(2025, 5, 19), "WD:20", date(2025, 6, 16)),
        (date(2024, 12, 16), "CD:20", date(2025, 1, 5)),
        (date(2024, 12, 16), "WD:20", date(2025, 1, 13)),
        (date(2024, 11, 30), "MONTHS:3", date(2025, 2, 28)),
        (date(2023, 11, 30), "MONTHS:3", date(2024, 2, 29)),
        (date(2024, 2, 29), "YEARS:2", date(2026, 2, 28)),
    ],
)
def test_limits_end_on_the_days_of_the_worked_examples(
    event: date, limit: str, expected: date
) -> None:
    assert work_out_deadline(event, limit, OFFICE) == expected


def test_a_limit_on_a_sunday_moves_to_monday_where_the_owner_says_so() -> None:
    assert work_out_deadline(date(2025, 2, 3), "CD:20", OFFICE, "NEXT") == date(2025, 2, 24)


def test_counting_the_day_of_the_event_ends_a_day_earlier() -> None:
    found = work_out_deadline(date(2025, 2, 3), "CD:20", OFFICE, count_event_day=True)
    assert found == date(2025, 2, 22)


@pytest.mark.parametrize("limit", ["20", "CD:", "CD:x", "WEEKS:2", ""])
def test_a_limit_that_cannot_be_read_is_named(limit: str) -> None:
    with pytest.raises(ExpressionError, match="is not a limit"):
        work_out_deadline(date(2025, 2, 3), limit, OFFICE)


def test_months_go_back_too() -> None:
    assert add_months(date(2025, 3, 31), -1) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(50, date(2025, 2, 13)), (80, date(2025, 2, 19)), (100, date(2025, 2, 23))],
)
def test_a_share_of_twenty_days_has_passed_on_that_day(percent: int, expected: date) -> None:
    assert share_of_period(date(2025, 2, 3), date(2025, 2, 23), percent) == expected


def test_half_of_an_odd_period_is_rounded_up_to_a_whole_day() -> None:
    assert share_of_period(date(2025, 2, 3), date(2025, 2, 8), 50) == date(2025, 2, 6)
