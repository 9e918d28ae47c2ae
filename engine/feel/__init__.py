"""FEEL, the expression language of DMN 1.3 to 1.5: complete, exact and safe.

    >>> from engine import feel
    >>> scope = {"days": 22, "grade": "P5", "staff member": {"name": "Ada"}}
    >>> feel.evaluate('days > 20 and grade in ("P4", "P5")', scope)
    True
    >>> feel.evaluate('staff member.name + ", " + string(days / 8)', scope)
    'Ada, 2.75'
    >>> feel.unary_tests("[20..25), > 30", 22)
    True
    >>> feel.check("dys > 20", {"days": feel.type_of("number")})[0].remedy
    'Do you mean “days”?'
    >>> feel.format(feel.evaluate('@"2027-01-31" + @"P1M"'))
    '@"2027-02-28"'

From text to value. ``lexer`` cuts the text into tokens, the LALR grammar in ``grammar.lark`` orders
them, ``build`` makes the tree, ``compiling`` turns it into one Python closure. Each step is done
once for a text and kept. Values are Python's own where they fit (``values`` lists them); numbers are
Decimal with 34 digits.

Names. Words with only space between them are always one name, since no construct of FEEL puts two
names side by side. A name that holds an operator or a keyword (``a-b``, ``date and time``) is read
as one where it is known: from the scope's keys, the function registry, the caller's ``names`` (for
members of contexts), or an earlier key or parameter in the same text; the longest wins, and space
around its operators does not count, as the standard says. So the grammar never has to know the
scope, and a text is read again only when the set of such names changes.

Errors. Where something has no value the standard says null: then a warning says why and where. In
strict mode, which diagrams use, it is an ExpressionError with line and column. Inside, such a reason
travels as ``Refusal`` up to the next place in the text that is known.

Limits. A text has bounds on characters, tokens and depth. A run counts steps (items, iterations,
calls), items of a list, characters of a text, and calls inside calls; see ``Limits``. Patterns run
in linear time on RE2; those with back-references on ``regex`` with a time limit. Whatever takes too
much ends in a LimitError. There is no way from an expression to a Python attribute or object.

What differs from the standard, and why:
    - functions in Java and PMML are refused: they would leave the sandbox;
    - fractions of seconds keep six digits, as Python's times do; a duration of days and time has
      at most 999,999,999 days;
    - numbers may be written with an exponent (``1e3``), as later editions allow;
    - ``count(1)`` and its like take a value for a list of one, as DMN 1.2 did;
    - a variable that is no function does not hide the function of its name in a call: with a
      variable ``count``, ``count(items)`` still counts, where the standard says null;
    - ``substring`` with a length beyond the end gives what there is;
    - a cell of a decision table that is plainly true, such as ``limit > 3``, is met.
"""

from engine.feel.checking import check
from engine.feel.codec import Json, from_json, plain, to_json
from engine.feel.evaluating import Expression, compile_expression, evaluate, unary_tests
from engine.feel.limits import LIMITS, Limits
from engine.feel.literal import format_value
from engine.feel.nodes import Node, names_in
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
    "names_in",
    "parse",
    "plain",
    "problems",
    "to_json",
    "to_text",
    "type_of",
    "unary_tests",
]
