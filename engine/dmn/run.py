"""One evaluation under way: what every part of it shares."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from engine.dmn.conversion import MismatchError, convert
from engine.dmn.library import Home
from engine.dmn.results import TableResult
from engine.dmn.syntax import Text
from engine.dmn.types import belongs
from engine.errors import ExpressionError, Problem
from engine.feel.compiling import compiled
from engine.feel.parsing import Start
from engine.feel.run import EvaluationContext, Frame
from engine.feel.run import Run as Evaluation
from engine.feel.values import Value

__all__ = ["Place", "Run"]

#: How many times the steps of one expression a whole graph may take.
BUDGET = 3
#: How many passes through decision tables are kept in a result.
MAX_TABLES = 1000
#: How many warnings are kept.
MAX_WARNINGS = 100


@dataclass(kw_only=True)
class Run:
    """The counters of one evaluation, and what it has to say."""

    #: Budget, clock and functions, shared by every expression.
    feel: Evaluation
    #: Where the expressions put their warnings.
    sink: list[Problem]
    #: Names that FEEL cannot tell from operators unless it knows them.
    names: frozenset[str]
    warnings: list[Problem] = field(default_factory=list)
    tables: list[TableResult] = field(default_factory=list)

    def note_table(self, result: TableResult) -> None:
        """Keep a pass through a table, up to a bound."""
        if len(self.tables) < MAX_TABLES:
            self.tables.append(result)

    def warn(self, problem: Problem) -> None:
        """Keep a warning, up to a bound."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(problem)

    @contextmanager
    def lenient(self) -> Iterator[None]:
        """Let nulls be nulls for a while, even in strict mode."""
        strict, self.feel.strict = self.feel.strict, False
        try:
            yield
        finally:
            self.feel.strict = strict


def begin(context: EvaluationContext, names: frozenset[str], home: Home) -> Run:
    """Start an evaluation.

    Args:
        context: Clock, zone, functions and limits.
        names: Names of the model that hold an operator or a keyword.
        home: The model, whose types expressions may ask for by name.
    """
    sink: list[Problem] = []

    def of_type(name: str, value: Value) -> bool:
        places = (replace(place, home=at) for at in home.reachable() if at.find_type(name))
        return any(belongs(value, name, it.home, it.passes) for it in places)

    limits = replace(context.limits, steps=context.limits.steps * BUDGET)
    shared = replace(context, warnings=sink, of_type=of_type, limits=limits)
    run = Run(feel=Evaluation(shared), sink=sink, names=names | context.functions.special)
    place = Place(run=run, home=home, owner="A type", element="")
    return run


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where an expression is evaluated: in which run, file and element."""

    run: Run
    home: Home
    #: What people call the element whose logic it is.
    owner: str
    #: Id of that element.
    element: str
    #: Declared type of its value; empty when none is declared.
    type: str = ""

    def frame(self, names: Mapping[str, Value], parent: Frame | None = None) -> Frame:
        """Return a scope with names in it, in front of another."""
        return Frame(names, parent, self.run.feel)

    def value_of(self, text: Text, scope: Frame) -> Value:
        """Evaluate an expression; an empty one is null.

        Raises:
            ExpressionError: In strict mode, if it cannot be read or has no value.
            LimitError: If it takes too long or grows too large.
        """
        return self._evaluated(text, scope, "expression") if text.text.strip() else None

    def passes(self, text: Text, value: Value, scope: Frame | None = None) -> bool:
        """Tell whether a value passes unary tests; null is a no.

        Raises:
            ExpressionError: In strict mode, if the tests cannot be read, or a value other than
                null cannot be compared.
            LimitError: If they take too long.
        """
        inner = self.frame({"?": value}, scope)
        if value is not None:
            return self._evaluated(text, inner, "tests") is True
        with self.run.lenient():
            return self._evaluated(text, inner, "tests") is True

    def _evaluated(self, text: Text, scope: Frame, start: Start) -> Value:
        if text.language:
            message = f"The expression language “{text.language}” is not evaluated."
            return self.fail(message, text, "Write the expression in FEEL.")
        pending = len(self.run.sink)
        try:
            return compiled(text.text, self.run.names, start)(scope)
        except ExpressionError as error:
            return self._failed(error, text)
        finally:
            if len(self.run.sink) > pending:
                self._collect(text, pending)

    def _failed(self, error: ExpressionError, text: Text) -> Value:
        problem = self._located(error.message, text)
        if self.run.feel.strict:
            message = str(problem)
            raise ExpressionError(
                message, text=text.text, line=error.line, column=error.column, remedy=error.remedy
            ) from error
        self.run.warn(problem)
        return None

    def _collect(self, text: Text, pending: int) -> None:
        """Give the warnings of an expression their place in the file."""
        for warning in self.run.sink[pending:]:
            problem = self._located(warning.message, text, warning.remedy)
            line = text.line + max(warning.line - 1, 0) if text.line else 0
            self.run.warn(replace(problem, line=line, column=warning.column))
        del self.run.sink[pending:]

    def converted(self, value: Value, type_name: str, what: str, line: int) -> Value:
        """Return a value as one of a declared type; null when it is not.

        Raises:
            ExpressionError: In strict mode, if it is not.
        """
        try:
            return convert(value, type_name, self.home, self.passes)
        except MismatchError as error:
            place = Text(text="", element=self.element, line=line)
            return self.fail(f"{what}: {error}", place)

    def fail(self, message: str, text: Text, remedy: str = "") -> Value:
        """Say that something has no value: an error in strict mode, else null and a warning.

        Raises:
            ExpressionError: In strict mode.
        """
        problem = self._located(message, text, remedy)
        if self.run.feel.strict:
            raise ExpressionError(str(problem), text=text.text, remedy=remedy)
        self.run.warn(problem)
        return None

    def _located(self, message: str, text: Text, remedy: str = "") -> Problem:
        return Problem(
            message=f"{self.owner}: {message}",
            remedy=remedy,
            file=self.home.definitions.file,
            element=text.element or self.element,
            line=text.line,
            rule="decision-null",
            severity="warning",
        )
