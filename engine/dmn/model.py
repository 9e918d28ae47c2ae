"""A decision model, ready to be asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from engine.dmn.asking import ask
from engine.dmn.elements import BusinessKnowledge, Decision, DecisionService, Element, InputData
from engine.dmn.graph import Graph
from engine.dmn.library import Home, Library, gather
from engine.dmn.order import find_cycles
from engine.dmn.read_file import read_file
from engine.dmn.results import DecisionResult
from engine.dmn.run import Run, begin
from engine.dmn.syntax import Table
from engine.dmn.walking import names_in
from engine.errors import ModelError, NotFoundError
from engine.feel.names import special_names
from engine.feel.run import DEFAULT, EvaluationContext

__all__ = ["DecisionInfo", "Model", "load"]

_Kind = TypeVar("_Kind", bound=Element)


@dataclass(frozen=True, kw_only=True)
class DecisionInfo:
    """What a list of decisions shows of one."""

    id: str
    name: str
    #: The question it answers; may be empty.
    question: str
    #: Names of the input data that it needs, its required decisions included.
    inputs: tuple[str, ...]
    #: Names of the decisions that it requires directly.
    decisions: tuple[str, ...]
    #: Whether its logic is a decision table.
    is_table: bool
    #: One-based line in the file.
    line: int


@dataclass(frozen=True, kw_only=True)
class Model:
    """A decision model with its imports."""

    library: Library

    @cached_property
    def decisions(self) -> tuple[DecisionInfo, ...]:
        """The decisions of the file itself, in the order written."""
        home = self.library.home
        return tuple(
            _info(home, it) for it in home.definitions.elements.values() if isinstance(it, Decision)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the model that FEEL reads rightly only when it knows them."""
        files = self.library.files.values()
        return special_names(tuple(name for it in files for name in names_in(it)))

    def evaluate(
        self,
        decision: str,
        inputs: Mapping[str, object],
        *,
        context: EvaluationContext | None = None,
        strict: bool = False,
    ) -> DecisionResult:
        """Work out a decision.

        Args:
            decision: Id or name of a decision; also of a decision service or a knowledge model,
                whose parameters then are the inputs.
            inputs: Values by the name of the input data, or its id. What is missing is null; a
                value that is not of the declared type is null, with a warning. Names that the
                model does not declare are seen by every expression.
            context: Clock, zone, functions and limits.
            strict: Whether an undefined name, a type error, a null operand or a broken hit policy
                is an error; otherwise it is null and a warning.

        Raises:
            NotFoundError: If the model has no such decision.
            ExpressionError: In strict mode, if an expression has no value.
            LimitError: If it takes too long or grows too large.
        """
        element = self.find(decision, Decision, DecisionService, BusinessKnowledge)
        run = self._begin(inputs, context, strict)
        return ask(Graph(run=run, inputs=inputs), self.library.home, element)

    def evaluate_service(
        self,
        service: str,
        inputs: Mapping[str, object],
        *,
        context: EvaluationContext | None = None,
        strict: bool = False,
    ) -> DecisionResult:
        """Work out a decision service.

        Args:
            service: Its id or name.
            inputs: Values by the name of its input data and input decisions.
            context: As for :meth:`evaluate`.
            strict: As for :meth:`evaluate`.

        Raises:
            NotFoundError: If the model has no such service.
            ExpressionError: In strict mode, if an expression has no value.
            LimitError: If it takes too long or grows too large.
        """
        element = self.find(service, DecisionService)
        run = self._begin(inputs, context, strict)
        return ask(Graph(run=run, inputs=inputs), self.library.home, element)

    def evaluate_all(
        self,
        inputs: Mapping[str, object],
        *,
        context: EvaluationContext | None = None,
        strict: bool = False,
    ) -> Mapping[str, DecisionResult]:
        """Work out every decision of the file, each once.

        Args:
            inputs: As for :meth:`evaluate`.
            context: As for :meth:`evaluate`.
            strict: As for :meth:`evaluate`.

        Returns:
            The results by the id of the decision.

        Raises:
            ExpressionError: In strict mode, if an expression has no value.
            LimitError: If it takes too long or grows too large.
        """
        home = self.library.home
        graph = Graph(run=self._begin(inputs, context, strict), inputs=inputs)
        return {
            it.id: ask(graph, home, it)
            for it in home.definitions.elements.values()
            if isinstance(it, Decision)
        }

    def _begin(
        self, inputs: Mapping[str, object], context: EvaluationContext | None, strict: bool
    ) -> Run:
        chosen = context or DEFAULT
        chosen = replace(chosen, strict=True) if strict and not chosen.strict else chosen
        names = self.names | special_names(tuple(map(str, inputs)))
        return begin(chosen, names, self.library.home)

    def find(self, wanted: str, *kinds: type[_Kind]) -> _Kind:
        """Return the element of the file with an id or, failing that, a name.

        Raises:
            NotFoundError: If the file has no such element of these kinds.
        """
        elements = self.library.main.elements.values()
        candidates = [it for kind in kinds for it in elements if isinstance(it, kind)]
        wanted = " ".join(wanted.split())
        by_name = {it.name: it for it in reversed(candidates)}
        by_id = {it.id: it for it in reversed(candidates)}
        if found := by_id.get(wanted) or by_name.get(wanted):
            return found
        known = ", ".join(f"“{it.name}”" for it in candidates) or "none"
        raise NotFoundError(f"The model has no “{wanted}”. It has: {known}.")


def load(
    data: bytes, *, file: str = "", imports: Mapping[str, bytes] | Sequence[bytes] = ()
) -> Model:
    """Read a decision model.

    Args:
        data: DMN XML, version 1.0 to 1.6.
        file: The name to give in problems.
        imports: The files that may be imported, which are told apart by the namespace that each
            one defines; by file name where problems shall name them. They are read only when the
            model imports something.

    Raises:
        ModelError: If a file cannot be read, an imported one is missing, or decisions require
            themselves; all such problems together.
    """
    main = read_file(data, file)
    others = imports.items() if isinstance(imports, Mapping) else [("", it) for it in imports]
    needed = others if main.imports else ()
    library = gather(main, [read_file(content, name) for name, content in needed])
    problems = find_cycles(library)
    if problems:
        raise ModelError(problems)
    return Model(library=library)


def _info(home: Home, decision: Decision) -> DecisionInfo:
    required = [it for reference in decision.information if (it := home.find(reference))]
    return DecisionInfo(
        id=decision.id,
        name=decision.name,
        question=decision.question,
        inputs=tuple(dict.fromkeys(_needed(home, decision))),
        decisions=tuple(it.name for _, it in required if isinstance(it, Decision)),
        is_table=isinstance(decision.logic, Table),
        line=decision.line,
    )


def _needed(home: Home, decision: Decision) -> Iterable[str]:
    """Go through the input data that a decision needs, directly or through other decisions."""
    waiting: list[tuple[Home, Element]] = [(home, decision)]
    seen: set[tuple[tuple[str, ...], str]] = set()
    while waiting:
        at, element = waiting.pop(0)
        if (at.path, element.id) in seen:
            continue
        seen.add((at.path, element.id))
        if isinstance(element, InputData):
            yield ".".join([*filter(None, at.path), element.name])
        if isinstance(element, Decision):
            waiting += [it for reference in element.information if (it := at.find(reference))]
