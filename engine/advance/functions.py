"""The named functions that the platform offers to every expression.

Those about working days are pure. Those about people and records are marked as observed: what a
case was told goes into its history, so that a replay is told the same; they are answered in
`engine.advance.world`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from engine import feel
from engine.errors import ExpressionError
from engine.model.calendar import (
    add_working_days,
    count_working_days,
    is_working_day,
    list_days,
    longest_run,
    roll,
)
from engine.model.deadlines import share_of_period, work_out_deadline
from engine.model.directory import Calendar

#: Functions that the world answers: name, parameters, result, what they say.
OBSERVED: tuple[tuple[str, dict[str, str], str, str], ...] = (
    ("supervisor of", {"person": "string"}, "string?", "The person's supervisor."),
    ("leave monitor of", {"person": "string"}, "string?", "The person's leave monitor."),
    ("hr focal point of", {"person": "string"}, "string?", "The person's HR focal point."),
    ("name of", {"person": "string?"}, "string?", "Name of a person or a unit."),
    ("mail address of", {"person": "string"}, "string", "The person's mail address."),
    ("unit of", {"person": "string"}, "string", "The unit where the person serves."),
    ("category of", {"person": "string"}, "string", "Local or international staff."),
    ("calendar of", {"person": "string"}, "context", "The duty station's working days."),
    ("zone of", {"person": "string"}, "string", "The duty station's time zone."),
    ("holders of", {"role": "string", "unit": "string"}, "list", "Who holds a role in a unit."),
    (
        "completer of",
        {"tasks": "string"},
        "context?",
        "Who was the last to finish one of some tasks (ids) of this case: person, represented, day.",
    ),
    ("units with", {"role": "string"}, "list", "Units in which somebody holds a role today."),
    ("records of", {"subject": "string", "type": "string"}, "list", "Of a person or a unit."),
    (
        "records between",
        {"subject": "string", "type": "string", "first": "date", "last": "date"},
        "list",
        "Of a person or a unit, those whose days touch a period.",
    ),
    (
        "records of every unit",
        {"type": "string", "first": "date", "last": "date"},
        "list",
        "Of all, those whose days touch a period, each with its subject.",
    ),
    ("stock item", {"unit": "string", "item": "string"}, "context?", "Goods that a unit keeps."),
    (
        "stock card",
        {"unit": "string", "item": "string", "location": "string"},
        "context?",
        "What a unit holds of an item at a location, by batch.",
    ),
    (
        "stock cards",
        {"unit": "string", "location": "string?", "day": "date?"},
        "list",
        "The cards of a location (null: of all) at the end of a day (null: now).",
    ),
    (
        "stock places",
        {"unit": "string", "item": "string"},
        "list",
        "The cards of an item at every location.",
    ),
    (
        "stock lines",
        {"unit": "string", "item": "string", "location": "string"},
        "list",
        "The last lines of a stock card, oldest first.",
    ),
    ("stock locations", {"unit": "string"}, "list", "Where a unit keeps goods."),
    (
        "stock layers",
        {"unit": "string", "item": "string", "day": "date?", "quantity": "number"},
        "list",
        "The newest receipts up to a day that together hold a quantity, newest first.",
    ),
    (
        "stock summary",
        {"unit": "string", "first": "date", "last": "date"},
        "list",
        "Opening balance, in, out, adjustment and closing balance of each item in a period.",
    ),
    (
        "stock received",
        {"unit": "string", "purchase order": "string"},
        "list",
        "How much of each item came on a purchase order so far.",
    ),
)
PARAMETER = "parameter"


def make_functions() -> feel.Functions:
    """Return the platform's functions."""
    functions = feel.Functions()
    _add_calendar(functions)
    for name, parameters, result, doc in OBSERVED:
        functions.add(
            name, _asked_elsewhere, parameters=parameters, result=result, doc=doc, observed=True
        )
    functions.add(
        PARAMETER,
        _no_parameter,
        parameters={"name": "string", "day": "date"},
        doc="A parameter of the procedure, in force on a day (today when none is named).",
        observed=True,
    )
    return functions


def _asked_elsewhere(*_arguments: object) -> object:
    message = "This function can be asked only while a case runs."
    raise ExpressionError(message)


