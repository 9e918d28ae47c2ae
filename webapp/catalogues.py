"""Brings the catalogues of translations up to date: ``python -m webapp.catalogues``.

Sentences are gathered from the code and the templates, every language's ``messages.po`` is brought
in line with them, and the compiled ``messages.mo`` is written beside it. What a procedure says is
translated in its own folder.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from webapp.settings import LANGUAGES

ROOT = Path(__file__).parent
FOLDER = ROOT / "translations"
_SOURCES = (ROOT, ROOT.parent / "forms")
_METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("templates/**.html", "jinja2"),
]
_OPTIONS = {name: {"trimmed": "true"} for name in ("**/templates/**.html", "templates/**.html")}
#: Marks of a sentence; the numbers say which arguments are singular and plural.
_MARKS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "say": None,
    "N_": None,
    "ngettext": (1, 2),
}


#: Stands where the form wants a date.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
#: Lines of a catalogue's head that would differ with every run or say nothing.
_LEFT_OUT = tuple(
    f'"{name}:'.encode()
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid-Bugs-To",
        "Project-Id-Version",
    )
)


def extract() -> Catalog:
    """Gather the sentences of the product."""
    catalog = Catalog(project="Docket", charset="utf-8")
    for source in _SOURCES:
        found = extract_from_dir(source, _METHODS, _OPTIONS, _MARKS)
        for path, _, message, comments, context in found:
            place = f"{source.name}/{path}"
            catalog.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalog


def list_languages() -> Iterator[str]:
    """List the languages that sentences are translated into."""
    yield from (language for language in LANGUAGES if language != "en")


def get_path(language: str) -> Path:
    """Return the path of a language's catalogue."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    """Read the catalogue of a language; an empty one when there is none."""
    path = get_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Docket", charset="utf-8")
    return read_po(BytesIO(path.read_bytes()), locale=language)


def update(language: str, sentences: Catalog) -> Catalog:
    """Return a language's catalogue with exactly the sentences of the product."""
    catalog = read(language)
    catalog.update(sentences, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """Write a catalogue in the form that people translate in: sorted, without dates and lines."""
    catalog.fuzzy = False
    catalog.header_comment = f"# Docket's sentences in {LANGUAGES[str(catalog.locale)]}."
    written = BytesIO()
    write_po(written, catalog, width=100, sort_output=True, omit_header=False, include_lineno=False)
    lines = written.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(_LEFT_OUT))


def as_mo(catalog: Catalog) -> bytes:
    """Write a catalogue in the form that programs read; the same sentences give the same bytes."""
    catalog.creation_date = catalog.revision_date = _NO_DATE
    written = BytesIO()
    write_mo(written, catalog)
    return written.getvalue()


def main() -> None:
    """Bring every catalogue up to date."""
    sentences = extract()
    for language in list_languages():
        catalog = update(language, sentences)
        path = get_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(read(language)))


if __name__ == "__main__":
    main()
