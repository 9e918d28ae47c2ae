"""Functions on texts. Places count code points, from 1, or from -1 at the end."""

from decimal import Decimal

from engine.feel.library.define import builtin
from engine.feel.limits import Meter
from engine.feel.numbers import whole
from engine.feel.patterns import pattern_matches, pattern_replace, pattern_split
from engine.feel.values import Refusal, Value


@builtin("substring", "string: string, start position: number, length?: number", "string")
def substring(string: str, start: Decimal, length: Decimal | None = None) -> Value:
    """Part of a text, from a place on.

    Raises:
        Refusal: If the start is not in the text, or the length is below 1.
    """
    first = whole(start)
    if first is None or first == 0 or abs(first) > len(string):
        raise Refusal("The start position is not in the text.")
    begin = first - 1 if first > 0 else len(string) + first
    if length is None:
        return string[begin:]
    count = int(length)
    if count < 1:
        raise Refusal("The length has to be 1 or more.")
    return string[begin : begin + count]


@builtin("string length", "string: string", "number")
def string_length(string: str) -> Value:
    """How many characters a text has."""
    return Decimal(len(string))


@builtin("upper case", "string: string", "string")
def upper_case(string: str) -> Value:
    """A text in capital letters."""
    return string.upper()


@builtin("lower case", "string: string", "string")
def lower_case(string: str) -> Value:
    """A text in small letters."""
    return string.lower()


@builtin("substring before", "string: string, match: string", "string")
def substring_before(string: str, match: str) -> Value:
    """What stands before the first match; empty if there is none."""
    return string.partition(match)[0] if match and match in string else ""


@builtin("substring after", "string: string, match: string", "string")
def substring_after(string: str, match: str) -> Value:
    """What stands after the first match; empty if there is none."""
    if not match:
        return string
    return string.partition(match)[2]


@builtin("contains", "string: string, match: string", "boolean")
def contains(string: str, match: str) -> Value:
    """Whether a text holds another."""
    return match in string


@builtin("starts with", "string: string, match: string", "boolean")
def starts_with(string: str, match: str) -> Value:
    """Whether a text begins with another."""
    return string.startswith(match)


@builtin("ends with", "string: string, match: string", "boolean")
def ends_with(string: str, match: str) -> Value:
    """Whether a text ends with another."""
    return string.endswith(match)


@builtin("matches", "input: string, pattern: string, flags?: string?", "boolean")
def matches(run: Meter, text: str, pattern: str, flags: str | None = None) -> Value:
    """Whether a regular expression is found in a text."""
    return pattern_matches(text, pattern, flags or "", run.limits.regex_seconds)


@builtin(
    "replace", "input: string, pattern: string, replacement: string, flags?: string?", "string"
)
def replace(
    run: Meter, text: str, pattern: str, replacement: str, flags: str | None = None
) -> Value:
    """A text with every match of a regular expression replaced."""
    return pattern_replace(text, pattern, replacement, flags or "", run.limits)


@builtin("split", "string: string, delimiter: string", "list<string>")
def split(run: Meter, string: str, delimiter: str) -> Value:
    """The parts of a text between the matches of a regular expression."""
    return pattern_split(string, delimiter, run.limits.regex_seconds)


@builtin("string join", "list: list, delimiter?: string?", "string")
def string_join(items: list[Value], delimiter: str | None = None) -> Value:
    """Texts put together, nulls left out, with a delimiter between them.

    Raises:
        Refusal: If an item is no text.
    """
    texts = [item for item in items if item is not None]
    for item in texts:
        if not isinstance(item, str):
            raise Refusal(
                "Only texts can be joined.", "Turn the items into texts with string(...)."
            )
    return (delimiter or "").join(map(str, texts))
