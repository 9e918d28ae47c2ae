"""A procedure's folder as far as it can be read, for the rules to look at."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from engine.advance.model import SHARED, find_problems
from engine.advance.sharing import parse_diagrams
from engine.errors import ModelError, Problem
from engine.model.directory import Directory
from engine.model.forms import FieldInfo, Forms
from engine.model.procedure import SETTINGS, Procedure, read_procedure
from engine.spiff import Definition

Read = TypeVar("Read")


@dataclass(frozen=True, kw_only=True)
class Folder:
    """What could be read of a folder. A part that could not be read is null, its problems noted."""

    name: str
    files: Mapping[str, bytes]
    #: Roles, by id and title.
    roles: Mapping[str, str]
    procedure: Procedure | None
    definition: Definition | None
    #: Fields of each form, by form id.
    fields: Mapping[str, tuple[FieldInfo, ...]] = field(default_factory=dict)
    #: Texts of each form that people read, by form id.
    form_texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: What was found while reading.
    problems: tuple[Problem, ...] = ()

    def find_form(self, form: str) -> str:
        """Return the path of a form; empty when there is none."""
        paths = (f"forms/{form}.form", f"{SHARED}forms/{form}.form")
        return next((path for path in paths if path in self.files), "")


def open_folder(
    name: str, files: Mapping[str, bytes], forms: Forms, directory: Directory
) -> Folder:
    """Read a folder as far as it goes.

    Args:
        name: The folder's name, which is the id of its process.
        files: Every deployed file by path.
        forms: Reads the forms.
        directory: Knows the roles.
    """
    procedure = _read(lambda: read_procedure(files))
    return Folder(
        name=name,
        files=files,
        roles={role.id: role.title for role in directory.roles},
        procedure=procedure,
        definition=_read(lambda: parse_diagrams(files, name)),
        fields=dict(_read_forms(files, forms.list_fields)),
        form_texts=dict(_read_forms(files, forms.list_texts)),
        problems=(*find_problems(forms, files), *_misnamed(name, procedure)),
    )


def _read(reader: Callable[[], Read]) -> Read | None:
    try:
        return reader()
    except ModelError:  # what is wrong is among the folder's problems
        return None


def _read_forms(
    files: Mapping[str, bytes], reader: Callable[[bytes], Read]
) -> Iterator[tuple[str, Read]]:
    # The procedure's own form goes before a shared one of the same name.
    for path in sorted(files, key=lambda path: not path.startswith(SHARED)):
        if path.endswith(".form"):
            form = path.rpartition("/")[2].removesuffix(".form")
            with suppress(ModelError):  # said by the rules about forms
                yield form, reader(files[path])


def _misnamed(name: str, procedure: Procedure | None) -> list[Problem]:
    if procedure is None or procedure.id == name:
        return []
    return [
        Problem(
            file=SETTINGS,
            message=f"The id {procedure.id} is not the folder's name {name}.",
            remedy="Give both the same name.",
            rule="folder-name",
        )
    ]
