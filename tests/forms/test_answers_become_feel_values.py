from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

TEXT = {"type": "textfield", "key": "a", "label": "A"}
NUMBER = {"type": "number", "key": "a", "label": "A"}
BOX = {"type": "checkbox", "key": "a", "label": "A"}
RADIO = {
    "type": "radio",
    "key": "a",
    "label": "A",
    "values": [
        {"label": "One", "value": 1},
        {"label": "Yes", "value": True},
        {"label": "Two", "value": "2"},
    ],
}
CHECKLIST = RADIO | {"type": "checklist"}


def when(subtype):
    return {"type": "datetime", "key": "a", "dateLabel": "A", "subtype": subtype}


@pytest.mark.parametrize(
    ("component", "typed", "value"),
    [
        (TEXT, "  Amina ", "Amina"),
        (TEXT, "e\u0301te\u0301", "été"),
        (TEXT, "two\r\nlines\x00", "two lines"),
        (TEXT | {"type": "textarea"}, "two\r\nlines", "two\nlines"),
        (NUMBER, "12.50", Decimal("12.50")),
        (NUMBER, 12, Decimal(12)),
        (NUMBER, 0.1, Decimal("0.1")),
        (NUMBER, "-1e3", Decimal(-1000)),
        (BOX, "on", True),
        (BOX, False, False),
        (RADIO, "1", Decimal(1)),
        (RADIO, 1, Decimal(1)),
        (RADIO, "true", True),
        (RADIO, "2", "2"),
        (CHECKLIST, ["2", "1"], [Decimal(1), "2"]),
        (when("date"), "2026-02-28", date(2026, 2, 28)),
        (when("time"), "09:30", time(9, 30)),
        (
            when("datetime"),
            "2026-02-28T09:30",
            datetime(2026, 2, 28, 9, 30, tzinfo=ZoneInfo("Africa/Nairobi")),
        ),
        (
            when("datetime"),
            "2026-02-28T09:30:00Z",
            datetime(2026, 2, 28, 12, 30, tzinfo=ZoneInfo("Africa/Nairobi")),
        ),
        ({"type": "filepicker", "key": "a", "label": "A"}, ["f1"], ["f1"]),
    ],
)
def test_an_answer_becomes_the_feel_value_of_its_kind(answer, component, typed, value):
    found = answer(component, a=typed)["a"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("component", "blank"),
    [
        (TEXT, None),
        (NUMBER, None),
        (BOX, False),
        (RADIO, None),
        (CHECKLIST, []),
        (when("date"), None),
    ],
)
@pytest.mark.parametrize("typed", [{}, {"a": ""}, {"a": None}])
def test_an_optional_answer_left_blank_is_still_a_value(answer, component, blank, typed):
    assert answer(component, **typed) == {"a": blank}


@pytest.mark.parametrize(
    ("component", "typed", "rule"),
    [
        (TEXT, 5, "text"),
        (TEXT, "x" * 1_001, "long"),
        (NUMBER, "five", "number"),
        (NUMBER, "NaN", "number"),
        (NUMBER, "Infinity", "number"),
        (NUMBER, True, "number"),
        (NUMBER, "1" * 35, "digits"),
        (NUMBER, "1e999", "digits"),
        (BOX, "perhaps", "yes"),
        (RADIO, "3", "option"),
        (RADIO, False, "option"),
        (CHECKLIST, ["1", "3"], "option"),
        (CHECKLIST, "1", "list"),
        (when("date"), "2026-02-30", "date"),
        (when("date"), "20260228", "date"),
        (when("date"), "0026-02-28", "date"),
        (when("time"), "25:00", "time"),
        (when("datetime"), "2026-02-28", "moment"),
        ({"type": "filepicker", "key": "a", "label": "A"}, ["../etc/passwd"], "files"),
        ({"type": "filepicker", "key": "a", "label": "A"}, ["f1", "f2"], "many"),
    ],
)
def test_what_is_no_answer_of_its_kind_is_refused(refuse, component, typed, rule):
    assert refuse(component, a=typed) == {"a": rule}
