"""Puts the rules together: all problems of a folder, and what its scenarios cover."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from engine.advance.functions import make_functions
from engine.advance.model import add_calculations
from engine.advance.names import list_variables
from engine.check.clause_rules import list_carried, look_at_clauses
from engine.check.diagram_rules import look_at_diagram
from engine.check.document_rules import look_at_documents
from engine.check.expression_rules import look_at_expressions
from engine.check.file_rules import (
    look_at_calculations,
    look_at_decisions,
    look_at_forms,
    look_at_parameters,
)
from engine.check.folder import Folder, open_folder
from engine.check.id_rules import look_at_ids
from engine.check.job_rules import look_at_jobs
from engine.check.scenario_rules import list_ends, list_flows, list_rules, look_at_scenarios
from engine.check.shared_rules import SharedCoverage, cover_shared
from engine.check.word_rules import look_at_letters, look_at_rights, look_at_translations
from engine.errors import ModelError, Problem
from engine.model.directory import Directory
from engine.model.forms import Forms
from engine.scenarios.coverage import Reached, add_up
from engine.scenarios.read import read_scenarios
from engine.scenarios.run import Played, play
from engine.scenarios.stages import Stages


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How much of a procedure its scenarios reach: reached, and how many there are."""

    scenarios: int
    clauses: tuple[int, int]
    ends: tuple[int, int]
    flows: tuple[int, int]
    rules: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What was found in a procedure's folder."""

    name: str
    problems: tuple[Problem, ...]
    coverage: Coverage
    #: Of the shared files.
    shared: SharedCoverage
    played: tuple[Played, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are not just warnings."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def find_problems(
    name: str, files: Mapping[str, bytes], forms: Forms, directory: Directory
) -> list[Problem]:
    """List what is wrong with the files of a procedure, without playing its scenarios.

    Args:
        name: The folder's name.
        files: Every deployed file by path, shared ones under ``shared/``.
        forms: Reads the forms.
        directory: Knows the roles.
    """
    return _find(open_folder(name, files, forms, directory))


def check_procedure(
    name: str,
    procedures: Mapping[str, Mapping[str, bytes]],
    scenarios: Mapping[str, bytes],
    forms: Forms,
    directory: Directory,
) -> Report:
    """Look at a procedure's folder and play its scenarios.

    Args:
        name: The folder's name.
        procedures: Files of every procedure by name: a scenario may start several.
        scenarios: The files of its scenarios folder.
        forms: Reads and checks the forms.
        directory: The people of the scenarios.
    """
    folder = open_folder(name, procedures[name], forms, directory)
    problems = _find(folder)
    played: list[Played] = []
    try:
        stories = read_scenarios(scenarios)
    except ModelError as error:
        problems += error.problems
        stories = ()
    if folder.procedure is not None and folder.definition is not None:
        with closing(Stages(procedures, directory, forms)) as stages:
            played = [play(story, stages) for story in stories]
    reached = add_up(played)
    problems += look_at_scenarios(folder, played, reached)
    return Report(
        name=name,
        problems=tuple(problems),
        coverage=_cover(folder, played, reached),
        shared=cover_shared(folder, reached),
        played=tuple(played),
    )


def _find(folder: Folder) -> list[Problem]:
    functions = add_calculations(make_functions(), folder.files)
    fields = [field for fields in folder.fields.values() for field in fields]
    known = list_variables(folder.definition, fields)
    return [
        *folder.problems,
        *look_at_diagram(folder),
        *look_at_ids(folder),
        *look_at_jobs(folder),
        *look_at_clauses(folder),
        *look_at_expressions(folder, known, functions),
        *look_at_forms(folder),
        *look_at_decisions(folder, functions),
        *look_at_calculations(folder),
        *look_at_parameters(folder),
        *look_at_letters(folder),
        *look_at_documents(folder, known, functions),
        *look_at_rights(folder),
        *look_at_translations(folder),
    ]


def _cover(folder: Folder, played: Sequence[Played], reached: Reached) -> Coverage:
    clauses = {
        clause.id
        for clause in (folder.procedure.clauses.values() if folder.procedure else ())
        if not clause.not_carried_out
    }
    ends, flows = set(list_ends(folder)), set(list_flows(folder))
    rules = {(name, number) for name, numbers in list_rules(folder).items() for number in numbers}
    return Coverage(
        scenarios=len(played),
        clauses=(len(clauses & reached.clauses & _with_steps(list_carried(folder))), len(clauses)),
        ends=(len(ends & reached.elements), len(ends)),
        flows=(len(flows & reached.flows), len(flows)),
        rules=(len(rules & reached.rules), len(rules)),
    )


def _with_steps(carried: frozenset[str]) -> frozenset[str]:
    """Add the steps that are carried out because one of their clauses is."""
    return carried | {clause.rpartition(".")[0] for clause in carried}
