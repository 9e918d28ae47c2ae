from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import LimitError
from engine.model.calendar import (
    add_working_days,
    count_working_days,
    is_working_day,
    longest_run,
    roll,
)
from engine.model.directory import Calendar

NAIROBI = Calendar(
    id="nairobi",
    name="Nairobi",
    weekend=frozenset({6, 7}),
    holidays={date(2025, 4, 18): "Good Friday", date(2025, 4, 21): "Easter Monday"},
)
CAIRO = Calendar(id="cairo", name="Cairo", weekend=frozenset({5, 6}), holidays={})
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 1, 1))


def test_weekends_and_holidays_are_not_worked() -> None:
    assert is_working_day(date(2025, 4, 17), NAIROBI)
    assert not is_working_day(date(2025, 4, 18), NAIROBI)
    assert not is_working_day(date(2025, 4, 19), NAIROBI)


def test_easter_leaves_two_working_days_from_thursday_to_tuesday() -> None:
    assert count_working_days(date(2025, 4, 17), date(2025, 4, 22), NAIROBI) == 2


def test_thursday_to_monday_is_three_days_where_friday_and_saturday_are_free() -> None:
    assert count_working_days(date(2025, 6, 12), date(2025, 6, 16), CAIRO) == 3


def test_a_span_that_ends_before_it_begins_has_no_days() -> None:
    assert count_working_days(date(2025, 6, 2), date(2025, 6, 1), CAIRO) == 0


def test_the_first_working_day_after_a_friday_is_monday() -> None:
    assert add_working_days(date(2025, 2, 14), 1, NAIROBI) == date(2025, 2, 17)


def test_the_first_working_day_after_maundy_thursday_is_the_tuesday() -> None:
    assert add_working_days(date(2025, 4, 17), 1, NAIROBI) == date(2025, 4, 22)


@given(start=DAYS, days=st.integers(min_value=1, max_value=200))
def test_going_forward_passes_exactly_that_many_working_days(start: date, days: int) -> None:
    end = add_working_days(start, days, NAIROBI)
    assert is_working_day(end, NAIROBI)
    assert count_working_days(start + timedelta(days=1), end, NAIROBI) == days


@given(start=DAYS, days=st.integers(min_value=1, max_value=200))
def test_going_back_passes_exactly_that_many_working_days(start: date, days: int) -> None:
    end = add_working_days(start, -days, NAIROBI)
    assert count_working_days(end, start - timedelta(days=1), NAIROBI) == days


def test_zero_working_days_stay_where_they_are_even_on_a_sunday() -> None:
    assert add_working_days(date(2025, 4, 20), 0, NAIROBI) == date(2025, 4, 20)


def test_a_calendar_without_working_days_is_an_error_and_not_a_hang() -> None:
    never = Calendar(id="x", name="Never", weekend=frozenset(range(1, 8)), holidays={})
    with pytest.raises(LimitError, match="Never"):
        add_working_days(date(2025, 1, 1), 1, never)


def test_a_span_of_more_than_a_century_is_refused() -> None:
    with pytest.raises(LimitError):
        count_working_days(date(1, 1, 1), date(9999, 12, 31), NAIROBI)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("NONE", date(2025, 2, 23)),
        ("NEXT", date(2025, 2, 24)),
        ("PREVIOUS", date(2025, 2, 21)),
    ],
)
def test_a_sunday_rolls_as_the_rule_says(rule: str, expected: date) -> None:
    assert roll(date(2025, 2, 23), rule, NAIROBI) == expected


def test_a_run_goes_on_over_a_weekend_and_ends_at_a_day_of_work() -> None:
    friday, monday, wednesday = date(2025, 3, 7), date(2025, 3, 10), date(2025, 3, 12)
    assert longest_run([friday, monday, wednesday], NAIROBI) == 2


def test_no_days_have_no_run() -> None:
    assert longest_run([], NAIROBI) == 0
