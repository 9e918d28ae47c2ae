"""Fills in the template of a page.

Values never go through Markdown: while it is turned into HTML a mark stands in each place, and the
escaped value takes its place at the end.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import escape

from engine.documents.markdown import render_markdown
from engine.documents.saying import say, say_money, say_number
from engine.documents.signing import signature_blocks
from engine.documents.template import Choice, Format, Line, Loop, Part, Place, Signatures, Template
from engine.errors import ExpressionError, LimitError

#: Works out an expression in a scope.
Evaluate = Callable[[str, Mapping[str, object]], object]

#: Private characters around the number of a value; no text of a template keeps them.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"(?:<p>)?{_OPEN}b(\\d+){_CLOSE}(?:</p>)?|{_OPEN}(\\d+){_CLOSE}")
_PRIVATE = dict.fromkeys(map(ord, (_OPEN, _CLOSE)))
_CONTROL = dict.fromkeys(range(32)) | {9: " ", 10: "\n"}
#: Lines of one document, repeated ones counted each time.
_MAX_LINES = 20_000


def fill_in(
    template: Template, scope: Mapping[str, object], evaluate: Evaluate, language: str
) -> str:
    """Fill in the template of a page, its title left out.

    Args:
        template: As it was read.
        scope: Variables by name.
        evaluate: Works out an expression.
        language: Language of dates and figures.

    Returns:
        HTML.

    Raises:
        ExpressionError: If a value cannot be worked out or written.
        LimitError: If it gets too long.
    """
    filler = _Filler(file=template.file, evaluate=evaluate, language=language)
    markdown = "\n".join(filler.lines(template.parts, scope))
    return _MARK.sub(filler.put, render_markdown(markdown))


def write_line(
    line: Line, scope: Mapping[str, object], evaluate: Evaluate, file: str, language: str
) -> str:
    """Return a line filled in, as plain text.

    Raises:
        ExpressionError: If a value cannot be worked out or written.
    """
    filler = _Filler(file=file, evaluate=evaluate, language=language)
    return " ".join("".join(filler.texts(line, scope)).split())


def write_value(value: object, written: Format, language: str) -> str:
    """Return a value as text.

    Raises:
        ExpressionError: If it has no text: a context, a confidential value, or no number.
    """
    if isinstance(value, dict):
        if "sealed" in value:
            message = "The value is confidential."
            remedy = "Name its variable under “confidential” in the document's settings."
            raise ExpressionError(message, remedy=remedy)
        message = "The value is a context."
        raise ExpressionError(message, remedy="Name one of its members.")
    if isinstance(value, list):
        return ", ".join(write_value(item, written, language) for item in value)
    if written and value is not None:
        if not isinstance(value, Decimal):
            message = f"The value {value} is no number."
            raise ExpressionError(message)
        return say_money(value, language) if written == "money" else say_number(value, language)
    return say(value, language)


@dataclass(kw_only=True)
class _Filler:
    file: str
    evaluate: Evaluate
    language: str
    #: HTML of the values, and of the blocks, by the numbers of their marks.
    values: list[str] = field(default_factory=list)
    count: int = 0

    def lines(self, parts: tuple[Part, ...], scope: Mapping[str, object]) -> Iterator[str]:
        """Yield lines of Markdown with marks in the places.

        Raises:
            LimitError: If there are too many.
        """
        for part in parts:
            self.count += 1
            if self.count > _MAX_LINES:
                message = f"The document {self.file} has more than {_MAX_LINES} lines. Split it."
                raise LimitError(message)
            match part:
                case Line():
                    yield self._marked(part, scope)
                case Loop():
                    yield from self._repeated(part, scope)
                case Choice():
                    chosen = part.parts if self._holds(part, scope) else part.otherwise
                    yield from self.lines(chosen, scope)
                case Signatures():
                    yield from ("", self._signatures(part, scope), "")

    def texts(self, line: Line, scope: Mapping[str, object]) -> Iterator[str]:
        """Yield a line as plain text, piece by piece."""
        for piece in line.pieces:
            yield piece if isinstance(piece, str) else self._text(piece, scope)

    def put(self, mark: re.Match[str]) -> str:
        """Return what stands in place of a mark."""
        return self.values[int(mark[1] or mark[2])]

    def _marked(self, line: Line, scope: Mapping[str, object]) -> str:
        return "".join(
            piece.translate(_PRIVATE)
            if isinstance(piece, str)
            else self._keep(self._html(piece, scope))
            for piece in line.pieces
        )

    def _repeated(self, loop: Loop, scope: Mapping[str, object]) -> Iterator[str]:
        items = self._value(loop.expression, loop.line, scope)
        if not isinstance(items, list):
            with self._at(loop.line):
                message = f"“{loop.expression}” is no list."
                raise ExpressionError(message)
        for number, item in enumerate(items, start=1):
            inner = {**scope, loop.item: item, "loopCounter": Decimal(number)}
            yield from self.lines(loop.parts, inner)

    def _holds(self, choice: Choice, scope: Mapping[str, object]) -> bool:
        value = self._value(choice.expression, choice.line, scope)
        if not isinstance(value, bool):
            with self._at(choice.line):
                message = f"“{choice.expression}” is neither true nor false."
                raise ExpressionError(message)
        return value

    def _signatures(self, part: Signatures, scope: Mapping[str, object]) -> str:
        value = self._value(part.expression, part.line, scope)
        with self._at(part.line):
            return self._keep(signature_blocks(value, self.language), "b")

    def _html(self, place: Place, scope: Mapping[str, object]) -> str:
        value = self._value(place.expression, place.line, scope)
        kind = ' class="day"' if isinstance(value, date) else ""
        return f"<bdi{kind}>{_as_html(self._written(value, place))}</bdi>"

    def _text(self, place: Place, scope: Mapping[str, object]) -> str:
        return self._written(self._value(place.expression, place.line, scope), place)

    def _written(self, value: object, place: Place) -> str:
        with self._at(place.line):
            return write_value(value, place.format, self.language).translate(_CONTROL)

    def _value(self, expression: str, line: int, scope: Mapping[str, object]) -> object:
        with self._at(line):
            return self.evaluate(expression, scope)

    def _keep(self, html: str, kind: str = "") -> str:
        self.values.append(html)
        return f"{_OPEN}{kind}{len(self.values) - 1}{_CLOSE}"

    @contextmanager
    def _at(self, line: int) -> Iterator[None]:
        try:
            yield
        except ExpressionError as error:
            message = f"{self.file}, line {line}: {error}"
            raise ExpressionError(message, remedy=error.remedy) from error


def _as_html(text: str) -> str:
    return "<br>".join(escape(text).split("\n"))
