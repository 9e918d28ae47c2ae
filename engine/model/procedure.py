"""A procedure's folder, read: what it is called, who may start it, its parameters, clauses and words.

The diagram, the decisions and the forms are read elsewhere; here are ``procedure.toml``,
``policy.md`` and the translations. Files are given as bytes by path, as they are deployed.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from engine.errors import ExpressionError, ModelError, Problem
from engine.model.woven import Woven, list_woven, translate_woven

SETTINGS = "procedure.toml"
POLICY = "policy.md"
#: Parameters that several procedures share; a procedure's own of the same name goes before.
SHARED_PARAMETERS = "shared/parameters.toml"

#: What may stand in a column of a loaded table.
COLUMN_KINDS = ("text", "number", "date", "boolean")
#: In lists of roles: the person whom the case concerns.
SUBJECT = "subject"


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A figure or choice that the policy leaves open or may change, with the days it holds."""

    name: str
    title: str
    #: What the value counts, such as ``working days``; empty for a choice.
    unit: str
    #: Clause or page that it comes from, or who proposed it.
    source: str
    #: Values that may be chosen; empty when any value of the type will do.
    choices: tuple[object, ...]
    #: Columns of a table that the owner loads, and what stands in them: ``text``, ``number``,
    #: ``date`` or ``boolean``; empty when the value is none. A loaded table holds for every case,
    #: whichever version it runs on: all of them read it in the newest version.
    columns: Mapping[str, str]
    #: First day of validity and value, oldest first.
    values: tuple[tuple[date, object], ...]

    def value_on(self, day: date) -> object:
        """Return the value in force on a day.

        Raises:
            ExpressionError: If no value was in force yet.
        """
        held = [value for since, value in self.values if since <= day]
        if not held:
            message = f"The parameter {self.name} has no value on {day}. Add one in procedure.toml."
            raise ExpressionError(message)
        return held[-1]


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause of the policy, in our own words."""

    id: str
    title: str
    #: Markdown.
    text: str
    #: Where the source says it.
    source: str
    #: Why no element carries it out; empty when one must.
    not_carried_out: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """What a procedure's folder says beside its diagrams, decisions and forms."""

    id: str
    title: str
    description: str
    #: Start of the business keys of its cases, such as ``USL``.
    prefix: str
    #: Role that owns the procedure.
    owner: str
    #: Source document.
    source: str
    #: Steps of the source that the folder must cover.
    covers: tuple[str, ...]
    #: False for a part that other procedures call and nobody starts.
    startable: bool
    #: Roles whose holders may start a case for themselves.
    start_roles: tuple[str, ...]
    #: Roles and relations (``supervisor`` ...) who may start a case for another person.
    start_for_others: tuple[str, ...]
    #: Roles whose holders may see the cases of their office without a task in them; of a role for
    #: the whole organisation, those of every office. What is confidential stays so.
    followers: tuple[str, ...]
    #: Form of the start; empty when nothing is asked.
    start_form: str
    #: FEEL text of one line that tells cases apart in lists.
    summary: str
    parameters: Mapping[str, Parameter]
    clauses: Mapping[str, Clause]
    #: Confidential variable and the roles that may read it; `SUBJECT` is the person concerned.
    confidential: Mapping[str, tuple[str, ...]]
    #: Variable, and the element while whose work only auditors and administrators see its value:
    #: who judges the same thing as others is not to know yet how they judge.
    withheld: Mapping[str, str]
    #: Language, then English text and its translation.
    translations: Mapping[str, Mapping[str, str]]
    #: Language and the translations that leave gaps.
    woven: Mapping[str, tuple[Woven, ...]]
    #: Language and the clauses in it.
    translated_clauses: Mapping[str, Mapping[str, Clause]]

    def translate(self, text: str, language: str) -> str:
        """Return a text of the procedure in a language, or as it is when nobody translated it."""
        found = self.translations.get(language, {}).get(text)
        return found or translate_woven(text, self.woven.get(language, ())) or text

    def clause(self, clause_id: str, language: str = "en") -> Clause | None:
        """Return a clause in a language, in English when it was not translated."""
        return self.translated_clauses.get(language, {}).get(clause_id) or self.clauses.get(
            clause_id
        )

    def is_loaded(self, name: str) -> bool:
        """Tell whether a parameter is a table that the owner loads."""
        return name in self.parameters and bool(self.parameters[name].columns)

    def parameter(self, name: str, day: date) -> object:
        """Return the value of a parameter in force on a day.

        Raises:
            ExpressionError: If there is no such parameter, or no value yet.
        """
        if name not in self.parameters:
            message = f"The procedure {self.id} has no parameter {name}."
            raise ExpressionError(message, remedy="Add it to procedure.toml.")
        return self.parameters[name].value_on(day)


