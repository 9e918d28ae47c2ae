"""Works out a decision requirement graph: each decision once, what it requires first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from engine.dmn.boxed import define_function, evaluate
from engine.dmn.elements import (
    BusinessKnowledge,
    Decision,
    DecisionService,
    Element,
    InputData,
    Reference,
)
from engine.dmn.functions import make_function
from engine.dmn.library import Home
from engine.dmn.order import required_first
from engine.dmn.results import DecisionResult, TableResult
from engine.dmn.run import Place, Run
from engine.dmn.syntax import Table
from engine.dmn.types import function_result
from engine.feel.run import Frame
from engine.feel.values import Function, Value

__all__ = ["Graph", "Key", "call_service", "decide", "knowledge", "parameters_of"]

#: An element of a file, by the way on which the file is reached.
Key = tuple[tuple[str, ...], str]


@dataclass(kw_only=True)
class Graph:
    """One working-out of a graph."""

    run: Run
    #: What the caller gave, by name; values from imported models under the name of the import.
    inputs: Mapping[str, Value]
    #: Values of elements that are not worked out: the parameters of a decision service.
    given: Mapping[Key, Value] = field(default_factory=dict)
    #: Input data, converted to their types.
    values: dict[Key, Value] = field(default_factory=dict)
    results: dict[Key, DecisionResult] = field(default_factory=dict)
    functions: dict[Key, Function | None] = field(default_factory=dict)

    def knows(self, key: Key) -> bool:
        """Tell whether a decision has been worked out, or is given."""
        return key in self.results or key in self.given

    def place(self, home: Home, element: Element) -> Place:
        """Return where the logic of an element is evaluated."""
        return Place(
            run=self.run,
            home=home,
            owner=f"“{element.name}”",
            element=element.id,
            type=element.variable.type,
        )


def decide(graph: Graph, home: Home, decision: Decision) -> DecisionResult:
    """Work out a decision, and before it those that it requires.

    Raises:
        ExpressionError: In strict mode, if an expression has no value.
        LimitError: If it takes too long.
    """
    key = home.path, decision.id
    if key in graph.given:
        value = graph.given[key]
        return DecisionResult(decision=decision.id, name=decision.name, value=value)
    if key not in graph.results:
        for at, it in required_first(home, decision, graph.knows):
            graph.results[at.path, it.id] = _decided(graph, at, it)
    return graph.results[key]


def _decided(graph: Graph, home: Home, decision: Decision) -> DecisionResult:
    found = [pair for it in decision.information if (pair := home.find(it))]
    required = tuple(decide(graph, at, it) for at, it in found if isinstance(it, Decision))
    warnings, tables = len(graph.run.warnings), len(graph.run.tables)
    direct: dict[str, Value] = {}
    for at, element in found:
        _bind(direct, home, at, element, _required_value(graph, at, element))
    place = graph.place(home, decision)
    scope = _scope(graph, home, decision.knowledge, direct)
    worked_out = evaluate(decision.logic, scope, place)
    value = place.converted(worked_out, decision.variable.type, "The result", decision.line)
    passes = graph.run.tables[tables:]
    own = _own_pass(decision, passes)
    return DecisionResult(
        decision=decision.id,
        name=decision.name,
        value=value,
        inputs=own.inputs if own else direct,
        table=own.table if own else "",
        rules=own.rules if own else (),
        tables=tuple(it for it in passes if it is not own),
        required=required,
        warnings=tuple(graph.run.warnings[warnings:]),
    )


def _own_pass(decision: Decision, passes: Iterable[TableResult]) -> TableResult | None:
    if not isinstance(decision.logic, Table):
        return None
    return next((it for it in passes if it.table == decision.logic.id), None)


def _required_value(graph: Graph, home: Home, element: Element) -> Value:
    if isinstance(element, Decision):
        return decide(graph, home, element).value
    return _input(graph, home, element) if isinstance(element, InputData) else None


def _input(graph: Graph, home: Home, data: InputData) -> Value:
    key = home.path, data.id
    if key in graph.given:
        return graph.given[key]
    if key not in graph.values:
        value = graph.run.feel.admitted(_lookup(graph.inputs, home.path, data))
        place = graph.place(home, data)
        graph.values[key] = place.converted(value, data.variable.type, "The input", data.line)
    return graph.values[key]


def _lookup(inputs: Mapping[str, Value], path: tuple[str, ...], data: InputData) -> Value:
    """Find an input: under the names of the imports on the way, else by its own name alone."""
    source: Value = inputs
    for step in path:
        source = source.get(step) if step and isinstance(source, Mapping) else source
    for names in (source, inputs):
        for name in (data.name, data.variable.name, data.id):
            if isinstance(names, Mapping) and name in names:
                return names[name]
    return None


def _bind(names: dict[str, Value], home: Home, at: Home, element: Element, value: Value) -> None:
    """Make the value of an element known; that of an imported one behind the import's name."""
    qualifier = at.path[-1] if len(at.path) > len(home.path) else ""
    target: dict[str, Value] = names
    if qualifier:
        inner = names.setdefault(qualifier, {})
        target = inner if isinstance(inner, dict) else names
    target[element.name] = value
    target[element.variable.name] = value


