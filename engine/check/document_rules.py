"""Rules about documents: those produced are there, in each language, and every place can be filled."""

from collections.abc import Iterator, Sequence

from engine import feel
from engine.advance.documents import DOCUMENT
from engine.advance.model import SHARED, find_documents
from engine.check.diagram_rules import make_problem
from engine.check.folder import Folder
from engine.check.word_rules import LANGUAGES
from engine.documents.data_file import ENDING, Layout, read_layout
from engine.documents.template import (
    Choice,
    Line,
    Loop,
    Part,
    Place,
    Settings,
    Signatures,
    Template,
    has_settings,
    read_template,
)
from engine.errors import ModelError, Problem
from engine.spiff import Element

_PAGE = ".md"
#: Names that every document may use beside the variables of the case.
_GIVEN = ("document", "loopCounter")


def look_at_documents(
    folder: Folder, known: frozenset[str], functions: feel.Functions
) -> Iterator[Problem]:
    """Find documents that are missing, unused, not translated, or that cannot be filled in."""
    used: set[str] = set()
    for element in folder.definition.elements.values() if folder.definition else ():
        if element.job is not None and element.job.type == DOCUMENT:
            template = element.job.headers.get("template", "")
            used.add(template)
            yield from _look_at_element(folder, element, template)
    own = {_template_of(path) for path in folder.files if not path.startswith(SHARED)}
    for path, data in folder.files.items():
        template = _template_of(path)
        # One of the procedure's own goes before a shared one of the same name.
        if not template or (path.startswith(SHARED) and template not in used - own):
            continue
        if template not in used and folder.definition is not None:
            yield _problem(path, f"No element produces the document {template}.", "Remove it.")
        yield from _look_at_file(folder, path, data.decode(), {*known, *_GIVEN}, functions)
        if path.endswith(ENDING) and path.replace(ENDING, _PAGE) in folder.files:
            message = f"The document {template} is there as a page and as a data file."
            yield _problem(path, message, "Give one of them another name.")


def _look_at_element(folder: Folder, element: Element, template: str) -> Iterator[Problem]:
    given = {mapping.target for mapping in element.inputs}
    if not template:
        if "template" not in given:
            remedy = "Add the header “template”."
            yield make_problem(element, "names no document to produce", remedy, "document")
        return
    found = find_documents(folder.files, template, "en")
    if not found:
        what = f"produces documents/{template}.md, which is missing"
        yield make_problem(element, what, "Write it, or a .csv.toml.", "document")
        return
    if found[0].endswith(ENDING):
        return
    for language in LANGUAGES:
        if not find_documents(folder.files, template, language)[0].endswith(f".{language}.md"):
            what = f"produces documents/{template}.{language}.md, which is missing"
            yield make_problem(element, what, "Write it.", "document")


def _look_at_file(
    folder: Folder, path: str, text: str, known: set[str], functions: feel.Functions
) -> Iterator[Problem]:
    try:
        if path.endswith(ENDING):
            layout = read_layout(text, path)
            yield from _look_at_layout(folder, layout, known, functions)
            return
        template = read_template(text, path)
    except ModelError as error:
        yield from error.problems
        return
    settings = template.settings
    if _language_of(path):
        if has_settings(text):
            remedy = "The settings of the English file hold for all languages."
            yield _problem(path, "A translation has settings of its own.", remedy)
        first = folder.files.get(f"{path.removesuffix(_PAGE)[:-3]}{_PAGE}")
        if first is None:
            yield _problem(
                path, "The document is there only in translation.", "Write it in English."
            )
            return
        settings = _settings_of(first.decode(), path)
    else:
        yield from _look_at_settings(folder, path, settings)
    yield from _look_at_template(folder, template, settings, known, functions)


def _look_at_template(
    folder: Folder,
    template: Template,
    settings: Settings,
    known: set[str],
    functions: feel.Functions,
) -> Iterator[Problem]:
    path, hidden = template.file, _list_hidden(folder)
    for place in _places(template.title):
        yield from _look_at(path, place.expression, place.line, known, functions)
        for name in sorted(_names(place.expression, functions) & hidden):
            yield _problem(path, f"The title shows {name}, which is confidential.", line=place.line)
    for expression, line, names in _list_expressions(template.parts, frozenset(known)):
        yield from _look_at(path, expression, line, names, functions)
        yield from _look_at_names(
            path, expression, line, hidden - {*settings.confidential}, functions
        )


