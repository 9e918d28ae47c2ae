"""Rules about words: letters that are sent exist, and everything is there in each language."""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress

from engine import dmn, feel
from engine.advance.model import SHARED
from engine.check.diagram_rules import make_problem
from engine.check.folder import Folder
from engine.errors import ModelError, Problem
from engine.model.procedure import SETTINGS, Procedure

#: Languages in which every text of a procedure must be there, beside English.
LANGUAGES = ("fr",)
NOTIFY = "docket:notify"

_PLACEHOLDER = re.compile(r"\{\{(.+?)\}\}", re.DOTALL)


def find_letter(files: Mapping[str, bytes], template: str, language: str = "") -> str:
    """Return the path of a letter in a language (English when empty); empty when there is none."""
    tail = f"letters/{template}.{language}.md" if language else f"letters/{template}.md"
    return next((path for path in (tail, f"{SHARED}{tail}") if path in files), "")


def look_at_letters(folder: Folder) -> Iterator[Problem]:
    """Find letters that are sent but not there, or whose placeholders cannot be read."""
    for element in folder.definition.elements.values() if folder.definition else ():
        if element.job is None or element.job.type != NOTIFY:
            continue
        template = element.job.headers.get("template", "")
        for language in ("", *LANGUAGES):
            path = find_letter(folder.files, template, language)
            if not path:
                missing = f"letters/{template}{'.' + language if language else ''}.md"
                yield make_problem(
                    element, f"sends {missing}, which is missing", "Write it.", "letter"
                )
    for path, data in folder.files.items():
        if "letters/" in path:
            yield from _look_at_placeholders(path, data.decode())


def _look_at_placeholders(path: str, text: str) -> Iterator[Problem]:
    if not text.startswith("# "):
        yield Problem(
            file=path, line=1, message="A letter begins with its subject: “# …”.", rule="letter"
        )
    for found in _PLACEHOLDER.finditer(text):
        for problem in feel.problems(found[1].strip()):
            line = text.count("\n", 0, found.start()) + 1
            message = f"A placeholder cannot be read: {problem.message}"
            yield Problem(
                file=path, line=line, message=message, remedy=problem.remedy, rule="letter"
            )


def look_at_translations(folder: Folder) -> Iterator[Problem]:
    """Find texts of diagrams, forms and policy that are not there in a language."""
    procedure = folder.procedure
    if procedure is None:
        return
    texts = sorted(set(_list_texts(folder, procedure)))
    for language in LANGUAGES:
        known = procedure.translations.get(language, {})
        for text in texts:
            if text not in known:
                yield Problem(
                    file=f"{language}.toml",
                    message=f"“{text}” is not translated.",
                    remedy=f"Add it to {language}.toml.",
                    rule="translation",
                )
        clauses = procedure.translated_clauses.get(language, {})
        for clause in procedure.clauses.values():
            if clause.id not in clauses:
                yield Problem(
                    file=f"policy.{language}.md",
                    element=clause.id,
                    message=f"The clause {clause.id} is not translated.",
                    rule="translation",
                )


def _list_texts(folder: Folder, procedure: Procedure) -> Iterator[str]:
    yield from filter(None, (procedure.title, procedure.description))
    forms, decisions = {procedure.start_form}, set[str]()
    if folder.definition is not None:
        for element in folder.definition.elements.values():
            yield from filter(None, (element.name, element.lane))
            forms.add(element.form)
            decisions.add(element.decision)
        yield from filter(None, (flow.name for flow in folder.definition.flows.values()))
    for form in forms & folder.form_texts.keys():
        yield from folder.form_texts[form]
    yield from _list_annotations(folder, decisions)


def _list_annotations(folder: Folder, called: Collection[str]) -> Iterator[str]:
    """List what the rules of decisions say: people read it as the reason of what happened."""
    tables = {path: data for path, data in folder.files.items() if path.endswith(".dmn")}
    for path, data in tables.items():
        with suppress(ModelError):  # said by the rules about decisions
            model = dmn.load(data, file=path, imports=tables)
            for decision in model.decisions:
                if decision.is_table and decision.id in called:
                    rules = dmn.describe_table(model, decision.id).rules
                    yield from (text for rule in rules for text in rule.annotations if text)


def look_at_rights(folder: Folder) -> Iterator[Problem]:
    """Find roles in ``procedure.toml`` that do not exist, and confidential names of no field."""
    procedure = folder.procedure
    if procedure is None:
        return
    named = {"owner": [procedure.owner], "start_roles": procedure.start_roles}
    named["start_for_others"] = procedure.start_for_others
    named["followers"] = procedure.followers
    named |= {f"confidential.{key}": who for key, who in procedure.confidential.items()}
    known = {*folder.roles, "subject"}
    for where, roles in named.items():
        for role in roles:
            if role not in known:
                message = f"{where} names an unknown role {role}."
                remedy = "Use the id of a role in shared/roles.toml."
                yield Problem(file=SETTINGS, message=message, remedy=remedy, rule="role")
    fields = {field.key for many in folder.fields.values() for field in many}
    for key in sorted(set(procedure.confidential) - fields):
        message = f"confidential names {key}, which no form asks for."
        yield Problem(file=SETTINGS, element=key, message=message, rule="confidential")
    elements = folder.definition.elements if folder.definition else procedure.withheld.values()
    for key, element in procedure.withheld.items():
        if element not in elements:
            message = f"withheld keeps {key} back during {element}, which is not there."
            remedy = "Name the id of a task."
            yield Problem(
                file=SETTINGS, element=key, message=message, remedy=remedy, rule="withheld"
            )
