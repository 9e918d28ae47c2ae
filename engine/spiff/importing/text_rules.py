"""Checks of texts: times that can be read already, and expressions that are plainly not FEEL."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from engine import feel
from engine.errors import ExpressionError, LimitError, Problem
from engine.spiff.definition import Element, EventSpec
from engine.spiff.environment import Environment
from engine.spiff.importing.dialects import is_other_language
from engine.spiff.importing.model import Model
from engine.spiff.importing.structure import problem, shorten
from engine.spiff.times import first_due, read_cycle

__all__ = ["check_texts"]

_SOME_DAY = Environment(now=datetime(2027, 1, 1, tzinfo=UTC), zone=ZoneInfo("UTC"))
_WORDS = re.compile(r"[^\W\d]\w*\s+[^\W\d]\w*")
#: A function whose name has a keyword inside, such as ``records between(``.
_NAMED = re.compile(r"[^\W\d]\w*\s+(?:between|every|some)\b[\w\s]*\(")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEYWORDS = re.compile(
    r"\b(?:if|then|else|for|in|return|some|every|satisfies|and|or|between|instance|of|function|external|not|true|false|null)\b"
)


def check_texts(model: Model) -> Iterator[Problem]:
    """Yield times and expressions that cannot be read."""
    for element in model.elements.values():
        for event in element.event.each if element.event is not None else ():
            yield from _check_timer(element, event)
        for expression in element.expressions:
            fault = _fault(expression.text)
            if fault:
                message = (
                    f"has a {expression.what} that is not FEEL: {expression.text[:300]} ({fault})"
                )
                yield problem(element, message, "Write a FEEL expression.", "not-feel")
    for flow in model.flows.values():
        fault = _fault(flow.condition) if flow.condition else ""
        if fault:
            yield Problem(
                message=shorten(f"The condition of the flow {flow.id} is not FEEL: {flow.condition} ({fault})"),
                remedy="Write a FEEL condition such as =days > 3.", file=flow.file, element=flow.id,
                line=flow.line, rule="not-feel",
            )  # fmt: skip


def _check_timer(element: Element, event: EventSpec) -> Iterator[Problem]:
    if event.kind != "timer" or not event.expression or event.expression.startswith("="):
        return
    try:
        if event.timer == "timeCycle":
            read_cycle(_SOME_DAY, event.expression, element.id)
        else:
            first_due(_SOME_DAY, event.timer, event.expression, element.id)
    except ExpressionError as error:
        yield problem(element, f"cannot tell its time. {error}", error.remedy, "timer-not-readable")


def _fault(text: str) -> str:
    """Return why a text is not FEEL; empty when it is, or when only its names could tell."""
    if is_other_language(text):
        return "it is written in another language"
    try:
        feel.parse(text)
    except LimitError as error:
        return str(error)
    except ExpressionError as error:
        said = _STRINGS.sub('""', text)
        named = _NAMED.search(said) or _WORDS.search(_KEYWORDS.sub("+", said))
        return "" if named else str(error)
    return ""
