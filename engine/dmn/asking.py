"""Asks one element of a model: a decision, a decision service or a knowledge model."""

from collections.abc import Mapping

from engine.dmn.elements import BusinessKnowledge, Decision, DecisionService, Element
from engine.dmn.graph import Graph, Key, call_service, decide, knowledge, parameters_of
from engine.dmn.library import Home
from engine.dmn.results import DecisionResult
from engine.dmn.syntax import Text
from engine.errors import LimitError
from engine.feel.values import Refusal, Value

__all__ = ["ask"]


def ask(graph: Graph, home: Home, element: Element) -> DecisionResult:
    """Work out one element from the inputs of a graph.

    Raises:
        ExpressionError: In strict mode, if an expression has no value.
        LimitError: If it takes too long, grows too large or is nested too deep.
    """
    try:
        if isinstance(element, Decision):
            return decide(graph, home, element)
        if isinstance(element, DecisionService):
            return call_service(graph.run, home, element, _given(graph, home, element))
        return _invoked(graph, home, element)
    except RecursionError:
        message = f"“{element.name}” is nested too deep. Divide its logic among decisions."
        raise LimitError(message) from None


def _given(graph: Graph, home: Home, service: DecisionService) -> Mapping[Key, Value]:
    """Return the parameters of a service as its caller gave them, by name."""
    given: dict[Key, Value] = {}
    for at, element in parameters_of(home, service):
        names = (element.name, element.variable.name, element.id)
        found = next((graph.inputs[name] for name in names if name in graph.inputs), None)
        value = graph.run.feel.admitted(found)
        place = graph.place(at, element)
        given[at.path, element.id] = place.converted(
            value, element.variable.type, "The input", element.line
        )
    return given


def _invoked(graph: Graph, home: Home, model: Element) -> DecisionResult:
    logic = model.logic if isinstance(model, BusinessKnowledge) else None
    names = [it.name for it in logic.parameters] if logic else []
    inputs = {name: graph.run.feel.admitted(graph.inputs.get(name)) for name in names}
    function = knowledge(graph, home, model)
    value: Value = None
    if function:
        try:
            value = graph.run.feel.invoke(function, list(inputs.values()))
        except Refusal as refusal:
            place = graph.place(home, model)
            place.fail(refusal.message, Text(text="", element=model.id, line=model.line))
    return DecisionResult(
        decision=model.id,
        name=model.name,
        value=value,
        inputs=inputs,
        tables=tuple(graph.run.tables),
        warnings=tuple(graph.run.warnings),
    )
