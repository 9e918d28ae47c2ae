"""Rules about the policy: every clause is carried out by an element, or it is said why not."""

from collections.abc import Iterator

from engine.advance.model import SHARED
from engine.check.diagram_rules import make_problem
from engine.check.folder import Folder
from engine.errors import Problem
from engine.model.procedure import POLICY, SETTINGS, Procedure


def list_carried(folder: Folder) -> frozenset[str]:
    """List the clauses that elements of the diagrams carry out."""
    elements = folder.definition.elements.values() if folder.definition else ()
    return frozenset(clause for element in elements for clause in element.policy)


def look_at_clauses(folder: Folder) -> Iterator[Problem]:
    """Find clauses that nothing carries out, steps of the source left out, and unknown clauses."""
    procedure = folder.procedure
    if procedure is None or folder.definition is None:
        return
    carried = list_carried(folder)
    for clause in procedure.clauses.values():
        part_carried = any(other.startswith(f"{clause.id}.") for other in carried)
        if clause.id not in carried and not part_carried and not clause.not_carried_out:
            yield Problem(
                file=POLICY,
                line=clause.line,
                element=clause.id,
                message=f"No element carries out the clause {clause.id}.",
                remedy="Name it in an element's policy, or write “Not carried out: …” below it.",
                rule="clause-not-carried-out",
            )
    yield from _look_at_source(procedure)
    yield from _look_at_unknown(folder, procedure)


def _look_at_source(procedure: Procedure) -> Iterator[Problem]:
    for step in procedure.covers:
        if step not in procedure.clauses:
            yield Problem(
                file=SETTINGS,
                element=step,
                message=f"The step {step} of the source has no clause in {POLICY}.",
                remedy=f"Add “## {step} …” to {POLICY}.",
                rule="source-step-missing",
            )


def _look_at_unknown(folder: Folder, procedure: Procedure) -> Iterator[Problem]:
    for element in folder.definition.elements.values() if folder.definition else ():
        # Shared parts name the clauses of every procedure that calls them.
        if element.file.startswith(SHARED):
            continue
        for clause in element.policy:
            if clause not in procedure.clauses:
                remedy = f"Add it to {POLICY} or correct the element."
                yield make_problem(element, f"names an unknown clause {clause}", remedy, "clause")
