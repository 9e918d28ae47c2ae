"""FEEL, the expression language of DMN: complete, exact and safe."""

from engine.feel.checking import check
from engine.feel.codec import Json, from_json, plain, to_json
from engine.feel.evaluating import Expression, compile_expression, evaluate, unary_tests
from engine.feel.limits import LIMITS, Limits
from engine.feel.literal import format_value
from engine.feel.nodes import Node
from engine.feel.parsing import Tree, parse, problems
from engine.feel.printing import to_text
from engine.feel.registry import BUILT_IN, FunctionRow, Functions, describe_functions
from engine.feel.run import EvaluationContext
from engine.feel.types import Type, belongs, type_of
from engine.feel.values import Function, Range, Value, YearsMonths, admit

compile = compile_expression  # noqa: A001 - read as feel.compile(...)
format = format_value  # noqa: A001 - read as feel.format(...)

__all__ = [
    "BUILT_IN",
    "LIMITS",
    "EvaluationContext",
    "Expression",
    "Function",
    "FunctionRow",
    "Functions",
    "Json",
    "Limits",
    "Node",
    "Range",
    "Tree",
    "Type",
    "Value",
    "YearsMonths",
    "admit",
    "belongs",
    "check",
    "compile",
    "describe_functions",
    "evaluate",
    "format",
    "from_json",
    "parse",
    "plain",
    "problems",
    "to_json",
    "to_text",
    "type_of",
    "unary_tests",
]
