"""When timers and deadlines fall due: ISO 8601 texts, FEEL values, and cron for cycles."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine import feel
from engine.errors import ExpressionError
from engine.spiff.cron import CRON, next_match

if TYPE_CHECKING:
    from engine.spiff.environment import Environment

__all__ = ["Cycle", "deadline", "first_due", "next_due", "read_cycle", "start_of"]

_CYCLE = re.compile(r"R(-1|\d*)/(?:([^/]+)/)?(P[^/]+)")
#: An ISO 8601 duration that FEEL has no value for: weeks, or months beside days.
_WEEKS = re.compile(r"P(\d+)W")
_MIXED = re.compile(r"(P(?:\d+Y)?(?:\d+M)?)((?:\d+D)?(?:T.+)?)")
#: A time of day without seconds.
_MINUTES = re.compile(r"(T\d\d:\d\d)(?=$|[Z+\-@])")
#: Repetitions without end.
FOREVER = -1
#: Repetitions that may follow each other within a second.
_MOST_HURRIED = 100
#: Turns of a cycle that are made up for after a stop; earlier ones are passed over.
MOST_MISSED = 1_000

#: Times left (`FOREVER` for no end), and an ISO 8601 duration or a cron text.
Cycle = tuple[int, str]


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant of a day in a zone, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)


def _aware(instant: datetime, zone: ZoneInfo) -> datetime:
    return (instant if instant.tzinfo else instant.replace(tzinfo=zone)).astimezone(UTC)


def _parsed(environment: "Environment", text: str) -> object:
    """Return the FEEL value of an ISO 8601 date, date and time, or duration; None for anything else."""
    if text.lstrip("-").startswith("P"):
        weeks = _WEEKS.fullmatch(text)
        text = f"P{int(weeks[1]) * 7}D" if weeks else text
        return _from_text(environment, "duration", text)
    if "T" in text:
        return _from_text(environment, "date and time", _MINUTES.sub(r"\1:00", text))
    return _from_text(environment, "date", text)


def _from_text(environment: "Environment", function: str, text: str) -> object:
    return feel.evaluate(f"{function}(text)", {"text": text}, zone=environment.zone)


def _plus(environment: "Environment", instant: datetime, span: object) -> datetime:
    """Return an instant moved by a span, counted in local time as a person counts days and months.

    Raises:
        ExpressionError: If there is no such instant.
    """
    if isinstance(span, timedelta):
        if span % timedelta(days=1) or not span:
            return (instant + span).astimezone(UTC)
        local = instant.astimezone(environment.zone).replace(tzinfo=None) + span
        return _aware(local, environment.zone)
    local_text = instant.astimezone(environment.zone)
    moved = feel.evaluate("instant + span", {"instant": local_text, "span": span})
    if not isinstance(moved, datetime):
        message = f"{feel.format(span)} from {instant.isoformat()} is no instant."
        raise ExpressionError(message, remedy="Use a shorter span.")
    return _aware(moved.replace(tzinfo=None), environment.zone)


def first_due(environment: "Environment", timer: str, value: object, where: str) -> datetime:
    """Return when a timer of kind ``timeDate`` or ``timeDuration`` fires, in UTC.

    Args:
        environment: The present instant, and the zone of the case.
        timer: The kind of timer.
        value: A text, or a FEEL date, date and time, or duration; a date means its first instant.
        where: What to name in an error.

    Raises:
        ExpressionError: If the value is no such thing, or a duration runs backwards.
    """
    mixed = _parts(value) if isinstance(value, str) else None
    if mixed:
        months, rest = (_parsed(environment, part) for part in mixed)
        if isinstance(months, feel.YearsMonths) and isinstance(rest, timedelta):
            return _plus(environment, _plus(environment, environment.now, months), rest)
    what = _parsed(environment, value.strip()) if isinstance(value, str) else value
    if isinstance(what, datetime):
        return _aware(what, environment.zone)
    if isinstance(what, date):
        return start_of(what, environment.zone)
    if isinstance(what, timedelta | feel.YearsMonths):
        _refuse_backwards(what, value, where)
        return _plus(environment, environment.now, what)
    wanted = "a duration" if timer == "timeDuration" else "a date, or date and time,"
    message = f"The timer of {where} needs {wanted} but has {_shown(value)}."
    raise ExpressionError(
        message,
        remedy='Write ISO 8601 such as PT2H or 2027-03-01, or an expression such as =duration("P3D").',
    )


def _parts(text: str) -> tuple[str, str] | None:
    """Return the months and the days and hours of a duration that has both."""
    match = _MIXED.fullmatch(text.strip())
    return (match[1], f"P{match[2]}") if match and match[1] != "P" and match[2] else None


def _refuse_backwards(span: "timedelta | feel.YearsMonths", value: object, where: str) -> None:
    backwards = span < timedelta(0) if isinstance(span, timedelta) else span.months < 0
    if backwards:
        message = f"The timer of {where} runs backwards: {_shown(value)}."
        raise ExpressionError(message, remedy="Use a duration of zero or more.")


def _shown(value: object) -> str:
    return value if isinstance(value, str) else feel.format(value)


def read_cycle(environment: "Environment", value: object, where: str) -> tuple[datetime, Cycle]:
    """Return the first instant of a cycle and what is left of it after that.

    Args:
        environment: The present instant, and the zone of the case.
        value: ``R3/PT8H``, ``R/2027-01-01T08:00:00Z/P1D``, a cron text of six fields
            (seconds first) or five, or a duration for an endless cycle.
        where: What to name in an error.

    Raises:
        ExpressionError: If the value is no cycle.
    """
    if isinstance(value, timedelta | feel.YearsMonths):
        value = f"R/{feel.evaluate('string(span)', {'span': value})}"
    text = str(value).strip()
    if CRON.fullmatch(text):
        return _cron_due(environment, text, environment.now, where), (FOREVER, text)
    match = _CYCLE.fullmatch(text)
    if match is None or match[1] == "0":
        message = f"The cycle of {where} is not one: {_shown(value)}."
        raise ExpressionError(
            message,
            remedy="Write R3/PT8H for three times, R/P1D for every day, or a cron text such as 0 0 8 * * MON.",
        )
    left = int(match[1]) - 1 if match[1] not in {"", "-1"} else FOREVER
    begin, span = match[2], match[3]
    _refuse_standing(environment, span, where)
    _refuse_hurry(environment, span, left, where)
    first = first_due(environment, "timeDate" if begin else "timeDuration", begin or span, where)
    return first, (left, span)


def _refuse_standing(environment: "Environment", span: str, where: str) -> None:
    value = _parsed(environment, span)
    if value in (timedelta(0), feel.YearsMonths(0)) or value is None:
        message = f"The cycle of {where} does not move on: {span}."
        raise ExpressionError(message, remedy="Use an interval longer than zero, such as PT1H.")
    if isinstance(value, timedelta | feel.YearsMonths):
        _refuse_backwards(value, span, where)


def _refuse_hurry(environment: "Environment", span: str, left: int, where: str) -> None:
    value = _parsed(environment, span)
    often = left == FOREVER or left > _MOST_HURRIED
    if isinstance(value, timedelta) and value < timedelta(seconds=1) and often:
        message = f"The cycle of {where} comes more than once a second: {span}."
        raise ExpressionError(message, remedy="Use an interval of a second or more, such as PT1M.")


def _cron_due(environment: "Environment", text: str, after: datetime, where: str) -> datetime:
    due = next_match(text, after.astimezone(environment.zone))
    if due is None:
        message = f"The cycle of {where} never comes: {text}."
        raise ExpressionError(message, remedy="Check the days and months of the cron text.")
    return due.astimezone(UTC)


def next_due(
    environment: "Environment", due: datetime, cycle: Cycle, where: str
) -> tuple[datetime, Cycle] | None:
    """Return the instant after `due` and what is left of the cycle; None when it is over.

    Raises:
        ExpressionError: If the next instant cannot be counted.
    """
    left, text = cycle
    if left == 0:
        return None
    found = _following(environment, due, text, where)
    period = found - due
    missed = int((environment.now - found) / period) - MOST_MISSED
    if missed > 0 and not 0 < left <= missed:
        found = _following(environment, found + (missed - 1) * period, text, where)
        left = left - missed if left > 0 else left
    return found, (left - 1 if left > 0 else left, text)


def _following(environment: "Environment", due: datetime, text: str, where: str) -> datetime:
    if CRON.fullmatch(text):
        return _cron_due(environment, text, due, where)
    return _plus(environment, due, _parsed(environment, text))


def deadline(environment: "Environment", value: object, what: str) -> datetime | None:
    """Return a deadline for a person, in UTC; a date means the end of that day, null none.

    Raises:
        ExpressionError: If the value is no date, date and time, or duration from now.
    """
    if value is None or value == "":
        return None
    found = _parsed(environment, value.strip()) if isinstance(value, str) else value
    if isinstance(found, date) and not isinstance(found, datetime):
        return _end_of(found, environment.zone)
    return first_due(environment, "timeDate", value, what)
