import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine import feel
from engine.errors import IntegrityError

_ROME = ZoneInfo("Europe/Rome")
_VALUES = [
    None,
    True,
    "text",
    "",
    Decimal("1.20"),
    Decimal("1E+50"),
    Decimal("-0.001"),
    date(2027, 3, 1),
    time(10, 30),
    time(10, 30, 1, 5, tzinfo=UTC),
    time(10, 30, tzinfo=_ROME),
    datetime(2027, 3, 1, 10, 30),  # noqa: DTZ001 - FEEL knows local moments
    datetime(2027, 3, 1, 10, 30, 0, 7, tzinfo=UTC),
    datetime(2027, 3, 1, 10, 30, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
    datetime(2027, 10, 31, 2, 30, tzinfo=_ROME),
    datetime(2027, 10, 31, 2, 30, tzinfo=_ROME, fold=1),
    timedelta(days=-1, hours=3, microseconds=9),
    feel.YearsMonths(-14),
    feel.Range(start=Decimal(1), end=None, end_included=False),
    feel.Range(start=date(2027, 3, 1), end=date(2027, 4, 1), start_included=False),
    [Decimal(1), [None], {}],
    {"a": {"$": "not a tag", "b": [date(2027, 3, 1)]}},
    {"$": "number", "v": "1"},
    feel.evaluate('date("-2017-01-31")'),
    feel.evaluate('date and time("12017-01-31T10:00:00@Europe/Rome")'),
]


@pytest.mark.parametrize("value", _VALUES, ids=repr)
def test_a_value_comes_back_from_json_as_it_was(value):
    written = json.dumps(feel.to_json(value))
    back = feel.from_json(json.loads(written))
    assert back == value
    assert repr(back) == repr(value)
    assert json.dumps(feel.to_json(back)) == written


def test_plain_values_stay_plain():
    assert feel.to_json({"a": ["x", True, None]}) == {"a": ["x", True, None]}
    assert feel.to_json(Decimal("1.20")) == {"$": "number", "v": "1.20"}
    assert feel.to_json(7) == {"$": "number", "v": "7"}


def test_numbers_in_plain_json_become_numbers():
    assert feel.from_json({"a": [1, 2.5]}) == {"a": [Decimal(1), Decimal("2.5")]}


def test_a_function_cannot_be_kept():
    with pytest.raises(ValueError, match="Function"):
        feel.to_json(feel.evaluate("function(x) x"))


@pytest.mark.parametrize(
    "written", [{"$": "colour", "v": "red"}, {"$": "date", "v": "2027-02-30"}, {"$": "number"}]
)
def test_a_damaged_record_is_an_error(written):
    with pytest.raises(IntegrityError):
        feel.from_json(written)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal(3), 3),
        (Decimal("3.00"), 3),
        (Decimal("3.50"), "3.50"),
        (Decimal(10**20), "100000000000000000000"),
        (date(2027, 3, 1), "2027-03-01"),
        (time(10, 30, tzinfo=UTC), "10:30:00Z"),
        (datetime(2027, 3, 1, 10, 30, tzinfo=_ROME), "2027-03-01T10:30:00@Europe/Rome"),
        (timedelta(hours=30), "P1DT6H"),
        (feel.YearsMonths(14), "P1Y2M"),
        (feel.Range(start=Decimal(1), end=Decimal(5), end_included=False), "[1..5)"),
        ({"a": [Decimal(1), None, "x"]}, {"a": [1, None, "x"]}),
    ],
)
def test_people_see_plain_json(value, shown):
    assert feel.plain(value) == shown


@pytest.mark.parametrize("value", _VALUES, ids=repr)
def test_a_value_written_as_feel_is_read_back(value):
    back = feel.evaluate(feel.format(value))
    if isinstance(value, datetime) and value.fold:
        value = value.replace(fold=0)
    assert repr(back) == repr(value)
