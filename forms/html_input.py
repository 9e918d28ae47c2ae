"""Turns what a browser posts into raw answers.

Names that begin with an underscore, and ``csrf_token``, are the page's own: ``_rows`` names each
list that is on the page, ``_add`` and ``_remove`` are the buttons of its rows, ``_redraw`` asks
for the page again. Everything else is an answer, or is refused later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Protocol

from forms.definition import FormDefinition, Kind, Question
from forms.draft import is_blank
from forms.numbers import make_canonical
from forms.paths import find_at, list_questions, read_path, write_path

#: The page's own buttons and marks.
REDRAW = "_redraw"
ADD = "_add"
REMOVE = "_remove"
ROWS = "_rows"

Path = tuple[str | int, ...]


class Posted(Protocol):
    """A posted form: several values a name, as werkzeug's MultiDict."""

    def __iter__(self) -> Iterator[str]:
        """Yield each name once."""

    def getlist(self, key: str) -> list[str]:
        """Return the values of a name, in order."""


class SentFile(Protocol):
    """A file of a posted form, as werkzeug's FileStorage."""

    filename: str | None
    stream: IO[bytes]


class PostedFiles(Protocol):
    """The files of a posted form."""

    def __iter__(self) -> Iterator[str]:
        """Yield each name once."""

    def getlist(self, key: str) -> Sequence[SentFile]:
        """Return the files of a name, in order."""


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that came with the answers, to be stored before they are submitted."""

    #: Name of the question on the page, such as ``family[0].proof``.
    name: str
    file: SentFile


@dataclass(frozen=True, kw_only=True)
class Submission:
    """What a browser sent."""

    #: Raw answers, ready for a draft, for `view` and for the engine.
    answers: dict[str, object]
    #: New files; their references are to be put among the answers with `attach`.
    uploads: tuple[Upload, ...] = ()
    #: True when the person wants another row, or the page drawn anew, and not to submit.
    redraw: bool = False


@dataclass(kw_only=True)
class _Tree:
    """Answers while they are put together: rows by their number on the page."""

    inner: dict[str | int, "_Tree"] = field(default_factory=dict)
    value: object = None
    is_list: bool = False

    def at(self, path: Path) -> "_Tree":
        """Return the place of a path, making it where it is missing."""
        place = self
        for step in path:
            place.is_list = place.is_list or isinstance(step, int)
            place = place.inner.setdefault(step, _Tree())
        return place


def from_html(
    definition: FormDefinition, form: Posted, files: PostedFiles | None = None, locale: str = "en"
) -> Submission:
    """Return the answers of a posted form.

    Rows that were left blank are dropped when the form is submitted.

    Args:
        definition: The form that was on the page.
        form: Values by name.
        files: Files by name.
        locale: Tag such as ``fr``: how the person writes numbers.
    """
    tree = _Tree()
    questions = dict(list_questions(definition.components))
    for name in form:
        if not name.startswith("_") and name != "csrf_token":
            path = read_path(name) or (name,)
            question = questions.get(_strip(path))
            tree.at(path).value = _read(question, form.getlist(name), locale)
    for path in filter(None, map(read_path, form.getlist(ROWS))):
        tree.at(path).is_list = True
    for name in files or ():
        _add_files(tree, name, files)
    redraw = any(form.getlist(name) for name in (REDRAW, ADD, REMOVE))
    _change_rows(tree, form)
    uploads: list[Upload] = []
    answers = _finish(tree, (), uploads, keep_blank=redraw)
    plain = answers if isinstance(answers, dict) else {}
    return Submission(answers=plain, uploads=tuple(uploads), redraw=redraw)


def _strip(path: Path) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _read(question: Question | None, values: list[str], locale: str) -> object:
    kind = question.kind if question else None
    if kind in {Kind.SOME_OF, Kind.FILES}:
        return [value for value in values if value.strip()]
    last = values[-1] if values else ""
    return make_canonical(last, locale) if kind is Kind.NUMBER else last


def _add_files(tree: _Tree, name: str, files: PostedFiles | None) -> None:
    sent = [file for file in (files.getlist(name) if files else ()) if file.filename]
    if sent and not name.startswith("_"):
        place = tree.at(read_path(name) or (name,))
        old = place.value if isinstance(place.value, list) else []
        place.value = [*old, *sent]


def _change_rows(tree: _Tree, form: Posted) -> None:
    """Do what the buttons of the rows ask; a name that is none is ignored."""
    for path in filter(None, map(read_path, form.getlist(ADD))):
        rows = tree.at(path)
        rows.is_list = True
        numbers = [step for step in rows.inner if isinstance(step, int)]
        rows.inner[max(numbers, default=-1) + 1] = _Tree()
    for path in filter(None, map(read_path, form.getlist(REMOVE))):
        tree.at(path[:-1]).inner.pop(path[-1], None)


def _finish(tree: _Tree, path: Path, uploads: list[Upload], *, keep_blank: bool) -> object:
    """Return plain answers; new files go to the uploads, under the numbers that rows have now."""
    if tree.is_list:
        rows = [tree.inner[number] for number in sorted(tree.inner, key=_order)]
        kept = [row for row in rows if keep_blank or not _is_blank(row)]
        return [
            _finish(row, (*path, number), uploads, keep_blank=keep_blank)
            for number, row in enumerate(kept)
        ]
    if tree.inner or not path or isinstance(path[-1], int):
        return {
            str(name): _finish(inner, (*path, name), uploads, keep_blank=keep_blank)
            for name, inner in tree.inner.items()
        }
    return _take_files(tree.value, path, uploads)


def _order(step: str | int) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (10_000, step)


def _take_files(value: object, path: Path, uploads: list[Upload]) -> object:
    if not isinstance(value, list):
        return value
    name = write_path(path)
    uploads += [Upload(name=name, file=item) for item in value if not isinstance(item, str)]
    return [item for item in value if isinstance(item, str)]


def _is_blank(tree: _Tree) -> bool:
    own = tree.value == "false" or is_blank(tree.value)  # a box that is not ticked
    return own and all(_is_blank(inner) for inner in tree.inner.values())


def attach(answers: dict[str, object], name: str, reference: str) -> None:
    """Put the reference of a stored file among the answers of its question."""
    *above, last = read_path(name)
    place = find_at(answers, tuple(above))
    if isinstance(place, dict):
        old = place.get(last)
        place[last] = [*(old if isinstance(old, list) else []), reference]
