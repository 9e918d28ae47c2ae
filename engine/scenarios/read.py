"""Reads scenario files into records."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from engine.errors import ModelError, Problem

#: Files in this sub-folder are parts that scenarios use, not scenarios.
PARTS = "parts/"

_STEP_KEYS = {"at", "stopped", "actor", "case", "start", "subject", "task", "answers", "files"}
_STEP_KEYS |= {
    "expect",
    "refused",
    "use",
    "with",
    "message",
    "key",
    "variables",
    "begun",
    "leaves",
    "mail_fails",
    "stock",
}
_EXPECT_KEYS = {"status", "end", "path", "never", "open", "due", "variables", "notices"}
_EXPECT_KEYS |= {"records", "rules", "incidents", "dropped", "mails", "documents"}
_KEYS = {"title", "clauses", "parameters", "procedures", "step", "expect"}


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """How a case must stand. What is not named is not looked at."""

    #: ``active``, ``completed`` or ``terminated``.
    status: str = ""
    #: End event of the process that was reached last.
    end: str = ""
    #: Elements entered in this order; others may lie between.
    path: tuple[str, ...] = ()
    #: Elements that were never entered.
    never: tuple[str, ...] = ()
    #: Open tasks: element, and the person or roles that it waits for.
    open: Mapping[str, str] | None = None
    #: Last instant of tasks, by element: a date or a local date and time.
    due: Mapping[str, object] = field(default_factory=dict)
    #: Variables by name; a path such as ``count.total`` looks inside.
    variables: Mapping[str, object] = field(default_factory=dict)
    #: Notices that were sent: ``template`` and ``to`` (people, in any order), all of them in order.
    notices: tuple[Mapping[str, Any], ...] | None = None
    #: Documents that were produced, all of them in order: ``template``, ``number``, ``name``, ``title``,
    #: ``type``, ``confidential``, ``void``, ``contains`` and ``lacks`` (a text or several).
    documents: tuple[Mapping[str, Any], ...] | None = None
    #: Records that the case wrote last: ``status``, ``subject`` and more.
    records: tuple[Mapping[str, Any], ...] | None = None
    #: Decision and the number of the rule that matched last.
    rules: Mapping[str, int] = field(default_factory=dict)
    #: Files left for other systems, by folder and name, with a part of their text; all of them.
    dropped: Mapping[str, str] | None = None
    #: Mails that left the house, all of them in order: ``to``, ``cc``, ``reply_to``, ``subject``,
    #: ``files`` (names), ``contains`` and ``lacks`` (a text or several).
    mails: tuple[Mapping[str, Any], ...] | None = None
    #: Number of tokens that stand still.
    incidents: int = 0


@dataclass(frozen=True, kw_only=True)
class Step:
    """Somebody does something at a time, or time passes."""

    #: Local to the actor's office; null: no time passes.
    at: datetime | None = None
    #: Whether nothing ran meanwhile: what fell due since the step before is done only now.
    stopped: bool = False
    #: Person id; empty when only time passes.
    actor: str = ""
    #: Label of the case when a scenario has several.
    case: str = "main"
    #: Procedure to start.
    start: str = ""
    #: Person whom the case concerns, when it is not the actor.
    subject: str = ""
    #: Element whose open task is finished.
    task: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    #: Files to upload: field and file name; the content is made up.
    files: Mapping[str, str] = field(default_factory=dict)
    #: Message to publish, with `key` and `variables`.
    message: str = ""
    key: str = ""
    variables: Mapping[str, object] = field(default_factory=dict)
    #: Files that another system leaves: folder and name, and the text.
    leaves: Mapping[str, str] = field(default_factory=dict)
    #: What the mail server answers from now on in place of taking a mail, such as ``550 unknown``; empty:
    #: it takes them again. Null: as before.
    mail_fails: str | None = None
    #: Goods that move in the stock of the actor's office; see `engine.scenarios.goods`.
    stock: Mapping[str, object] = field(default_factory=dict)
    #: Procedure of which something else than a step began a case, which `case` names from now on;
    #: one of the office of the actor, when there is one.
    begun: str = ""
    #: Part of the refusal that must follow; empty when it must succeed.
    refused: str = ""
    expect: Expectation | None = None


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One story with its ending."""

    #: File name inside the scenarios folder.
    file: str
    title: str
    #: Clauses that it proves.
    clauses: tuple[str, ...]
    #: Parameters with another value than the procedure's.
    parameters: Mapping[str, object]
    #: Procedures in force although no step starts them.
    procedures: tuple[str, ...]
    steps: tuple[Step, ...]
    expect: Expectation