def _look_at_layout(
    folder: Folder, layout: Layout, known: set[str], functions: feel.Functions
) -> Iterator[Problem]:
    yield from _look_at_settings(folder, layout.file, layout.settings)
    hidden = _list_hidden(folder) - {*layout.settings.confidential}
    for expression, of_row in layout.expressions:
        names = {*known, layout.item} if of_row else known
        yield from _look_at(layout.file, expression, 0, names, functions)
        yield from _look_at_names(layout.file, expression, 0, hidden, functions)
    title = "".join(piece for piece in layout.title.pieces if isinstance(piece, str))
    for language in LANGUAGES if folder.procedure else ():
        words = folder.procedure.translations.get(language, {}) if folder.procedure else {}
        if title not in words and not any(_places(layout.title)):
            message = f"The title “{title}” is not translated."
            yield _problem(layout.file, message, f"Add it to {language}.toml.")


def _look_at_settings(folder: Folder, path: str, settings: Settings) -> Iterator[Problem]:
    known = folder.procedure.confidential if folder.procedure else {}
    for name in settings.confidential:
        # Shared documents serve procedures with other confidential variables too.
        if name not in known and not path.startswith(SHARED):
            remedy = "Say who may read it in procedure.toml under [confidential]."
            yield _problem(path, f"Nobody may read {name}, which the document shows.", remedy)


def _look_at_names(
    path: str, expression: str, line: int, hidden: set[str], functions: feel.Functions
) -> Iterator[Problem]:
    for name in sorted(_names(expression, functions) & hidden):
        remedy = "Name it under “confidential” in the document's settings."
        yield _problem(path, f"{name} is confidential.", remedy, line)


def _look_at(
    path: str,
    expression: str,
    line: int,
    known: set[str] | frozenset[str],
    functions: feel.Functions,
) -> Iterator[Problem]:
    for problem in feel.check(expression, dict.fromkeys(known), functions):
        message = f"“{expression}”: {problem.message}"
        yield _problem(path, message, problem.remedy, line)


def _list_expressions(
    parts: Sequence[Part], known: frozenset[str]
) -> Iterator[tuple[str, int, frozenset[str]]]:
    """Yield every expression with its line and the names that it may use."""
    for part in parts:
        match part:
            case Line():
                yield from ((one.expression, one.line, known) for one in _places(part))
            case Loop():
                yield part.expression, part.line, known
                yield from _list_expressions(part.parts, known | {part.item})
            case Choice():
                yield part.expression, part.line, known
                yield from _list_expressions((*part.parts, *part.otherwise), known)
            case Signatures():
                yield part.expression, part.line, known


def _places(line: Line) -> list[Place]:
    return [piece for piece in line.pieces if isinstance(piece, Place)]


def _names(expression: str, functions: feel.Functions) -> set[str]:
    """Return the names that an expression uses; none when it cannot be read."""
    if feel.problems(expression, functions.special):
        return set()
    return feel.names_in(feel.parse(expression, functions.special).root)


def _list_hidden(folder: Folder) -> set[str]:
    fields = {one.key for many in folder.fields.values() for one in many if one.confidential}
    return fields | set(folder.procedure.confidential if folder.procedure else ())


def _settings_of(text: str, path: str) -> Settings:
    try:
        return read_template(text, path).settings
    except ModelError:  # said of the file in English
        return Settings()


def _template_of(path: str) -> str:
    """Return the name of the document that a file belongs to; empty when it is none."""
    folder, _, name = path.removeprefix(SHARED).rpartition("/")
    if folder != "documents":
        return ""
    if name.endswith(ENDING):
        return name.removesuffix(ENDING)
    return name.removesuffix(_PAGE).removesuffix(f".{_language_of(path)}")


def _language_of(path: str) -> str:
    """Return the language of a translated page; empty for English and data files."""
    stem, dot, language = path.removesuffix(_PAGE).rpartition(".")
    return language if path.endswith(_PAGE) and dot and stem and len(language) == 2 else ""


def _problem(path: str, message: str, remedy: str = "", line: int = 0) -> Problem:
    return Problem(file=path, line=line, message=message, remedy=remedy, rule="document")
