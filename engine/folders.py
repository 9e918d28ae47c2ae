"""Reads procedures and organisations from folders. Procedures are data: they are never imported."""

import importlib.util
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from engine.errors import ModelError, NotFoundError, Problem
from engine.model.directory import (
    RELATIONS,
    Absence,
    Calendar,
    Directory,
    Membership,
    Person,
    Relation,
    Role,
    Unit,
)
from engine.model.procedure import SETTINGS

SHARED = "shared"
SCENARIOS = "scenarios"
#: In the shared folder but not part of any procedure: the demonstration's people.
ORGANISATION = "organisation.toml"
ROLES = "roles.toml"

_DEPLOYED = {".bpmn", ".dmn", ".form", ".md", ".toml", ".py"}
_BEGINNING = date(2000, 1, 1)


def find_root() -> Path:
    """Return the folder of the procedures that ship with the installation.

    Raises:
        NotFoundError: If it is not installed.
    """
    found = importlib.util.find_spec("processes")
    if found is None or not found.submodule_search_locations:
        message = "The folder of procedures is not installed. Name one with --processes."
        raise NotFoundError(message)
    return Path(found.submodule_search_locations[0])


def list_procedures(root: Path) -> list[str]:
    """List the names of the procedures in a folder, in order."""
    return sorted(path.parent.name for path in root.glob(f"*/{SETTINGS}"))


def read_files(root: Path, name: str) -> dict[str, bytes]:
    """Read the files of a procedure that are deployed, the shared ones under ``shared/``.

    Raises:
        NotFoundError: If there is no such procedure.
    """
    if not (root / name / SETTINGS).is_file():
        message = f"There is no procedure {name} in {root}: a folder with a {SETTINGS} is needed."
        raise NotFoundError(message)
    shared = {f"{SHARED}/{path}": data for path, data in _read(root / SHARED)}
    return {**shared, **dict(_read(root / name))}


def _read(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.suffix in _DEPLOYED and inside.parts[0] != SCENARIOS and path.name != ORGANISATION:
            yield inside.as_posix(), path.read_bytes()


def read_scenarios(root: Path, name: str) -> dict[str, bytes]:
    """Read the scenario files of a procedure by file name, parts of scenarios included."""
    folder = root / name / SCENARIOS
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*.toml"))
    }


def read_organisation(root: Path) -> Directory:
    """Read the organisation that demonstrations and scenarios use.

    Raises:
        ModelError: If a file is not valid.
    """
    people = _toml(root / SHARED / ORGANISATION)
    roles = _toml(root / SHARED / ROLES)
    return Directory(
        calendars=tuple(_calendar(key, entry) for key, entry in people["calendars"].items()),
        units=tuple(
            Unit(id=key, **{"parent": "", **entry}) for key, entry in people["units"].items()
        ),
        roles=tuple(_role(key, entry) for key, entry in roles.items()),
        people=tuple(_person(key, entry) for key, entry in people["people"].items()),
        memberships=tuple(
            Membership(person=key, role=role, unit=entry["unit"], valid_from=_BEGINNING)
            for key, entry in people["people"].items()
            for role in entry.get("roles", ())
        ),
        relations=tuple(
            Relation(person=key, relation=relation, other=entry[relation], valid_from=_BEGINNING)
            for key, entry in people["people"].items()
            for relation in RELATIONS
            if relation in entry
        ),
        absences=tuple(Absence(**entry) for entry in people.get("absences", ())),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        problem = Problem(
            file=path.name, line=int(found[1]) if found else 0, message=f"Not valid TOML: {error}."
        )
        raise ModelError([problem]) from error


def _calendar(key: str, entry: Mapping[str, Any]) -> Calendar:
    holidays = {date.fromisoformat(day): name for day, name in entry["holidays"].items()}
    return Calendar(
        id=key, name=entry["name"], weekend=frozenset(entry["weekend"]), holidays=holidays
    )


def _role(key: str, entry: Mapping[str, Any]) -> Role:
    return Role(
        id=key,
        title=entry["title"],
        aliases=tuple(entry.get("aliases", ())),
        organisation_wide=entry.get("organisation_wide", False),
    )


def _person(key: str, entry: Mapping[str, Any]) -> Person:
    return Person(
        id=key,
        name=entry["name"],
        email=entry.get("email", f"{key}@docket.example"),
        unit=entry["unit"],
        language=entry.get("language", "en"),
        category=entry.get("category", "local"),
    )