def read_scenarios(files: Mapping[str, bytes]) -> tuple[Scenario, ...]:
    """Read every scenario of a procedure.

    Args:
        files: The files of its scenarios folder by name; parts under ``parts/``.

    Raises:
        ModelError: If a file cannot be read; one problem for each finding.
    """
    problems: list[Problem] = []
    tables = {file: _toml(file, data, problems) for file, data in files.items()}
    parts = {
        file.removeprefix(PARTS).removesuffix(".toml"): table
        for file, table in tables.items()
        if file.startswith(PARTS)
    }
    found = [
        _scenario(file, table, parts, problems)
        for file, table in tables.items()
        if not file.startswith(PARTS) and table
    ]
    if problems:
        raise ModelError(problems)
    return tuple(found)


def _toml(file: str, data: bytes, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode(), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = int(line[1]) if line else 0
        problems.append(Problem(file=file, line=where, message=f"Not valid TOML: {error}."))
        return {}


def _scenario(
    file: str, table: dict[str, Any], parts: Mapping[str, dict[str, Any]], problems: list[Problem]
) -> Scenario:
    _refuse_unknown(file, "scenario", table, _KEYS, problems)
    if not table.get("title") or not table.get("clauses") or not table.get("step"):
        message = "A scenario has a title, the clauses it proves and at least one step."
        problems.append(Problem(file=file, message=message, rule="scenario"))
    steps = [
        _step(file, entry, problems)
        for step in table.get("step", ())
        for entry in _expand(file, step, parts, problems)
    ]
    return Scenario(
        file=file,
        title=table.get("title", ""),
        clauses=tuple(table.get("clauses", ())),
        parameters=table.get("parameters", {}),
        procedures=tuple(table.get("procedures", ())),
        steps=tuple(steps),
        expect=_expectation(file, table.get("expect", {}), problems),
    )


def _expand(
    file: str, step: dict[str, Any], parts: Mapping[str, dict[str, Any]], problems: list[Problem]
) -> list[dict[str, Any]]:
    """Put the steps of a part in place of the step that uses it, ``$name`` replaced."""
    if "use" not in step:
        return [step]
    part = parts.get(step["use"])
    if part is None:
        message = f"There is no part {step['use']}."
        problems.append(
            Problem(file=file, message=message, remedy=f"Add {PARTS}{step['use']}.toml.")
        )
        return []
    given = {**part.get("defaults", {}), **step.get("with", {})}
    return [_fill(entry, given) for entry in part.get("step", ())]


def _fill(value: Any, given: Mapping[str, object]) -> Any:
    if isinstance(value, dict):
        return {key: _fill(item, given) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, given) for item in value]
    return (
        given.get(value[1:], value) if isinstance(value, str) and value.startswith("$") else value
    )


def _step(file: str, entry: dict[str, Any], problems: list[Problem]) -> Step:
    _refuse_unknown(file, "step", entry, _STEP_KEYS, problems)
    known = {key: entry[key] for key in entry if key in _STEP_KEYS and key != "expect"}
    expect = _expectation(file, entry["expect"], problems) if "expect" in entry else None
    return Step(**known, expect=expect)


def _expectation(file: str, entry: dict[str, Any], problems: list[Problem]) -> Expectation:
    _refuse_unknown(file, "expect", entry, _EXPECT_KEYS, problems)
    known: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in entry.items()
        if key in _EXPECT_KEYS
    }
    return Expectation(**known)


def _refuse_unknown(
    file: str, what: str, entry: Mapping[str, Any], keys: set[str], problems: list[Problem]
) -> None:
    for key in sorted(set(entry) - keys):
        message = f"“{key}” is not known in “{what}”."
        problems.append(
            Problem(file=file, message=message, remedy=f"It may have: {', '.join(sorted(keys))}.")
        )
