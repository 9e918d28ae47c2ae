"""Which rules of a table let which values pass, worked out once for all checks of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.dmn.domains import Sample, is_transparent, samples
from engine.dmn.run import Place
from engine.dmn.syntax import Input, Rule, Table, Text
from engine.dmn.tables import is_any

__all__ = ["Cell", "Column", "Grid", "make_grid", "values_of"]

#: How many cells are tried against how many samples, all together.
MAX_TRIALS = 200_000


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A stretch of values in a column, and the rules that let it pass."""

    sample: Sample
    #: Bit n is rule n + 1: it lets these values pass for certain.
    sure: int
    #: Rules that let them pass, or may.
    maybe: int


@dataclass(frozen=True, kw_only=True)
class Column:
    """All stretches of a column."""

    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table laid out for checking."""

    table: Table
    columns: Sequence[Column]

    @property
    def all_rules(self) -> int:
        """One bit for each rule."""
        return (1 << len(self.table.rules)) - 1


def make_grid(table: Table, place: Place) -> Grid | None:
    """Lay a table out; None when it is too large to be checked in a moment."""
    columns: list[Column] = []
    trials = 0
    for number, column in enumerate(table.inputs):
        tests = [rule.tests[number] for rule in table.rules]
        found = _samples(column, tests, place)
        trials += len(found) * len(tests)
        if trials > MAX_TRIALS:
            return None
        cells = tuple(_cell(sample, tests, place) for sample in found)
        columns.append(Column(label=column.label, cells=cells))
    return Grid(table=table, columns=tuple(columns))


def values_of(column: Input, place: Place) -> Text | None:
    """Return the values allowed in a column, by itself or by the type of its expression."""
    if column.values.text.strip():
        return column.values
    found = place.home.find_type(column.type) if column.type else None
    item = found[1] if found else None
    return item.allowed if item and not item.collection else None


def _samples(column: Input, tests: Sequence[Text], place: Place) -> Sequence[Sample]:
    allowed = values_of(column, place)
    texts = [it.text for it in (*tests, *([allowed] if allowed else ()))]
    transparent = [it for it in texts if not is_any(it) and is_transparent(it)]
    found = samples(transparent, boolean=column.type == "boolean")
    if found is None:
        return [_OPAQUE]
    if allowed is None:
        return found
    within = [it for it in found if it.value is None or place.passes(allowed, it.value)]
    return within or [_OPAQUE]


#: Stands for all values of a column about which nothing can be said.
_OPAQUE = Sample(value=None, text="any value")


def _cell(sample: Sample, tests: Sequence[Text], place: Place) -> Cell:
    sure = maybe = 0
    for number, test in enumerate(tests):
        passes = _passes(sample, test, place)
        sure |= (passes is True) << number
        maybe |= (passes is not False) << number
    return Cell(sample=sample, sure=sure, maybe=maybe)


def _passes(sample: Sample, test: Text, place: Place) -> bool | None:
    """Tell whether a cell lets a stretch pass; None when that cannot be known."""
    if is_any(test.text):
        return True
    if not is_transparent(test.text) or sample.text == _OPAQUE.text:
        return None
    return place.passes(test, sample.value)


def rules_in(grid: Grid, bits: int) -> Iterator[Rule]:
    """Go through the rules whose bits are set."""
    return (rule for number, rule in enumerate(grid.table.rules) if bits >> number & 1)
