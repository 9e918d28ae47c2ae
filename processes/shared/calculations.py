"""Leave arithmetic that several procedures share. Pure: dates and Decimals in, values out.

A *leave day* is ``{"day": date, "part": Decimal}`` with part 1 or 0.5; a *leave record* is what an
earlier case wrote down: ``{"status": ..., "data": {"kind": "USL" or "CSL", "days": [leave day]}}``.
Which days are working days is worked out before, with the calendar of the duty station.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

__all__ = [
    "cycle_start",
    "highest_total",
    "leave_dates",
    "leave_days",
    "overlapping_days",
    "taken_days",
    "total_part",
    "uninterrupted_run",
    "window_sums",
]

#: A request that waits for approval reserves its days, so that two requests cannot share them.
COUNTED = ("SUBMITTED", "APPROVED")


def cycle_start(day: date, starts: str) -> date:
    """Return the first day of the yearly cycle that a day lies in.

    Args:
        day: Any day.
        starts: Month and day on which a cycle begins, such as ``04-01``.

    Source:
        P9 title: "from 1 April to 31 March".

    >>> cycle_start(date(2025, 3, 31), "04-01")
    datetime.date(2024, 4, 1)
    >>> cycle_start(date(2025, 4, 1), "04-01")
    datetime.date(2025, 4, 1)
    """
    month, number = (int(part) for part in starts.split("-"))
    begins = date(day.year, month, number)
    return begins if day >= begins else date(day.year - 1, month, number)


def leave_days(
    working_days: Sequence[date], first: date, last: date, first_half: bool, last_half: bool
) -> list[dict[str, object]]:
    """Return the leave days of a request.

    Args:
        working_days: The working days from the first to the last day.
        first: First day of the absence.
        last: Last day of the absence.
        first_half: True when only the afternoon of the first day is leave.
        last_half: True when only the morning of the last day is leave.

    >>> [str(leave["part"]) for leave in leave_days(
    ...     [date(2025, 3, 3), date(2025, 3, 4)], date(2025, 3, 3), date(2025, 3, 4), True, False)]
    ['0.5', '1']
    """
    halves = {day for day, half in ((first, first_half), (last, last_half)) if half}
    return [
        {"day": day, "part": Decimal("0.5") if day in halves else Decimal(1)}
        for day in working_days
    ]


def leave_dates(days: Sequence[dict[str, object]]) -> list[date]:
    """Return the dates of leave days, in order, each once."""
    return sorted({_day(leave) for leave in days})


def taken_days(
    records: Sequence[dict[str, object]], kinds: Sequence[str]
) -> list[dict[str, object]]:
    """Return the leave days of the kinds that earlier cases recorded, refused ones left out."""
    found: list[dict[str, object]] = []
    for record in records:
        data = record.get("data")
        if record.get("status") in COUNTED and isinstance(data, dict) and data.get("kind") in kinds:
            found.extend(data.get("days", []))
    return found


def overlapping_days(
    days: Sequence[dict[str, object]], taken: Sequence[dict[str, object]]
) -> list[date]:
    """Return the dates on which a request would take more than the one day there is.

    >>> half = {"day": date(2025, 3, 3), "part": Decimal("0.5")}
    >>> overlapping_days([half], [half])
    []
    >>> overlapping_days([half], [half, half])
    [datetime.date(2025, 3, 3)]
    """
    return [
        day
        for day in leave_dates(days)
        if _sum_on(days, day) + _sum_on(taken, day) > 1 and _sum_on(taken, day)
    ]


def window_sums(
    days: Sequence[dict[str, object]],
    taken: Sequence[dict[str, object]],
    window: str,
    starts: str,
    limit: Decimal,
) -> list[dict[str, object]]:
    """Add a request to what was taken, in each window that it touches.

    Args:
        days: Leave days of the request.
        taken: Leave days of earlier requests.
        window: ``LEAVE_CYCLE`` (the yearly cycle; a request across its end is counted in both),
            ``ROLLING_12M`` (twelve months back from the last day requested) or ``CALENDAR_YEAR``.
        starts: Month and day on which a leave cycle begins.
        limit: Days allowed in a window.

    Returns:
        For each window, oldest first: ``first day``, ``last day``, ``used``, ``requested``,
        ``total``, ``limit``, ``left`` (not below 0) and ``before`` (left before the request);
        all in working days.

    Raises:
        ValueError: If the window is none of the three.

    Source:
        P6 and P7 titles; P9-S2. The seven days of the worked examples:

    >>> old = [{"day": date(2025, 3, 3 + n), "part": Decimal(1)} for n in range(5)]
    >>> new = [{"day": day, "part": Decimal(1)} for day in
    ...        (date(2025, 3, 28), date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 2))]
    >>> [(str(w["total"]), str(w["left"])) for w in
    ...  window_sums(new, old, "LEAVE_CYCLE", "04-01", Decimal(7))]
    [('7', '0'), ('2', '5')]
    """
    dates = leave_dates(days)
    if window == "ROLLING_12M":
        spans = [_rolling(dates[-1])] if dates else []
    elif window in {"LEAVE_CYCLE", "CALENDAR_YEAR"}:
        begins = starts if window == "LEAVE_CYCLE" else "01-01"
        spans = [
            _yearly(first, begins) for first in sorted({cycle_start(day, begins) for day in dates})
        ]
    else:
        message = f"{window} is not a window. Choose LEAVE_CYCLE, ROLLING_12M or CALENDAR_YEAR."
        raise ValueError(message)
    return [_sums(days, taken, span, limit) for span in spans]


def highest_total(sums: Sequence[dict[str, object]]) -> Decimal:
    """Return the largest total of several windows; 0 when there is none."""
    return max((_number(window["total"]) for window in sums), default=Decimal(0))


def total_part(days: Sequence[dict[str, object]]) -> Decimal:
    """Return how many working days some leave days are."""
    return sum((_number(leave["part"]) for leave in days), Decimal(0))


def uninterrupted_run(
    days: Sequence[dict[str, object]],
    taken: Sequence[dict[str, object]],
    working_days: Sequence[date],
) -> Decimal:
    """Return the working days of the longest absence without a day of work that a request makes.

    Args:
        days: Leave days of the request.
        taken: Leave days of earlier requests.
        working_days: All working days from before the first to after the last of these days.

    Source:
        P9-S2 "seven consecutive ... working days"; it runs on across 31 March.

    >>> week = [date(2025, 3, 3 + n) for n in range(5)]
    >>> full = [{"day": day, "part": Decimal(1)} for day in week]
    >>> uninterrupted_run(full[3:], full[:2], week), uninterrupted_run(full[2:], full[:2], week)
    (Decimal('2'), Decimal('5'))
    """
    every = [*days, *taken]
    asked = set(leave_dates(days))
    best = run = Decimal(0)
    ours = False
    for day in working_days:
        part = _sum_on(every, day)
        run, ours = (run + part, ours or day in asked) if part else (Decimal(0), False)
        best = max(best, run) if ours else best
    return best


def _sums(
    days: Sequence[dict[str, object]],
    taken: Sequence[dict[str, object]],
    span: tuple[date, date],
    limit: Decimal,
) -> dict[str, object]:
    used, requested = (
        total_part([leave for leave in some if span[0] <= _day(leave) <= span[1]])
        for some in (taken, days)
    )
    total = used + requested
    return {
        "first day": span[0],
        "last day": span[1],
        "used": used,
        "requested": requested,
        "total": total,
        "limit": limit,
        "left": max(limit - total, Decimal(0)),
        "before": max(limit - used, Decimal(0)),
    }


def _yearly(first: date, starts: str) -> tuple[date, date]:
    month, number = (int(part) for part in starts.split("-"))
    return first, date(first.year + 1, month, number) - timedelta(days=1)


def _rolling(last: date) -> tuple[date, date]:
    # 29 February has no day a year earlier; the twelve months then begin on 1 March.
    leap = (last.month, last.day) == (2, 29)
    before = date(last.year - 1, 2, 28) if leap else last.replace(year=last.year - 1)
    return before + timedelta(days=1), last


def _day(leave: dict[str, object]) -> date:
    day = leave["day"]
    if not isinstance(day, date):
        message = f"{day!r} is not a day of leave."
        raise TypeError(message)
    return day


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _sum_on(days: Sequence[dict[str, object]], day: date) -> Decimal:
    return sum((_number(leave["part"]) for leave in days if leave["day"] == day), Decimal(0))
