"""Finds what is wrong with the rules of a decision table."""

from collections.abc import Iterator

from engine.dmn.coverage import find_gaps, find_overlaps, is_covered
from engine.dmn.domains import is_transparent, literals
from engine.dmn.grid import Grid, make_grid, values_of
from engine.dmn.run import Place
from engine.dmn.syntax import Rule, Table, Text
from engine.dmn.tables import is_any
from engine.errors import Problem
from engine.feel.literal import format_value

__all__ = ["check_table"]

#: Hit policies under which a value that no rule covers is a surprise.
_COMPLETE = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})
_MOST_OVERLAPS = 10


def check_table(table: Table, place: Place) -> Iterator[Problem]:
    """Go through the problems of a table.

    Cells that refer to names or call functions are taken to match nothing for certain, and
    everything perhaps: such a rule is never said to overlap, nor its values to be uncovered.
    """
    yield from _outside(table, place)
    grid = make_grid(table, place)
    if grid is None:
        message = "The table is too large to be checked for gaps and overlaps."
        yield _problem(place, table.id, table.line, message, "Divide it.", "large", "warning")
        return
    if table.hit_policy in {"UNIQUE", "ANY"}:
        yield from _overlaps(grid, place)
    unreachable = [rule for rule in table.rules if _is_unreachable(grid, rule)]
    for rule in unreachable:
        message = f"Rule {rule.number} never counts: no value reaches it."
        remedy = "Remove it, correct its cells, or move it up."
        yield _problem(place, rule.id, rule.line, message, remedy, "unreachable", "error")
    has_default = any(column.default.text.strip() for column in table.outputs)
    if table.hit_policy in _COMPLETE and not has_default:
        yield from _gaps(grid, place)


def _is_unreachable(grid: Grid, rule: Rule) -> bool:
    """Tell whether a rule can never count: it takes nothing or, under FIRST, comes too late."""
    if grid.table.hit_policy == "FIRST":
        return is_covered(grid, rule)
    bit = 1 << rule.number - 1
    return any(not any(it.maybe & bit for it in column.cells) for column in grid.columns)


def _overlaps(grid: Grid, place: Place) -> Iterator[Problem]:
    shown = 0
    for rule, other, values in find_overlaps(grid):
        if grid.table.hit_policy == "ANY" and not _differ(rule, other):
            continue
        shown += 1
        if shown > _MOST_OVERLAPS:
            return
        both = f"Rules {rule.number} and {other.number} both match {values}"
        if grid.table.hit_policy == "ANY":
            message = f"{both}, and say different things under the hit policy ANY."
        else:
            message = f"{both}, but only one may under the hit policy UNIQUE."
        remedy = "Make their cells exclude each other, or choose another hit policy."
        yield _problem(place, other.id, other.line, message, remedy, "overlap", "error")


def _differ(rule: Rule, other: Rule) -> bool:
    """Tell whether two rules give different literals."""
    pairs = zip(rule.results, other.results, strict=True)
    return any(
        is_transparent(one.text)
        and is_transparent(two.text)
        and literals(one.text) != literals(two.text)
        for one, two in pairs
    )


def _gaps(grid: Grid, place: Place) -> Iterator[Problem]:
    for gap in find_gaps(grid):
        message = f"No rule covers {gap}."
        remedy = "Add a rule or a default output, or name the values allowed in the column."
        table = grid.table
        yield _problem(place, table.id, table.line, message, remedy, "gap", "warning")


def _outside(table: Table, place: Place) -> Iterator[Problem]:
    """Go through the cells whose literals are not among the values allowed in their column."""
    for number, column in enumerate(table.inputs):
        allowed = values_of(column, place)
        for rule in table.rules if allowed else ():
            yield from _cell_outside(rule, rule.tests[number], column.label, allowed, place)
    for number, output in enumerate(table.outputs):
        allowed = output.values if output.values.text.strip() else None
        for rule in table.rules if allowed else ():
            yield from _cell_outside(rule, rule.results[number], output.label, allowed, place)


def _cell_outside(
    rule: Rule, cell: Text, label: str, allowed: Text | None, place: Place
) -> Iterator[Problem]:
    if allowed is None or is_any(cell.text) or not is_transparent(cell.text):
        return
    for value in literals(cell.text):
        if isinstance(value, str | bool) and not place.passes(allowed, value):
            message = (
                f"Rule {rule.number}: {format_value(value)} is not one of the values allowed"
                f" in “{label}” ({' '.join(allowed.text.split())})."
            )
            remedy = "Correct the cell, or add the value to those of the column."
            yield _problem(place, rule.id, cell.line, message, remedy, "value", "error")


def _problem(
    place: Place, element: str, line: int, message: str, remedy: str, rule: str, severity: str
) -> Problem:
    return Problem(
        message=f"{place.owner}: {message}",
        remedy=remedy,
        file=place.home.definitions.file,
        element=element,
        line=line,
        rule=f"table-{rule}",
        severity="error" if severity == "error" else "warning",
    )
