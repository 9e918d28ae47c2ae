"""Reads the template of a page: settings, title, and lines that repeat or depend on something."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

from engine.errors import ModelError, Problem

_FENCE = "+++"
_TITLE = "# "
_DIRECTIVE = re.compile(r"\{%\s*(?P<word>\w+)\b\s*(?P<rest>.*?)\s*%\}", re.DOTALL)
_FOR = re.compile(r"(?P<item>[^\W\d]\w*)\s+in\s+(?P<list>.+)", re.DOTALL)
_PLACE = re.compile(r"\{\{\s*(?:(?P<format>money|number)\s*:\s+)?(?P<expression>.+?)\s*\}\}")
_KEYS = {"type", "confidential", "paper"}
_TYPE = re.compile(r"[A-Z][A-Z0-9_-]{0,19}")

Format = Literal["", "money", "number"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a document is, whatever language it is written in."""

    #: Documents of one type and office are numbered together; empty: it has no number.
    type: str = ""
    #: Confidential variables that it shows.
    confidential: tuple[str, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place that a value goes to."""

    expression: str
    format: Format = ""
    #: One-based line of the file.
    line: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of text: texts and places in turn."""

    pieces: tuple[str | Place, ...]


@dataclass(frozen=True, kw_only=True)
class Loop:
    """Lines that are repeated."""

    item: str
    expression: str
    line: int
    parts: tuple["Part", ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Lines that are there or not."""

    expression: str
    line: int
    parts: tuple["Part", ...]
    otherwise: tuple["Part", ...]


@dataclass(frozen=True, kw_only=True)
class Signatures:
    """Blocks to sign in."""

    expression: str
    line: int


Part = Line | Loop | Choice | Signatures


@dataclass(frozen=True, kw_only=True)
class Template:
    """The template of a page."""

    #: Path inside the procedure's folder, for messages.
    file: str
    settings: Settings
    title: Line
    parts: tuple[Part, ...]


def read_template(text: str, file: str) -> Template:
    """Read the template of a page.

    Raises:
        ModelError: If it cannot be read; the problem names file and line.
    """
    lines = text.splitlines()
    head, first = _cut_head(lines, file)
    settings = read_settings(head, file)
    while first < len(lines) and not lines[first].strip():
        first += 1
    if first == len(lines) or not lines[first].startswith(_TITLE):
        _refuse(file, first + 1, "The document has no title.", "Begin it with “# Title”.")
    title = read_line(lines[first].removeprefix(_TITLE), first + 1)
    reader = _Reader(file=file, steps=list(_steps(lines[first + 1 :], first + 2)))
    parts = reader.take()
    if reader.steps:
        _refuse(file, reader.steps[0].line, f"“{reader.steps[0].word}” closes nothing.")
    return Template(file=file, settings=settings, title=title, parts=parts)


def read_settings(table: dict[str, Any], file: str) -> Settings:
    """Return the settings of a document.

    Raises:
        ModelError: If one is not known, or has no such value.
    """
    for key in sorted(set(table) - _KEYS):
        _refuse(file, 1, f"The setting “{key}” is not known.", f"Use {', '.join(sorted(_KEYS))}.")
    kind, paper = table.get("type", ""), table.get("paper", "portrait")
    confidential = table.get("confidential", [])
    if kind != "" and not (isinstance(kind, str) and _TYPE.fullmatch(kind)):
        _refuse(file, 1, f"The type {kind!r} cannot be used.", "Write capitals, such as IN.")
    if paper not in {"portrait", "landscape"}:
        _refuse(file, 1, f"The paper {paper!r} is not known.", "Use portrait or landscape.")
    if not isinstance(confidential, list) or not all(isinstance(one, str) for one in confidential):
        _refuse(file, 1, "“confidential” is a list of variables.")
    return Settings(type=kind, confidential=tuple(confidential), landscape=paper == "landscape")


def has_settings(text: str) -> bool:
    """Tell whether a template begins with settings."""
    return text.startswith(_FENCE)


def _cut_head(lines: list[str], file: str) -> tuple[dict[str, Any], int]:
    """Return the settings, and the index of the first line after them."""
    if not lines or lines[0].strip() != _FENCE:
        return {}, 0
    ends = [number for number, line in enumerate(lines) if number and line.strip() == _FENCE]
    if not ends:
        _refuse(file, 1, "The settings have no end.", f"Close them with a line {_FENCE}.")
    try:
        return tomllib.loads("\n".join(lines[1 : ends[0]])), ends[0] + 1
    except tomllib.TOMLDecodeError as error:
        _refuse(file, 1, f"The settings are not valid TOML: {error}.")


@dataclass(frozen=True, kw_only=True)
class _Step:
    """A line of text, or a directive."""

    #: Empty for a line of text.
    word: str = ""
    text: str
    line: int


def _steps(lines: list[str], first: int) -> Iterator[_Step]:
    """Yield lines and directives; a directive may go over several lines."""
    number = 0
    while number < len(lines):
        start, text = number, lines[number]
        number += 1
        if text.strip().startswith("{%"):
            while "%}" not in text and number < len(lines):
                text += "\n" + lines[number]
                number += 1
        found = _DIRECTIVE.fullmatch(text.strip())
        if found:
            yield _Step(word=found["word"], text=found["rest"], line=first + start)
        else:
            yield _Step(text=text, line=first + start)


@dataclass(kw_only=True)
class _Reader:
    file: str
    steps: list[_Step] = field(default_factory=list)

    def take(self) -> tuple[Part, ...]:
        """Read until something closes what is open."""
        parts: list[Part] = []
        while self.steps and self.steps[0].word not in {"end", "else"}:
            parts.append(self._part(self.steps.pop(0)))
        return tuple(parts)

    def _part(self, step: _Step) -> Part:
        if not step.word:
            if "{%" in step.text:
                remedy = "Write “{% … %}” on a line of its own."
                _refuse(self.file, step.line, "A directive stands within a line.", remedy)
            return read_line(step.text, step.line)
        if step.word == "for":
            return self._loop(step)
        if step.word == "if" and step.text:
            return self._choice(step)
        if step.word == "signatures" and step.text:
            return Signatures(expression=step.text, line=step.line)
        remedy = "Use for … in …, if …, else, end or signatures …."
        return _refuse(self.file, step.line, f"“{step.word} {step.text}” is not known.", remedy)

    def _loop(self, step: _Step) -> Loop:
        found = _FOR.fullmatch(step.text)
        if found is None:
            remedy = "Write “{% for item in list %}”."
            _refuse(self.file, step.line, f"“for {step.text}” cannot be read.", remedy)
        parts = self.take()
        self._close(step, "end")
        return Loop(item=found["item"], expression=found["list"], line=step.line, parts=parts)

    def _choice(self, step: _Step) -> Choice:
        parts = self.take()
        otherwise: tuple[Part, ...] = ()
        if self.steps and self.steps[0].word == "else":
            self.steps.pop(0)
            otherwise = self.take()
        self._close(step, "end")
        return Choice(expression=step.text, line=step.line, parts=parts, otherwise=otherwise)

    def _close(self, step: _Step, word: str) -> None:
        if not self.steps or self.steps[0].word != word:
            remedy = "Add “{% end %}”."
            _refuse(self.file, step.line, f"“{step.word} {step.text}” has no end.", remedy)
        self.steps.pop(0)


def read_line(text: str, number: int) -> Line:
    """Return a line cut into texts and places."""
    pieces: list[str | Place] = []
    after = 0
    for found in _PLACE.finditer(text):
        written: Format = found["format"] or ""  # type: ignore[assignment]  # as the pattern has it
        pieces += [
            text[after : found.start()],
            Place(expression=found["expression"], format=written, line=number),
        ]
        after = found.end()
    return Line(pieces=(*pieces, text[after:]))


def _refuse(file: str, line: int, message: str, remedy: str = "") -> NoReturn:
    raise ModelError(
        [Problem(file=file, line=line, message=message, remedy=remedy, rule="document")]
    )