def read_procedure(files: Mapping[str, bytes]) -> Procedure:
    """Read a procedure's settings, policy and translations.

    Raises:
        ModelError: If a file is missing or cannot be read; one problem for each finding.
    """
    settings = _toml(files, SETTINGS)
    problems = [
        Problem(file=SETTINGS, message=f"“{key}” is missing.", rule="setting-missing")
        for key in ("id", "title", "prefix", "owner", "source")
        if not settings.get(key)
    ]
    shared = _toml(files, SHARED_PARAMETERS) if SHARED_PARAMETERS in files else {}
    parameters = {
        **_parameters(shared, SHARED_PARAMETERS, problems),
        **_parameters(settings.get("parameters", {}), SETTINGS, problems),
    }
    clauses = read_clauses(files.get(POLICY, b"").decode(), POLICY, problems)
    languages = sorted({path[:-5] for path in files if re.fullmatch(r"[a-z]{2}\.toml", path)})
    translations = {tag: _translations(files, tag) for tag in languages}
    if problems:
        raise ModelError(problems)
    return Procedure(
        id=settings["id"],
        title=settings["title"],
        description=settings.get("description", ""),
        prefix=settings["prefix"],
        owner=settings["owner"],
        source=settings["source"],
        covers=tuple(settings.get("covers", ())),
        startable=settings.get("startable", True),
        start_roles=tuple(settings.get("start_roles", ())),
        start_for_others=tuple(settings.get("start_for_others", ())),
        followers=tuple(settings.get("followers", ())),
        start_form=settings.get("start_form", ""),
        summary=settings.get("summary", ""),
        parameters=parameters,
        clauses=clauses,
        confidential={key: tuple(who) for key, who in settings.get("confidential", {}).items()},
        withheld=settings.get("withheld", {}),
        translations=translations,
        woven={tag: list_woven(known) for tag, known in translations.items()},
        translated_clauses={
            tag: read_clauses(files.get(f"policy.{tag}.md", b"").decode(), f"policy.{tag}.md", [])
            for tag in languages
        },
    )


def _toml(files: Mapping[str, bytes], path: str) -> dict[str, Any]:
    if path not in files:
        raise ModelError([Problem(file=path, message="The file is missing.", rule="file-missing")])
    try:
        return tomllib.loads(files[path].decode(), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 0
        problem = Problem(file=path, line=line, message=f"Not valid TOML: {error}.", rule="toml")
        raise ModelError([problem]) from error


def _translations(files: Mapping[str, bytes], tag: str) -> dict[str, Any]:
    shared = f"shared/{tag}.toml"
    return {**(_toml(files, shared) if shared in files else {}), **_toml(files, f"{tag}.toml")}


def _parameters(table: object, file: str, problems: list[Problem]) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for name, entry in table.items() if isinstance(table, dict) else ():
        wrong = list(_faults_of(name, entry))
        problems += [
            Problem(file=file, element=name, message=message, remedy=remedy, rule="parameter")
            for message, remedy in wrong
        ]
        if wrong:
            continue
        values = sorted((step["from"], _number(step["value"])) for step in entry["values"])
        found[name] = Parameter(
            name=name,
            title=entry["title"],
            unit=entry.get("unit", ""),
            source=entry["source"],
            choices=tuple(_number(choice) for choice in entry.get("choices", ())),
            columns=dict(entry.get("columns", {})),
            values=tuple(values),
        )
    return found


def _faults_of(name: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Say what is wrong with a parameter, each with its remedy."""
    for key in ("title", "source", "values"):
        if not entry.get(key):
            yield f"The parameter {name} has no “{key}”.", ""
    columns = entry.get("columns", {})
    for column, kind in columns.items():
        if kind not in COLUMN_KINDS:
            message = f"The column {column} of {name} holds “{kind}”, which is unknown."
            yield message, f"Write one of {', '.join(COLUMN_KINDS)}."


def _number(value: object) -> object:
    if isinstance(value, list):
        return [_number(item) for item in value]
    if isinstance(value, dict):
        return {key: _number(item) for key, item in value.items()}
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


_HEADING = re.compile(r"^## (?P<id>\S+) +(?P<title>.+?)\s*$")
_LABELS = {"source": ("Source:",), "not_carried_out": ("Not carried out:",)}


def read_clauses(text: str, file: str, problems: list[Problem]) -> dict[str, Clause]:
    """Read the clauses of a policy: ``## ID Title``, its text, a ``Source:`` line.

    A line ``Not carried out: reason`` explains a clause that no element carries out. What is
    wrong is added to ``problems``.
    """
    clauses: dict[str, Clause] = {}
    head: tuple[str, str, int] | None = None
    body: list[str] = []
    for number, line in enumerate([*text.splitlines(), "## . ."], start=1):
        heading = _HEADING.match(line)
        if heading is None:
            body.append(line)
            continue
        if head is not None:
            clause = _clause(head, body)
            if clause.id in clauses:
                problems.append(_clause_problem(clause, file, "stands twice"))
            if not clause.source:
                problems.append(_clause_problem(clause, file, "has no line “Source: …”"))
            clauses[clause.id] = clause
        head, body = (heading["id"], heading["title"], number), []
    return clauses


def _clause(head: tuple[str, str, int], body: Sequence[str]) -> Clause:
    marked = {
        key: " ".join(
            line[len(mark) :].strip() for line in body for mark in marks if line.startswith(mark)
        )
        for key, marks in _LABELS.items()
    }
    marks = tuple(mark for many in _LABELS.values() for mark in many)
    text = "\n".join(line for line in body if not line.startswith(marks)).strip()
    return Clause(id=head[0], title=head[1], line=head[2], text=text, **marked)


def _clause_problem(clause: Clause, file: str, what: str) -> Problem:
    return Problem(
        file=file,
        line=clause.line,
        element=clause.id,
        message=f"The clause {clause.id} {what}.",
        rule="clause",
    )
