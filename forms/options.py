"""What can be chosen, and how a choice is written on a page."""

from collections.abc import Iterable
from decimal import Decimal

from forms.definition import Option

#: Choices beyond this number belong in a search, not in a list.
MAX_OPTIONS = 5_000


def read_option(item: object) -> Option | None:
    """Return an option from a value or from `{label, value}`; None when it is neither."""
    value, label = (
        (item.get("value"), item.get("label")) if isinstance(item, dict) else (item, None)
    )
    if isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, str | bool | Decimal):
        return None
    return Option(value=value, label=str(label) if label else write_token(value))


def read_options(items: Iterable[object]) -> tuple[Option, ...]:
    """Return the options of a list, leaving out what is none; at most `MAX_OPTIONS`."""
    found = (read_option(item) for item in items)
    return tuple(option for option in found if option)[:MAX_OPTIONS]


def write_token(value: object) -> str:
    """Return the text that stands for a value in a page's ``value`` attribute."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def choose(options: Iterable[Option], answer: object) -> Option | None:
    """Return the option that an answer names, by its value or by its token; None when none."""
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        answer = Decimal(str(answer))
    tokens = {write_token(option.value): option for option in options}
    found = tokens.get(write_token(answer)) if isinstance(answer, str | bool | Decimal) else None
    if found is None or isinstance(answer, str) or type(answer) is type(found.value):
        return found
    return None
