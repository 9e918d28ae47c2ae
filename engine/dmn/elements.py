"""The elements of a decision requirement graph, as written in one file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.dmn.syntax import Expression, FunctionDefinition, Text, Variable

__all__ = [
    "BusinessKnowledge",
    "Decision",
    "DecisionService",
    "Definitions",
    "Element",
    "Import",
    "InputData",
    "ItemDefinition",
    "Reference",
]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A pointer to an element of this file or of an imported one."""

    #: Namespace of the file that defines the element.
    namespace: str
    id: str
    line: int


@dataclass(frozen=True, kw_only=True)
class InputData:
    """A value that comes from outside."""

    id: str
    name: str
    variable: Variable
    line: int


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A value worked out from others."""

    id: str
    name: str
    #: Name and type under which the value is known to others.
    variable: Variable
    #: The question it answers, for people; may be empty.
    question: str
    #: Required decisions and input data, in the order written.
    information: tuple[Reference, ...]
    #: Required business knowledge models and decision services.
    knowledge: tuple[Reference, ...]
    #: None when the logic has not been written.
    logic: Expression | None
    line: int


@dataclass(frozen=True, kw_only=True)
class BusinessKnowledge:
    """A named function."""

    id: str
    name: str
    variable: Variable
    knowledge: tuple[Reference, ...]
    logic: FunctionDefinition | None
    line: int


@dataclass(frozen=True, kw_only=True)
class DecisionService:
    """A part of the graph that is called like a function."""

    id: str
    name: str
    variable: Variable
    #: Decisions whose values are the result.
    outputs: tuple[Reference, ...]
    #: Decisions worked out inside.
    encapsulated: tuple[Reference, ...]
    #: Decisions whose values the caller gives.
    input_decisions: tuple[Reference, ...]
    input_data: tuple[Reference, ...]
    line: int


Element = InputData | Decision | BusinessKnowledge | DecisionService


@dataclass(frozen=True, kw_only=True)
class ItemDefinition:
    """A type with a name: another type, narrowed; a context; a list; or a function."""

    name: str
    #: The type that this one narrows or names; empty for a context or a function.
    base: str
    collection: bool
    #: Entries of a context.
    components: tuple["ItemDefinition", ...] = ()
    #: Unary tests that each value, or each item of a collection, passes.
    allowed: Text | None = None
    #: Unary tests that the value as a whole passes.
    constraint: Text | None = None
    #: Parameters of a function; None when this is not a function.
    parameters: tuple[Variable, ...] | None = None
    #: Type of a function's result.
    result: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class Import:
    """Another file whose elements this one uses."""

    #: Qualifies the imported names; empty lets them stand alone.
    name: str
    namespace: str
    #: Where the file is said to be; a hint only.
    location: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Definitions:
    """One file."""

    #: The name given in problems.
    file: str
    id: str
    name: str
    namespace: str
    elements: Mapping[str, Element] = field(default_factory=dict)
    types: Mapping[str, ItemDefinition] = field(default_factory=dict)
    imports: tuple[Import, ...] = ()
