"""Numbers as people write them: ``1 234,50``, ``1'234.50``, with the digits of any script."""

import re
import unicodedata
from decimal import Decimal

from babel.core import Locale
from babel.numbers import get_decimal_symbol, get_group_symbol

#: What may stand between groups of digits anywhere: spaces, thin spaces and apostrophes.
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'\u2019_]")
CANONICAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
#: The minus sign, and the Arabic marks for decimals and for groups.
SIGNS = str.maketrans("\u2212\u066b\u066c", "-.,")
SWAPPED = str.maketrans(".,", ",.")
#: A comma that cannot stand between groups of three.
DECIMAL_COMMA = re.compile(r"[+-]?\d+,(\d{1,2}|\d{4,})")
#: In a language with a decimal comma: a decimal point, or a group of three?
LIKE_GROUPED = re.compile(r"[+-]?\d{1,3}\.\d{3}")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
#: As many digits as FEEL keeps.
MAX_DIGITS = 34
#: Most digits before or after the decimal mark, zeros included.
MAX_MAGNITUDE = 300


def read_number(value: object) -> Decimal | None:
    """Return the number that a JSON value or a canonical text gives; None when it is none.

    Infinities and "not a number" are none.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        number = Decimal(str(value))
        return number if number.is_finite() else None
    text = value.strip() if isinstance(value, str) else ""
    if not CANONICAL.fullmatch(text) or len(text) > 100:
        return None
    return Decimal(text)


def has_too_many_digits(number: Decimal) -> bool:
    """Tell whether FEEL would have to round a number, or cannot hold it."""
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    return len(digits) > MAX_DIGITS or abs(number.adjusted()) > MAX_MAGNITUDE


def count_decimals(number: Decimal) -> int:
    """Return the digits after the decimal mark, without zeros at the end."""
    return len(f"{number:f}".partition(".")[2].rstrip("0"))


def make_canonical(text: str, locale: str) -> str:
    """Return a number written as in a locale with a point and without grouping.

    A text that is no number comes back as it is, one that could mean two numbers with a question
    mark: both are refused later, and the person sees what was typed.

    Args:
        text: What a person typed.
        locale: Tag such as ``fr`` or ``en-GB``.
    """
    place = Locale.parse(locale, sep="_" if "_" in locale else "-")
    comma, group = get_decimal_symbol(place) == ",", get_group_symbol(place)
    plain = SPACES.sub("", _to_ascii(text)).translate(SIGNS)
    if comma and group != "." and LIKE_GROUPED.fullmatch(plain):
        return f"{text.strip()} ?"
    if comma and (group == "." or "." not in plain):
        plain = plain.translate(SWAPPED)
    if GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    elif DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    return plain if CANONICAL.fullmatch(plain) else text.strip()


def _to_ascii(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text.strip()
    )
