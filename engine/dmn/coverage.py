"""Finds rules that overlap, values that no rule covers, and rules that never count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.dmn.grid import Cell, Grid, rules_in
from engine.dmn.syntax import Rule

__all__ = ["Gap", "find_gaps", "find_overlaps", "is_covered"]

#: How many combinations are looked at for one question.
MAX_STEPS = 20_000
#: How many gaps are told of one table, and how many stretches of one column.
MAX_GAPS = 5
_MOST_TEXTS = 4


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Values that no rule covers, in words: column and stretches."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]

    def __str__(self) -> str:
        shown = (f"{label} = {_joined(texts)}" for label, texts in self.parts)
        return "; ".join(shown) or "any values"


def _joined(texts: Sequence[str]) -> str:
    return " or ".join(texts[:_MOST_TEXTS]) + (" ..." if len(texts) > _MOST_TEXTS else "")


def find_overlaps(grid: Grid) -> Iterator[tuple[Rule, Rule, Gap]]:
    """Go through the pairs of rules that match together for certain, with such values."""
    together = [grid.all_rules] * len(grid.table.rules)
    for column in grid.columns:
        reached = [0] * len(together)
        for cell in column.cells:
            for number in range(len(together)):
                if cell.sure >> number & 1:
                    reached[number] |= cell.sure
        together = [both & one for both, one in zip(together, reached, strict=True)]
    for number, rule in enumerate(grid.table.rules):
        later = together[number] & ~((2 << number) - 1)
        for other in rules_in(grid, later):
            yield rule, other, _witness(grid, rule, other)


def _witness(grid: Grid, one: Rule, other: Rule) -> Gap:
    both = 1 << one.number - 1 | 1 << other.number - 1
    parts = []
    for column in grid.columns:
        texts = tuple(it.sample.text for it in column.cells if it.sure & both == both)
        if len(texts) < len(column.cells):
            parts.append((column.label, texts[:3]))
    return Gap(parts=tuple(parts))


@dataclass(kw_only=True)
class _Search:
    """A walk through all combinations of stretches, together where rules do not tell them apart."""

    grid: Grid
    #: Whether a rule that only may match counts as covering.
    generous: bool
    #: Only combinations that this rule may match; 0 for all.
    within: int = 0
    most: int = MAX_GAPS
    gaps: list[Gap] = field(default_factory=list)
    steps: int = 0
    covered: set[tuple[int, int]] = field(default_factory=set)

    def walk(self, column: int, rules: int, parts: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        self.steps += 1
        if len(self.gaps) >= self.most or self.steps > MAX_STEPS:
            return
        if not rules and self._can_go_on(column):
            self.gaps.append(Gap(parts=parts))
            return
        if column == len(self.grid.columns) or (column, rules) in self.covered:
            return
        before = len(self.gaps)
        label, cells = self.grid.columns[column].label, self.grid.columns[column].cells
        for mask, texts in self._grouped(cells, rules):
            shown = () if len(texts) == len(cells) else ((label, texts),)
            self.walk(column + 1, mask, parts + shown)
        if len(self.gaps) == before:
            self.covered.add((column, rules))

    def _grouped(self, cells: Sequence[Cell], rules: int) -> list[tuple[int, tuple[str, ...]]]:
        groups: dict[int, list[str]] = {}
        for cell in cells:
            if self.within and not cell.maybe & self.within:
                continue
            mask = rules & (cell.maybe if self.generous else cell.sure)
            groups.setdefault(mask, []).append(cell.sample.text)
        return [(mask, tuple(texts)) for mask, texts in groups.items()]

    def _can_go_on(self, column: int) -> bool:
        """Tell whether the rest of the columns leaves the chosen rule a value at all."""
        rest = self.grid.columns[column:]
        return not self.within or all(any(it.maybe & self.within for it in c.cells) for c in rest)


def find_gaps(grid: Grid) -> list[Gap]:
    """Return values that no rule covers, a few at most; opaque cells count as covering."""
    search = _Search(grid=grid, generous=True)
    search.walk(0, grid.all_rules, ())
    return search.gaps


def is_covered(grid: Grid, rule: Rule) -> bool:
    """Tell whether the rules before one take every value that it might match.

    A rule that matches no value at all is covered too.
    """
    bit = 1 << rule.number - 1
    search = _Search(grid=grid, generous=False, within=bit, most=1)
    search.walk(0, bit - 1, ())
    return not search.gaps and search.steps <= MAX_STEPS
