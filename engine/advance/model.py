"""A deployed definition, read: everything that its files say, made once and shared."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast

from engine import feel, spiff
from engine.advance.functions import make_functions
from engine.advance.names import list_variables
from engine.advance.sharing import (
    Decisions,
    find_diagram_problems,
    list_embedded_forms,
    load_calculations,
    load_decisions,
    parse_diagrams,
)
from engine.context import Work
from engine.documents.data_file import ENDING
from engine.errors import DocketError, ModelError, NotFoundError, Problem
from engine.model.forms import FieldInfo, Forms
from engine.model.procedure import Procedure, read_procedure
from engine.store import definitions
from engine.store.definitions import DefinitionRow
from engine.store.packing import checksum_of

#: Folder of the parts that several procedures share.
SHARED = "shared/"
_CALCULATIONS = "calculations.py"


@dataclass(frozen=True, kw_only=True, eq=False)
class Model:
    """Everything that the files of one version say."""

    checksum: str
    files: Mapping[str, bytes] = field(repr=False)
    procedure: Procedure
    definition: spiff.Definition
    functions: feel.Functions
    decisions: Decisions

    def form(self, form_id: str) -> bytes:
        """Return a form of the procedure or of its shared parts.

        Raises:
            NotFoundError: If there is none of that id.
        """
        for path in (f"forms/{form_id}.form", f"{SHARED}forms/{form_id}.form"):
            if path in self.files:
                return self.files[path]
        embedded = list_embedded_forms(self.files)
        if form_id in embedded:
            return embedded[form_id]
        message = f"The procedure {self.procedure.title} has no form {form_id}."
        raise NotFoundError(message)

    def letter(self, template: str, language: str) -> str:
        """Return the text of a letter in a language, in English when it was not translated.

        Raises:
            NotFoundError: If there is no such letter.
        """
        for name in (f"{template}.{language}.md", f"{template}.md"):
            for path in (f"letters/{name}", f"{SHARED}letters/{name}"):
                if path in self.files:
                    return self.files[path].decode()
        message = f"The procedure {self.procedure.title} has no letter {template}."
        raise NotFoundError(message)

    def document(self, template: str, language: str) -> "Written":
        """Return the template of a document in a language, in English when it was not translated.

        Raises:
            NotFoundError: If there is no such template.
        """
        for path in find_documents(self.files, template, language):
            return Written(
                path=path,
                text=self.files[path].decode(),
                language=language if path.endswith(f".{language}.md") else "en",
            )
        message = f"The procedure {self.procedure.title} has no document {template}."
        raise NotFoundError(message)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A template as it was written."""

    #: Inside the procedure's folder.
    path: str
    text: str
    #: The language that it is in.
    language: str


def find_documents(files: Mapping[str, bytes], template: str, language: str) -> list[str]:
    """List the files of a document that there are, the first choice first."""
    names = (f"{template}.{language}.md", f"{template}.md", f"{template}{ENDING}")
    paths = (f"{folder}documents/{name}" for name in names for folder in ("", SHARED))
    return [path for path in paths if path in files]


def read_model(files: Mapping[str, bytes]) -> Model:
    """Read the files of a procedure.

    Raises:
        ModelError: If something in them cannot be used.
    """
    procedure = read_procedure(files)
    problems: list[Problem] = []
    functions = add_calculations(make_functions(), files, problems)
    decisions, unreadable = load_decisions(files)
    if problems or unreadable:
        raise ModelError([*problems, *unreadable])
    return Model(
        checksum=checksum_of(files),
        files=files,
        procedure=procedure,
        definition=parse_diagrams(files, procedure.id),
        functions=functions,
        decisions=decisions,
    )


def add_calculations(
    functions: feel.Functions, files: Mapping[str, bytes], problems: list[Problem] | None = None
) -> feel.Functions:
    """Return the functions together with those of a procedure's calculations, shared ones first.

    Args:
        functions: The platform's.
        files: The procedure's.
        problems: Gets what is wrong with a module, which then adds nothing.
    """
    for path in _list_calculations(files):
        try:
            functions = functions | load_calculations(files[path].decode())
        except (DocketError, SyntaxError, ValueError) as error:
            message = f"The calculations cannot be used: {error}."
            found = [] if problems is None else problems
            found.append(Problem(file=path, message=message, rule="calculations"))
    return functions


def _list_calculations(files: Mapping[str, bytes]) -> list[str]:
    shared = sorted(path for path in files if path.startswith(SHARED) and path.endswith(".py"))
    return [*shared, *([_CALCULATIONS] if _CALCULATIONS in files else [])]


