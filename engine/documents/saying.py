"""Writes values as a person reads them, in the six languages of the United Nations."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

_MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "es": (
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
    "ru": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "ar": (
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
        "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
    ),
}  # fmt: skip
_DAYS: Mapping[str, str] = {
    "es": "{day} de {month} de {year}",
    "ru": "{day} {month} {year} г.",  # noqa: RUF001  -- Russian
}
_YES_NO = {
    "en": ("no", "yes"),
    "fr": ("non", "oui"),
    "es": ("no", "sí"),
    "ru": ("нет", "да"),
    "ar": ("لا", "نعم"),
    "zh": ("否", "是"),
}
#: What stands between thousands, and before decimals; elsewhere a comma and a point.
_NARROW = "\N{NARROW NO-BREAK SPACE}"
_FIGURES = {"fr": (_NARROW, ","), "es": (_NARROW, ","), "ru": (_NARROW, ",")}
_CENT = Decimal("0.01")


def say(value: object, language: str) -> str:
    """Return a value as a person writes it; a language that we cannot write in gets ISO dates."""
    match value:
        case None:
            return ""
        case bool():
            return _YES_NO.get(language, _YES_NO["en"])[value]
        case datetime():
            return f"{_day(value.date(), language)} {value:%H:%M}"
        case date():
            return _day(value, language)
        case Decimal():
            return f"{value.normalize():f}"
        case list():
            return ", ".join(say(item, language) for item in value)
        case _:
            return str(value)


def say_money(amount: Decimal, language: str) -> str:
    """Return an amount with two decimals, rounded half up, and thousands set apart."""
    return _group(f"{amount.quantize(_CENT, rounding=ROUND_HALF_UP):,f}", language)


def say_number(number: Decimal, language: str) -> str:
    """Return a number with the decimals that it has, and thousands set apart."""
    return _group(f"{number.normalize():,f}", language)


def _group(figure: str, language: str) -> str:
    thousands, point = _FIGURES.get(language, (",", "."))
    return figure.translate({ord(","): thousands, ord("."): point})


def _day(day: date, language: str) -> str:
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    months = _MONTHS.get(language)
    if months is None:
        return day.isoformat()
    pattern = _DAYS.get(language, "{day} {month} {year}")
    return pattern.format(day=day.day, month=months[day.month - 1], year=day.year)