def _no_parameter(_name: str, _day: date | None = None) -> object:
    message = "A parameter can be asked only where its procedure is known."
    raise ExpressionError(message)


def _add_calendar(functions: feel.Functions) -> None:
    span = {"first": "date", "last": "date", "calendar": "context"}
    functions.add(
        "is working day", _is_working_day, parameters={"day": "date", "calendar": "context"},
        result="boolean", doc="Neither weekend nor holiday.",
    )  # fmt: skip
    functions.add(
        "working days between", _working_days_between, parameters=span, result="number",
        doc="Working days from the first to the last day, both included.",
    )  # fmt: skip
    functions.add(
        "list working days", _list_working_days, parameters=span, result="list<date>",
        doc="The working days from the first to the last day, both included.",
    )  # fmt: skip
    functions.add(
        "add working days", _add_working_days,
        parameters={"start": "date", "days": "number", "calendar": "context"}, result="date",
        doc="The n-th working day after a day, which is day 0.",
    )  # fmt: skip
    functions.add(
        "roll", _roll, parameters={"day": "date", "rule": "string", "calendar": "context"},
        result="date", doc="A day not worked goes to the NEXT or PREVIOUS working day, or stays.",
    )  # fmt: skip
    functions.add(
        "longest run", _longest_run, parameters={"days": "list", "calendar": "context"},
        result="number", doc="Working days of the longest absence without a working day between.",
    )  # fmt: skip
    functions.add(
        "deadline", _deadline,
        parameters={
            "start": "date", "rule": "string", "calendar": "context", "roll": "string",
            "count event day": "boolean",
        },
        result="date", doc="The last day of a period such as CD:20, WD:3, MONTHS:3 or YEARS:2.",
    )  # fmt: skip
    functions.add(
        "share of period", _share_of_period,
        parameters={"first": "date", "last": "date", "percent": "number"}, result="date",
        doc="The day on which a share of a period has passed.",
    )  # fmt: skip


def calendar_value(calendar: Calendar) -> dict[str, object]:
    """Return a calendar as expressions see it."""
    return {
        "id": calendar.id,
        "name": calendar.name,
        "weekend": [Decimal(day) for day in sorted(calendar.weekend)],
        "holidays": sorted(calendar.holidays),
    }


def read_calendar(value: Mapping[str, object]) -> Calendar:
    """Return the calendar that an expression names.

    Raises:
        ExpressionError: If it is not one.
    """
    weekend, holidays = value.get("weekend"), value.get("holidays")
    if not isinstance(weekend, list) or not isinstance(holidays, list):
        message = "The calendar needs “weekend” (ISO weekday numbers) and “holidays” (dates)."
        raise ExpressionError(message, remedy="Take it from “calendar of(person)”.")
    return Calendar(
        id=str(value.get("id", "")),
        name=str(value.get("name", "")),
        weekend=frozenset(int(day) for day in weekend),
        holidays=dict.fromkeys(holidays, ""),
    )


def _is_working_day(day: date, calendar: Mapping[str, object]) -> bool:
    return is_working_day(day, read_calendar(calendar))


def _working_days_between(first: date, last: date, calendar: Mapping[str, object]) -> Decimal:
    return Decimal(count_working_days(first, last, read_calendar(calendar)))


def _list_working_days(first: date, last: date, calendar: Mapping[str, object]) -> list[date]:
    read = read_calendar(calendar)
    return [day for day in list_days(first, last) if is_working_day(day, read)]


def _add_working_days(start: date, days: Decimal, calendar: Mapping[str, object]) -> date:
    return add_working_days(start, int(days), read_calendar(calendar))


def _roll(day: date, rule: str, calendar: Mapping[str, object]) -> date:
    return roll(day, rule, read_calendar(calendar))


def _longest_run(days: Sequence[date], calendar: Mapping[str, object]) -> Decimal:
    return Decimal(longest_run(list(days), read_calendar(calendar)))


def _deadline(
    start: date,
    rule: str,
    calendar: Mapping[str, object],
    rolling: str = "NONE",
    count_event_day: bool = False,
) -> date:
    read = read_calendar(calendar)
    return work_out_deadline(start, rule, read, rolling, count_event_day=count_event_day)


def _share_of_period(first: date, last: date, percent: Decimal) -> date:
    return share_of_period(first, last, int(percent))
