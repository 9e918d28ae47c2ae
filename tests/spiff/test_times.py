"""When timers and deadlines fall due."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine import feel
from engine.errors import ExpressionError
from engine.spiff.cron import next_match
from engine.spiff.environment import Environment
from engine.spiff.times import FOREVER, deadline, first_due, next_due, read_cycle

CAIRO = Environment(now=datetime(2027, 1, 31, 9, tzinfo=UTC), zone=ZoneInfo("Africa/Cairo"))
PARIS = Environment(now=datetime(2027, 3, 27, 9, tzinfo=UTC), zone=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("value", "due"),
    [
        ("PT1H", "2027-01-31T10:00:00+00:00"),
        ("P1M", "2027-02-28T09:00:00+00:00"),
        ("P1Y", "2028-01-31T09:00:00+00:00"),
        ("P2D", "2027-02-02T09:00:00+00:00"),
        ("P2W", "2027-02-14T09:00:00+00:00"),
        ("P1M1D", "2027-03-01T09:00:00+00:00"),
        ("P1Y2M3DT4H", "2028-04-03T13:00:00+00:00"),
        ("2027-02-01T08:00Z", "2027-02-01T08:00:00+00:00"),
        ("PT0S", "2027-01-31T09:00:00+00:00"),
        (timedelta(minutes=5), "2027-01-31T09:05:00+00:00"),
        (feel.YearsMonths(1), "2027-02-28T09:00:00+00:00"),
        ("2027-02-01", "2027-01-31T22:00:00+00:00"),
        (date(2027, 2, 1), "2027-01-31T22:00:00+00:00"),
        (datetime(2027, 2, 1, 8, tzinfo=UTC), "2027-02-01T08:00:00+00:00"),
    ],
)
def test_a_timer_is_due(value, due):
    kind = "timeDuration" if isinstance(value, str) and value.startswith("P") else "timeDate"
    assert first_due(CAIRO, kind, value, "W").isoformat() == due


def test_a_day_is_a_day_when_the_clocks_change_and_hours_are_hours():
    assert first_due(PARIS, "timeDuration", "P1D", "W").isoformat() == "2027-03-28T08:00:00+00:00"
    assert first_due(PARIS, "timeDuration", "PT24H", "W").isoformat() == "2027-03-28T08:00:00+00:00"
    assert first_due(PARIS, "timeDuration", "PT25H", "W").isoformat() == "2027-03-28T10:00:00+00:00"


@pytest.mark.parametrize(
    "value", ["-PT1H", timedelta(hours=-1), feel.YearsMonths(-1), "later", 5, None, "P"]
)
def test_what_is_no_time_is_refused(value):
    with pytest.raises(ExpressionError):
        first_due(CAIRO, "timeDuration", value, "W")


def every(text: object, count: int = 4) -> list[str]:
    due, cycle = read_cycle(CAIRO, text, "W")
    found = [due]
    while len(found) < count and (following := next_due(CAIRO, due, cycle, "W")):
        due, cycle = following
        found.append(due)
    return [instant.isoformat() for instant in found]


def test_a_cycle_ends_after_its_number_of_times():
    assert every("R2/PT1H") == ["2027-01-31T10:00:00+00:00", "2027-01-31T11:00:00+00:00"]
    assert len(every("R/P1D")) == 4
    assert every(timedelta(days=1), 2) == ["2027-02-01T09:00:00+00:00", "2027-02-02T09:00:00+00:00"]


def test_a_cycle_may_begin_at_an_instant():
    assert every("R2/2027-03-01T08:00:00+02:00/P1M") == [
        "2027-03-01T06:00:00+00:00",
        "2027-04-01T06:00:00+00:00",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "R0/PT1H",
        "R3",
        "PT1H",
        "R3/PT0S",
        "R3/-PT1H",
        "R3/later",
        "0 0 0 31 2 *",
        "* * * *",
        "61 * * * * *",
    ],
)
def test_what_is_no_cycle_is_refused(text):
    with pytest.raises(ExpressionError):
        read_cycle(CAIRO, text, "W")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0 0 8 * * MON-FRI", "2027-02-01T08:00:00+02:00"),
        ("30 8 * * *", "2027-02-01T08:30:00+02:00"),
        ("0 0 12 1 * ?", "2027-02-01T12:00:00+02:00"),
        ("0 0 0 29 FEB *", "2028-02-29T00:00:00+02:00"),
        ("0 */20 * * * *", "2027-01-31T11:20:00+02:00"),
        ("15,45 5/30 11 * * *", "2027-01-31T11:05:15+02:00"),
        ("0 0 0 13 * FRI", "2027-02-05T00:00:00+02:00"),
        ("0 0 9 * * 7", "2027-02-07T09:00:00+02:00"),
        ("@daily", "2027-02-01T00:00:00+02:00"),
        ("@monthly", "2027-02-01T00:00:00+02:00"),
    ],
)
def test_a_cron_text_names_local_times(text, found):
    after = CAIRO.now.astimezone(CAIRO.zone)
    assert next_match(text, after).isoformat() == found


@pytest.mark.parametrize(
    "text", ["0 0 0 31 2 *", "x * * * * *", "*/0 * * * * *", "5-1 * * * * *", "* 99 * * * *"]
)
def test_a_cron_text_that_never_comes_has_no_next(text):
    assert next_match(text, CAIRO.now) is None


def test_a_deadline_for_a_person_is_the_end_of_the_day():
    assert deadline(CAIRO, date(2027, 2, 1), "due").isoformat() == "2027-02-01T21:59:59+00:00"
    assert deadline(CAIRO, "P2D", "due").isoformat() == "2027-02-02T09:00:00+00:00"
    assert deadline(CAIRO, None, "due") is None
    assert deadline(CAIRO, "", "due") is None
    with pytest.raises(ExpressionError):
        deadline(CAIRO, "soon", "due")


@pytest.mark.parametrize("text", ["R/PT0.001S", "R1000000/PT0.001S", "R-1/PT0.5S"])
def test_a_cycle_that_comes_more_than_once_a_second_is_refused(text):
    with pytest.raises(ExpressionError, match="more than once a second"):
        read_cycle(CAIRO, text, "W")
    assert len(every("R3/PT0.1S")) == 3


@pytest.mark.parametrize(
    ("text", "left", "turns"),
    [
        ("PT1S", FOREVER, 1000),
        ("P1D", FOREVER, 1000),
        ("0 0 * * * *", FOREVER, 1000),
        ("PT1H", 10, 10),
        ("PT1S", 2**40, 1000),
    ],
)
def test_of_what_was_missed_during_a_long_stop_a_thousand_turns_are_made_up_for(text, left, turns):
    late = replace(CAIRO, now=CAIRO.now + timedelta(days=5000))
    due, cycle, count = CAIRO.now, (left, text), 0
    while (following := next_due(late, due, cycle, "W")) and following[0] <= late.now:
        due, cycle = following
        count += 1
    assert turns <= count <= turns + 2
