"""The names that an expression on a form can use.

As in form-js: the variables of the case and the answers by name, `this` for the answers of the
row (or of the form), `parent` for those around it, `i` for the numbers of the rows from 1; the
last three also as `_this_`, `_parent_` and `_i_`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.errors import ExpressionError, LimitError
from engine.model.forms import Evaluator
from forms.definition import Component, Formula, Group, Rows
from forms.paths import find_value

SPECIAL = ("this", "parent", "i")

#: Where a component stands: the steps to its form or row, and its id.
Spot = tuple[tuple[str | int, ...], str]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The form, or one row of a list in it, while expressions are worked out."""

    #: Variables of the case.
    case: Mapping[str, object]
    #: Answers of the whole form, as FEEL values.
    answers: dict[str, object]
    #: Those of this row; of the form outside rows.
    this: dict[str, object]
    evaluate: Evaluator
    #: Those around this row.
    parent: dict[str, object] | None = None
    #: What the case has where the answers of this row go; the variables themselves outside rows.
    before: object = None
    #: Steps from the form to this row.
    path: tuple[str | int, ...] = ()

    def spot(self, component: Component) -> Spot:
        """Return where a component stands."""
        return self.path, component.id

    def names(self) -> dict[str, object]:
        """Return every name and its value."""
        rows = [step + 1 for step in self.path if isinstance(step, int)]
        special: dict[str, object] = {"this": self.this, "parent": self.parent, "i": rows}
        marked = {f"_{name}_": value for name, value in special.items()}
        return {**self.case, **special, **self.answers, **marked}

    def work_out(self, formula: Formula) -> object:
        """Return the value of a formula here.

        Raises:
            ExpressionError: If it has none.
        """
        return self.evaluate(formula.text, self.names())

    def find(self, formula: Formula) -> object:
        """Return the value of a formula, or None when the answers do not give one yet."""
        try:
            return self.work_out(formula)
        except (ExpressionError, LimitError):
            return None

    def rows(self, component: Rows) -> Iterator["Scope"]:
        """Yield the scope of each row of a list."""
        items = find_value(self.this, component.path)
        rows = [row for row in items if isinstance(row, dict)] if isinstance(items, list) else []
        old = None if component.open else find_value(self.before, component.path)
        for number, row in enumerate(rows):
            path = (*self.path, *component.path, number)
            before = old[number] if isinstance(old, list) and number < len(old) else None
            yield replace(self, this=row, parent=self.this, path=path, before=before)


def visit(
    components: tuple[Component, ...], scope: Scope, hidden: frozenset[Spot] = frozenset()
) -> Iterator[tuple[Component, Scope]]:
    """Yield every component that is on the form, once for each row that it stands in, in order."""
    for component in components:
        if scope.spot(component) in hidden:
            continue
        yield component, scope
        if isinstance(component, Group):
            yield from visit(component.components, scope, hidden)
        elif isinstance(component, Rows):
            for row in scope.rows(component):
                yield from visit(component.components, row, hidden)


def list_shown(
    components: tuple[Component, ...], scope: Scope, hidden: frozenset[Spot]
) -> Iterator[Component]:
    """Yield what is on the form in one scope: into groups, not into rows."""
    for component in components:
        if scope.spot(component) not in hidden:
            yield component
            if isinstance(component, Group):
                yield from list_shown(component.components, scope, hidden)