def _scope(
    graph: Graph, home: Home, required: Iterable[Reference], names: Mapping[str, Value]
) -> Frame:
    """Return the names that the logic of an element sees: its requirements, and no others.

    Inputs that the model does not declare are seen by all, so that a table alone in its file needs
    no drawing around it.
    """
    functions: dict[str, Value] = {}
    for reference in required:
        found = home.find(reference)
        if found:
            _bind(functions, home, *found, knowledge(graph, *found))
    outer = Frame(_undeclared(graph, home), None, graph.run.feel)
    return Frame(_merged(names, functions), outer, graph.run.feel)


def _merged(names: Mapping[str, Value], functions: Mapping[str, Value]) -> dict[str, Value]:
    """Return both; what comes from the same import is together behind its name."""
    merged = dict(names)
    for name, function in functions.items():
        known = merged.get(name)
        if isinstance(known, dict) and isinstance(function, dict):
            merged[name] = {**known, **function}
        else:
            merged[name] = function
    return merged


def _undeclared(graph: Graph, home: Home) -> Mapping[str, Value]:
    definitions = home.library.main
    declared = {it.name for it in definitions.imports}
    for element in definitions.elements.values():
        declared |= {element.name, element.variable.name}
    return {name: value for name, value in graph.inputs.items() if name not in declared}


def knowledge(graph: Graph, home: Home, element: Element) -> Function | None:
    """Return a knowledge model or a decision service as a function.

    Raises:
        ExpressionError: In strict mode, if its logic is not in FEEL.
    """
    key = home.path, element.id
    if key not in graph.functions:
        graph.functions[key] = None
        if isinstance(element, BusinessKnowledge):
            graph.functions[key] = _knowledge_function(graph, home, element)
        elif isinstance(element, DecisionService):
            graph.functions[key] = _service_function(graph, home, element)
    return graph.functions[key]


def _knowledge_function(graph: Graph, home: Home, model: BusinessKnowledge) -> Function | None:
    if model.logic is None:
        return None
    place = graph.place(home, model)

    def scope() -> Frame:
        itself: dict[str, Value] = {}
        _bind(itself, home, home, model, graph.functions[home.path, model.id])
        return _scope(graph, home, model.knowledge, itself)

    function = define_function(model.name, model.logic, scope, place)
    declared = function_result(model.variable.type, home)
    wanted = model.variable.type if declared is None else declared
    return function and _with_result(function, wanted, place, model.line)


def _with_result(function: Function, wanted: str, place: Place, line: int) -> Function:
    """Return a function whose result is converted to a declared type."""
    if not wanted:
        return function
    (signature,) = function.signatures

    def body(*arguments: Value) -> Value:
        what = f"The result of {function.name}"
        return place.converted(signature.body(*arguments), wanted, what, line)

    return replace(function, signatures=(replace(signature, body=body),))


def _service_function(graph: Graph, home: Home, service: DecisionService) -> Function:
    pairs = parameters_of(home, service)
    parameters = [it.variable for _, it in pairs]

    def body(arguments: Mapping[str, Value]) -> Value:
        given = {(at.path, it.id): arguments[it.variable.name] for at, it in pairs}
        return call_service(graph.run, home, service, given).value

    return make_function(service.name, parameters, body, graph.place(home, service), service.line)


def parameters_of(home: Home, service: DecisionService) -> list[tuple[Home, Element]]:
    """Return the parameters of a service: input data, then input decisions."""
    references = (*service.input_data, *service.input_decisions)
    return [found for it in references if (found := home.find(it))]


def call_service(
    run: Run, home: Home, service: DecisionService, given: Mapping[Key, Value]
) -> DecisionResult:
    """Work out a decision service from the values of its parameters.

    Args:
        run: The evaluation.
        home: The file of the service.
        service: Which one.
        given: Values of its input data and input decisions.

    Returns:
        The value of its only output decision, or a context of those of all.

    Raises:
        ExpressionError: In strict mode, if an expression has no value.
        LimitError: If it takes too long.
    """
    graph = Graph(run=run, inputs={}, given=given)
    pairs = [found for it in service.outputs if (found := home.find(it))]
    results = tuple(decide(graph, at, it) for at, it in pairs if isinstance(it, Decision))
    value = results[0].value if len(results) == 1 else {it.name: it.value for it in results}
    place = graph.place(home, service)
    wanted = function_result(service.variable.type, home)
    wanted = service.variable.type if wanted is None else wanted
    names = {it.name: given.get((at.path, it.id)) for at, it in parameters_of(home, service)}
    return DecisionResult(
        decision=service.id,
        name=service.name,
        value=place.converted(value, wanted, "The result", service.line),
        inputs=names,
        required=results,
    )