def get_model(work: Work, definition_id: str) -> Model:
    """Return a deployed definition, read; it is read once for each process of ours.

    Raises:
        NotFoundError: If there is no such definition.
    """

    def make() -> Model:
        return read_model(definitions.get_files(work.transaction, definition_id))

    return cast("Model", work.context.derived.take(_key(definition_id), make))


def keep_model(work: Work, definition_id: str, model: Model) -> None:
    """Keep the model of a definition that was read before it had an id."""
    work.context.derived.take(_key(definition_id), lambda: model)


def _key(definition_id: str) -> str:
    return f"model {definition_id}"


def get_latest(work: Work, process_id: str) -> tuple[DefinitionRow, Model]:
    """Return the newest version of a procedure.

    Raises:
        NotFoundError: If it was never deployed.
    """
    row = definitions.find_latest(work.transaction, process_id)
    if row is None:
        message = f"No procedure {process_id} is in force."
        raise NotFoundError(message)
    return row, get_model(work, row.id)


def list_latest(work: Work) -> list[tuple[DefinitionRow, Model]]:
    """List the newest version of every procedure."""
    return [(row, get_model(work, row.id)) for row in definitions.list_latest(work.transaction)]


def find_problems(forms: Forms, files: Mapping[str, bytes]) -> list[Problem]:
    """Return what keeps the files of a procedure from being used, and what looks wrong in them."""
    problems: list[Problem] = []
    procedure_id = ""
    try:
        procedure_id = read_procedure(files).id
    except ModelError as error:
        problems.extend(error.problems)
    definition = _read_diagrams(files, procedure_id, problems) if procedure_id else None
    functions = add_calculations(make_functions(), files, problems)
    decisions, unreadable = load_decisions(files)
    problems.extend(unreadable)
    problems.extend(_missing_decisions(definition, decisions))
    known = {*list_variables(definition, list_fields(forms, files)), *functions.own}
    for path in _list_forms(definition, files):
        problems.extend(forms.find_problems(files[path], path, sorted(known)))
    if definition is not None:
        embedded = list_embedded_forms(files)
        for form, data in embedded.items():
            problems.extend(forms.find_problems(data, form, sorted(known)))
        problems.extend(_missing_forms(definition, {*files, *embedded}))
    return problems


def _missing_decisions(
    definition: spiff.Definition | None, decisions: Decisions
) -> Iterator[Problem]:
    """Yield the tasks that call a decision which no file of the procedure has."""
    for element in definition.elements.values() if definition else ():
        called = element.decision
        if called and not called.startswith("=") and called not in decisions:
            yield Problem(
                message=f"{element.type} {element.id} calls the decision {called}, which is not in the files.",
                remedy="Add the .dmn file, or name another decision.", file=element.file,
                element=element.id, line=element.line, rule="decision-missing",
            )  # fmt: skip


def _missing_forms(definition: spiff.Definition, known: Collection[str]) -> Iterator[Problem]:
    """Yield the tasks that nobody could finish, for their form is nowhere."""
    for element in definition.elements.values():
        form = element.form
        places = {form, f"forms/{form}.form", f"{SHARED}forms/{form}.form"}
        if form and places.isdisjoint(known):
            yield Problem(
                message=f"{element.type} {element.id} has the form {form}, which is not in the files.",
                remedy="Add the form, or name another one.", file=element.file,
                element=element.id, line=element.line, rule="form-missing",
            )  # fmt: skip


def _list_forms(definition: spiff.Definition | None, files: Mapping[str, bytes]) -> list[str]:
    """List the forms of a procedure, and the shared ones that its diagrams use."""
    used = {element.form for element in definition.elements.values()} if definition else set()
    return [
        path
        for path in files
        if path.endswith(".form")
        and (not path.startswith(SHARED) or path.rpartition("/")[2][: -len(".form")] in used)
    ]


def _read_diagrams(
    files: Mapping[str, bytes], process_id: str, problems: list[Problem]
) -> spiff.Definition | None:
    found = find_diagram_problems(files, process_id)
    problems.extend(found)
    if any(problem.severity == "error" for problem in found):
        return None
    return parse_diagrams(files, process_id)


def list_fields(forms: Forms, files: Mapping[str, bytes]) -> list[FieldInfo]:
    """List the answers of every form that can be read."""
    found: list[FieldInfo] = []
    for path, data in files.items():
        with suppress(ModelError):  # what is wrong with a form is said by find_problems
            found += forms.list_fields(data) if path.endswith(".form") else ()
    return found
