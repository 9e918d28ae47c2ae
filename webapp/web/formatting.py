"""Days, times and values as a person reads them: their language, their office's time zone."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers
from flask import Flask
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup, escape

from engine.queries.inbox import MOST_COUNTED
from webapp.web.i18n import choose_zone
from webapp.web.state import get_context

#: A day as FEEL writes it, no part of a longer name or number.
_ISO_DAY = re.compile(r"(?<![\w./-])\d{4}-\d{2}-\d{2}(?![\w/-])(?!\.\w)")
#: Days before months, hours to 24: what people of an international organisation write.
_PLAIN = {"en": Locale("en", "GB")}


def get_plain_locale() -> Locale | None:
    """Return the reader's language with the customs for days and times."""
    locale: Locale | None = get_locale()
    return _PLAIN.get(str(locale), locale)


def install(app: Flask) -> None:
    """Offer the filters to the pages."""
    app.jinja_env.filters.update(
        day=format_day,
        instant=format_instant,
        moment=mark_instant,
        elsewhere=is_elsewhere,
        town=name_town,
        due=format_due,
        ago=format_ago,
        value=format_value,
        money=format_money,
        capped=format_capped,
        joined=format_list,
        initials=make_initials,
        filesize=format_size,
    )


def format_capped(number: int) -> str:
    """Write how many there are, such as ``12``, or ``1,000+`` when they were not counted further."""
    if number > MOST_COUNTED:
        return f"{numbers.format_decimal(MOST_COUNTED, locale=get_locale())}+"
    return str(numbers.format_decimal(number, locale=get_locale()))


def format_day(day: date, width: str = "medium") -> str:
    """Write a day, such as ``24 Nov 2026``."""
    return str(dates.format_date(day, width, locale=get_plain_locale()))


def format_days(text: str) -> str:
    """Write the days in a text, which stand there as ``2026-11-24``, as the reader does."""
    return _ISO_DAY.sub(_rewrite_day, text)


def _rewrite_day(found: re.Match[str]) -> str:
    try:
        return format_day(date.fromisoformat(found[0]))
    except ValueError:  # figures that only look like a day
        return found[0]


def format_instant(instant: datetime, zone: str = "", width: str = "medium") -> str:
    """Write an instant as day and time of an office (the reader's own when none is given)."""
    return _write(_local(instant, zone).replace(tzinfo=None), width, get_plain_locale())


@lru_cache(maxsize=4096)
def _write(local: datetime, width: str, locale: Locale | None) -> str:
    # Without its zone: instants of two zones are equal though their clocks show different hours.
    day = dates.format_date(local, width, locale=locale)
    clock = dates.format_time(local, "short", locale=locale)
    return f"{day}, {clock}"


def mark_instant(instant: datetime, zone: str = "") -> Markup:
    """Write an instant as a ``time`` element whose title names the time zone."""
    zone = zone or choose_zone()
    shown = format_instant(instant, zone)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        instant.isoformat(), zone, shown
    )


def is_elsewhere(instant: datetime, zone: str) -> bool:
    """Return whether the clocks of an office show another time than the reader's."""
    return _local(instant, zone).utcoffset() != _local(instant, "").utcoffset()


def name_town(zone: str) -> str:
    """Name the town whose clock an office goes by, such as ``Nairobi``."""
    return str(dates.get_timezone_location(zone, get_locale(), return_city=True))


def format_due(instant: datetime, zone: str = "") -> str:
    """Say in words how far a deadline is, counted in days of an office's calendar."""
    now = get_context().clock.now()
    days = (_local(instant, zone).date() - _local(now, zone).date()).days
    if instant < now:
        return str(
            ngettext("overdue by %(num)d day", "overdue by %(num)d days", -days)
            if days
            else gettext("overdue since today")
        )
    if days == 0:
        return str(gettext("due today"))
    if days == 1:
        return str(gettext("due tomorrow"))
    return str(ngettext("due in %(num)d day", "due in %(num)d days", days))


def format_ago(instant: datetime) -> str:
    """Say how long ago something was, or how soon it will be."""
    span = instant - get_context().clock.now()
    return str(dates.format_timedelta(span, add_direction=True, locale=get_plain_locale()))


def format_money(amount: Decimal) -> str:
    """Write an amount without its currency: two decimals, more for the cost of small things."""
    return str(numbers.format_decimal(amount, "#,##0.00####", locale=get_locale()))


def format_value(value: object, zone: str = "") -> str:
    """Write a FEEL value for a person to read."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if isinstance(value, Decimal | int):
        return format_number(value)
    if isinstance(value, datetime):
        return format_instant(value, zone) if value.tzinfo else _naive(value)
    if isinstance(value, date):
        return format_day(value)
    if isinstance(value, time):
        return str(dates.format_time(value, "short", locale=get_plain_locale()))
    if isinstance(value, timedelta):
        return str(dates.format_timedelta(value, threshold=99, locale=get_plain_locale()))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {format_value(item, zone)}" for key, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return format_list([format_value(item, zone) for item in value]) or "—"
    return str(value)


def format_number(value: Decimal | int) -> str:
    """Write a number with exactly the decimals that it has: an amount keeps its cents."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return str(numbers.format_decimal(value, pattern, locale=get_plain_locale()))


def format_list(items: Sequence[str]) -> str:
    """Join words as the language does: ``a, b and c``."""
    return str(lists.format_list(list(items), locale=get_plain_locale())) if items else ""


def format_size(size: int) -> str:
    """Write a number of bytes in kB or MB."""
    amount, unit = (size / 1_000_000, "MB") if size >= 1_000_000 else (max(1, size / 1000), "kB")
    return f"{numbers.format_decimal(round(amount, 1), locale=get_plain_locale())} {unit}"


def make_initials(name: str) -> str:
    """Shorten a name to two letters."""
    words = [word for word in name.split() if word[0].isalpha()]
    return str(escape("".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()))


def _naive(value: datetime) -> str:
    return str(dates.format_datetime(value, "short", locale=get_plain_locale()))


def _local(instant: datetime, zone: str) -> datetime:
    return instant.astimezone(ZoneInfo(zone or choose_zone()))
