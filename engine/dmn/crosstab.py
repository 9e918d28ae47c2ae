"""Decision tables drawn as a cross: one input along the top, the others down the side."""

from dataclasses import dataclass

from engine.dmn.views import RuleView, TableView

__all__ = ["CrossView", "lay_out_crosstab"]


@dataclass(frozen=True, kw_only=True)
class CrossView:
    """A table laid out as a cross."""

    #: Cells of the first input, along the top.
    columns: tuple[str, ...]
    #: Cells of the other inputs, down the side.
    rows: tuple[tuple[str, ...], ...]
    #: For each row the rule of each column; None where no rule was written.
    rules: tuple[tuple[RuleView | None, ...], ...]


def lay_out_crosstab(view: TableView) -> CrossView | None:
    """Lay a table out as a cross.

    Returns:
        None when the table was not drawn as a cross, has fewer than two inputs or several
        outputs, or two of its rules stand in the same place.
    """
    if view.orientation != "CrossTable" or len(view.inputs) < 2 or len(view.outputs) != 1:
        return None
    places = {(rule.tests[1:], rule.tests[0]): rule for rule in view.rules}
    if len(places) < len(view.rules):
        return None
    columns = tuple(dict.fromkeys(rule.tests[0] for rule in view.rules))
    rows = tuple(dict.fromkeys(rule.tests[1:] for rule in view.rules))
    return CrossView(
        columns=columns,
        rows=rows,
        rules=tuple(tuple(places.get((row, column)) for column in columns) for row in rows),
    )
