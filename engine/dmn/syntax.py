"""The boxed expressions of a decision model, as written.

Every node carries the id and the line of its XML element, so that a problem can name the place.
Types are texts as :mod:`engine.dmn.types` resolves them; an empty text is no declared type.
"""

from dataclasses import dataclass
from typing import Literal as OneOf

__all__ = [
    "Aggregation",
    "Conditional",
    "Context",
    "ContextEntry",
    "Expression",
    "Filter",
    "For",
    "FunctionDefinition",
    "HitPolicy",
    "Input",
    "Invocation",
    "ListExpression",
    "Literal",
    "Orientation",
    "Output",
    "Quantified",
    "Relation",
    "Rule",
    "Table",
    "Text",
    "Variable",
]

HitPolicy = OneOf["UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]
Aggregation = OneOf["", "SUM", "MIN", "MAX", "COUNT"]
Orientation = OneOf["Rule-as-Row", "Rule-as-Column", "CrossTable"]


@dataclass(frozen=True, kw_only=True)
class Text:
    """A FEEL text in its place: an expression, or the unary tests of a cell."""

    #: As written; empty when the element is empty.
    text: str
    #: Id of the XML element, or of the nearest one around it that has an id.
    element: str
    #: One-based line of the text's first character, as far as the reader knows it.
    line: int
    #: An expression language other than FEEL, which is not evaluated; empty for FEEL.
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Variable:
    """A name with a declared type: a parameter, a column, a context entry, a result."""

    name: str
    #: Declared type; empty when none is declared.
    type: str


@dataclass(frozen=True, kw_only=True)
class Literal:
    """A FEEL expression."""

    text: Text
    #: Declared type; empty when none is declared.
    type: str = ""


@dataclass(frozen=True, kw_only=True)
class Input:
    """A column of tests."""

    #: Id of the input clause.
    id: str
    #: What people read above the column; the expression when nothing else is written.
    label: str
    expression: Text
    #: Declared type of the expression's value.
    type: str
    #: The values allowed, as unary tests; an empty text allows all.
    values: Text
    line: int


@dataclass(frozen=True, kw_only=True)
class Output:
    """A column of results."""

    #: Id of the output clause.
    id: str
    #: Key in the result when there are several outputs.
    name: str
    #: What people read above the column.
    label: str
    #: Declared type of the cells.
    type: str
    #: The values allowed, in order of priority; an empty text allows all.
    values: Text
    #: The result when no rule matches; an empty text is none.
    default: Text
    line: int


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule of a table."""

    id: str
    #: One-based, in the order written.
    number: int
    #: One cell of unary tests for each input.
    tests: tuple[Text, ...]
    #: One expression for each output.
    results: tuple[Text, ...]
    #: Remarks for people, one for each annotation column.
    annotations: tuple[str, ...]
    line: int


@dataclass(frozen=True, kw_only=True)
class Table:
    """A decision table."""

    id: str
    hit_policy: HitPolicy
    #: How COLLECT makes one value of many; empty for a list.
    aggregation: Aggregation
    #: How the table was drawn; it has no bearing on the result.
    orientation: Orientation
    #: What people read above the only output, or above all of them.
    label: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    #: Headings of the annotation columns.
    annotations: tuple[str, ...]
    rules: tuple[Rule, ...]
    line: int


@dataclass(frozen=True, kw_only=True)
class ContextEntry:
    """A named value in a context, or its result when it has no name."""

    #: None for the result entry.
    variable: Variable | None
    value: "Expression | None"


@dataclass(frozen=True, kw_only=True)
class Context:
    """Named values, each seeing those before it; the value is the context or its result entry."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, kw_only=True)
class Invocation:
    """A call of a function with arguments bound by name."""

    #: Id of the element.
    id: str
    function: "Expression | None"
    bindings: tuple[tuple[Variable, "Expression | None"], ...]
    line: int


@dataclass(frozen=True, kw_only=True)
class FunctionDefinition:
    """A function value, or the logic of a business knowledge model."""

    #: Id of the element.
    id: str
    parameters: tuple[Variable, ...]
    body: "Expression | None"
    #: ``FEEL``, or a kind that is not evaluated: ``Java``, ``PMML``.
    kind: str
    line: int


@dataclass(frozen=True, kw_only=True)
class ListExpression:
    """A list of values."""

    elements: tuple["Expression | None", ...]


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A list of contexts with the same keys."""

    columns: tuple[Variable, ...]
    rows: tuple[tuple["Expression | None", ...], ...]


@dataclass(frozen=True, kw_only=True)
class Conditional:
    """If, then, else."""

    condition: "Expression | None"
    then: "Expression | None"
    otherwise: "Expression | None"


@dataclass(frozen=True, kw_only=True)
class For:
    """A list made of each item of another."""

    iterator: str
    collection: "Expression | None"
    result: "Expression | None"


@dataclass(frozen=True, kw_only=True)
class Quantified:
    """Whether some, or every, item satisfies a condition."""

    quantifier: OneOf["some", "every"]
    iterator: str
    collection: "Expression | None"
    condition: "Expression | None"


@dataclass(frozen=True, kw_only=True)
class Filter:
    """The items of a list that match."""

    collection: "Expression | None"
    match: "Expression | None"


Expression = (
    Literal
    | Table
    | Context
    | Invocation
    | FunctionDefinition
    | ListExpression
    | Relation
    | Conditional
    | For
    | Quantified
    | Filter
)
