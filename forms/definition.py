"""What a form asks, as frozen records: made from a `.form` file by `forms.reading`."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a question takes for an answer."""

    #: One line of text: `string`.
    TEXT = "text"
    #: Several lines of text: `string`.
    LONG_TEXT = "long text"
    #: `number`, a Decimal.
    NUMBER = "number"
    #: A box to tick: `boolean`.
    YES_NO = "yes or no"
    #: One of the options offered.
    ONE_OF = "one of"
    #: Any of the options offered: `list`.
    SOME_OF = "some of"
    #: `date`.
    DATE = "date"
    #: `time`, of the wall clock unless the answer carries an offset.
    TIME = "time"
    #: `date and time`, always with a zone.
    DATE_TIME = "date and time"
    #: References of stored uploads: `list<string>`.
    FILES = "files"


@dataclass(frozen=True)
class Formula:
    """A FEEL expression, without the leading ``=`` that marks it in a file."""

    text: str


#: A limit that the file gives as a number or works out.
Bound = Decimal | Formula | None


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What an answer must keep to."""

    #: Smallest number.
    minimum: Bound = None
    #: Largest number.
    maximum: Bound = None
    #: Fewest characters.
    min_length: Bound = None
    #: Most characters.
    max_length: Bound = None
    #: RE2 pattern to be found somewhere in the text; empty for any text.
    pattern: str = ""
    #: ``email``, ``phone``, or empty for any text.
    format: str = ""
    #: Most digits after the decimal mark; None for any number.
    decimals: int | None = None
    #: True when days before today are refused.
    not_past: bool = False


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that can be chosen."""

    #: As it becomes a value of the case: text, number or truth value.
    value: object
    #: As people read it.
    label: str


@dataclass(frozen=True, kw_only=True)
class Options:
    """Where the options of a question come from; exactly one source is set."""

    #: Written in the form.
    fixed: tuple[Option, ...] = ()
    #: Name of a variable that holds a list of values or of `{label, value}`.
    variable: str = ""
    #: Works out such a list.
    formula: Formula | None = None
    #: True when the values are ids of people: shown by name, any person where nothing else is set.
    people: bool = False


@dataclass(frozen=True, kw_only=True)
class FileRules:
    """Which files may be sent."""

    #: Endings (``.pdf``) and media types (``image/*``), lower case; empty for any.
    accept: tuple[str, ...] = ()
    #: Most bytes of one file.
    max_bytes: int = 10 * 1024 * 1024
    #: Most files.
    max_files: int = 1


@dataclass(frozen=True, kw_only=True)
class Component:
    """Anything that stands on a form."""

    #: Unique in the form.
    id: str
    #: Word of the file for it, such as ``textfield``.
    type: str
    #: Line of the file where it begins; 0 when unknown.
    line: int = 0
    #: Not on the form while this is true.
    hide: Formula | None = None
    #: Components with the same name stand side by side; empty for a row of its own.
    row: str = ""
    #: Width in sixteenths of a row; 0 to share what is left.
    columns: int = 0
    #: Must be true of the whole form once everything else is right.
    check: Formula | None = None
    #: What to tell the person when it is not.
    check_message: str = ""


@dataclass(frozen=True, kw_only=True)
class Question(Component):
    """An answer that a person gives."""

    #: Names from the form (or the row) down to the answer.
    path: tuple[str, ...]
    label: str
    kind: Kind
    #: Text, template or ``=`` expression below the label.
    help: str = ""
    required: bool = False
    #: Shown and not asked: always, or while the formula is true.
    read_only: bool | Formula = False
    #: What stands there at first: a JSON value or a formula.
    default: object = None
    limits: Limits = field(default_factory=Limits)
    #: Only for questions with options.
    options: Options | None = None
    #: Only for files.
    files: FileRules | None = None
    #: True for values that only some roles may read.
    confidential: bool = False
    #: Word of the HTML ``autocomplete`` list, such as ``tel``; empty for none.
    autocomplete: str = ""
    #: What stands before the field, such as a currency.
    prefix: str = ""
    #: What stands after it, such as a unit.
    suffix: str = ""


@dataclass(frozen=True, kw_only=True)
class Computed(Component):
    """A value worked out from the answers; nobody types it."""

    #: Names from the form (or the row) down to the value.
    path: tuple[str, ...]
    formula: Formula
    #: Empty when it is not shown.
    label: str = ""
    help: str = ""
    #: FEEL type; ``Any`` when the form does not say.
    value_type: str = "Any"
    confidential: bool = False
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, kw_only=True)
class Group(Component):
    """Questions that belong together."""

    label: str
    components: tuple[Component, ...]


@dataclass(frozen=True, kw_only=True)
class Rows(Component):
    """The same questions asked as often as needed: a list of contexts."""

    #: Names from the form (or the row) down to the list.
    path: tuple[str, ...]
    label: str
    #: Their paths begin at the row.
    components: tuple[Component, ...]
    #: Rows that stand there at first.
    start: int = 1
    least: int = 0
    most: int = 200
    #: False when rows can be neither added nor removed.
    open: bool = True
    confidential: bool = False


@dataclass(frozen=True, kw_only=True)
class Passage(Component):
    """Text to read."""

    content: str
    #: ``markdown`` or ``html``; both are cleaned before they are shown.
    markup: str


@dataclass(frozen=True, kw_only=True)
class Table(Component):
    """A list of contexts to read."""

    label: str
    source: Formula
    #: Key and heading of each column, or a formula that gives them.
    columns_shown: tuple[tuple[str, str], ...] | Formula


@dataclass(frozen=True, kw_only=True)
class Picture(Component):
    """An image that the form carries in itself."""

    #: A ``data:image/...`` address.
    source: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class Gap(Component):
    """A line or a space between components."""


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """A form as its file describes it."""

    #: Id of the form, which `zeebe:formDefinition` names; empty when the file has none.
    id: str
    #: Version of the form-js schema that the file was written for.
    schema_version: int
    components: tuple[Component, ...]
