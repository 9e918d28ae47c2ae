"""Rules about scenarios: they pass, and together they reach everything that matters."""

from collections.abc import Iterator, Mapping, Sequence

from engine import dmn
from engine.advance.model import SHARED
from engine.check.folder import Folder
from engine.errors import Problem
from engine.scenarios.coverage import Reached
from engine.scenarios.run import Played


def look_at_scenarios(
    folder: Folder, played: Sequence[Played], reached: Reached
) -> Iterator[Problem]:
    """Find scenarios that fail, and end events, clauses and rules that no scenario reaches."""
    for one in played:
        for difference in one.differences:
            yield Problem(
                file=f"scenarios/{one.scenario.file}",
                message=f"“{one.scenario.title}” does not go as expected: {difference}",
                rule="scenario-failed",
            )
    yield from _look_at_ends(folder, reached)
    yield from _look_at_flows(folder, reached)
    yield from _look_at_clauses(folder, reached)
    for decision, rules in list_rules(folder).items():
        for number in rules:
            if (decision, number) not in reached.rules:
                yield Problem(
                    element=decision,
                    message=f"No scenario fires rule {number} of the decision {decision}.",
                    remedy="Add a scenario that does.",
                    rule="rule-not-reached",
                )


def list_ends(folder: Folder, *, shared: bool = False) -> list[str]:
    """List the end events of the procedure's own diagrams, or of the shared ones that it uses."""
    elements = folder.definition.elements.values() if folder.definition else ()
    return [
        element.id
        for element in elements
        if element.type == "endEvent" and element.file.startswith(SHARED) == shared
    ]


def list_flows(folder: Folder, *, shared: bool = False) -> list[str]:
    """List the flows that leave a gateway in the procedure's own diagrams, or in shared ones."""
    if folder.definition is None:
        return []
    elements = folder.definition.elements
    return [
        flow.id
        for flow in folder.definition.flows.values()
        if flow.file.startswith(SHARED) == shared and elements[flow.source].type.endswith("Gateway")
    ]


def list_rules(folder: Folder, *, shared: bool = False) -> Mapping[str, range]:
    """List the rules of each decision table of the procedure's own, or shared, by number."""
    found: dict[str, range] = {}
    tables = {path: data for path, data in folder.files.items() if path.endswith(".dmn")}
    for path, data in tables.items():
        if path.startswith(SHARED) == shared:
            model = dmn.load(data, file=path, imports=tables)
            for decision in model.decisions:
                if decision.is_table:
                    table = dmn.describe_table(model, decision.id)
                    found[decision.id] = range(1, len(table.rules) + 1)
    return found


def _look_at_ends(folder: Folder, reached: Reached) -> Iterator[Problem]:
    for end in list_ends(folder):
        if folder.definition is not None and end not in reached.elements:
            element = folder.definition.elements[end]
            yield Problem(
                file=element.file,
                line=element.line,
                element=end,
                message=f"No scenario reaches the end event “{element.name or end}”.",
                remedy="Add a scenario that does.",
                rule="end-not-reached",
            )


def _look_at_flows(folder: Folder, reached: Reached) -> Iterator[Problem]:
    for flow in list_flows(folder):
        if folder.definition is not None and flow not in reached.flows:
            found = folder.definition.flows[flow]
            yield Problem(
                file=found.file,
                line=found.line,
                element=flow,
                message=f"No scenario takes “{found.name or flow}” out of {found.source}.",
                remedy="Add a scenario that does.",
                rule="flow-not-taken",
            )


def _look_at_clauses(folder: Folder, reached: Reached) -> Iterator[Problem]:
    for clause in folder.procedure.clauses.values() if folder.procedure else ():
        if clause.id not in reached.clauses and not clause.not_carried_out:
            yield Problem(
                file="policy.md",
                line=clause.line,
                element=clause.id,
                message=f"No scenario proves the clause {clause.id}.",
                remedy="Name it in the clauses of a scenario that does.",
                rule="clause-not-proved",
            )
