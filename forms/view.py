"""What a page shows of a form: records that a template renders without knowing form-js."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from forms.definition import Option
from forms.template import show_plainly


@dataclass(frozen=True, kw_only=True)
class OptionView:
    """One choice on the page."""

    #: Id of its input; the first one has that of the field.
    id: str
    #: What is sent.
    token: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class FileView:
    """A file that was sent before."""

    reference: str
    name: str


@dataclass(frozen=True, kw_only=True)
class RowView:
    """One row of a list."""

    #: What to send to take it away, such as ``family[0]``.
    name: str
    #: Counted from 1.
    number: int
    fields: tuple["FieldView", ...]


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One component as it stands on the page.

    ``kind`` is one of ``text``, ``textarea``, ``number``, ``checkbox``, ``select``, ``radios``,
    ``checks``, ``date``, ``time``, ``datetime-local``, ``files``, ``output``, ``group``, ``rows``,
    ``passage``, ``table``, ``image``, ``separator`` or ``spacer``.
    """

    kind: str
    #: Name of the input, such as ``family[0].name``; empty when nothing is sent.
    name: str = ""
    #: HTML id of the input, or of the first of them.
    id: str = ""
    label: str = ""
    help: str = ""
    #: Text of the input, or what an output says.
    value: str = ""
    #: Whether a box is ticked.
    ticked: bool = False
    options: tuple[OptionView, ...] = ()
    required: bool = False
    #: What is wrong with the answer, in the reader's language.
    errors: tuple[str, ...] = ()
    #: HTML attributes of the input: `autocomplete`, `inputmode`, `min`, `maxlength`, `accept` ...
    attributes: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    suffix: str = ""
    #: True for values that only some roles may read.
    confidential: bool = False
    #: Who may read it; empty when the page does not know.
    readers: tuple[str, ...] = ()
    #: True when other components depend on the answer: the page is drawn anew after a change.
    controls: bool = False
    #: Width in twelfths; 0 for a whole row, -1 to share one.
    width: int = 0
    #: Safe HTML of a passage.
    html: str = ""
    #: Files sent before, of which each is kept unless it is taken out.
    files: tuple[FileView, ...] = ()
    #: Files or values that the case has and the page does not show; kept when nothing is sent.
    kept: int = 0
    #: Most bytes of one file; 0 when it is not one.
    max_bytes: int = 0
    #: What stands inside a group.
    fields: tuple["FieldView", ...] = ()
    #: What stands inside a list.
    rows: tuple[RowView, ...] = ()
    may_add: bool = False
    may_remove: bool = False
    #: Headings and cells of a table.
    headings: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()

    @property
    def described_by(self) -> str:
        """Ids of the texts that explain the input, for `aria-describedby`."""
        parts = {"help": self.help, "secret": self.confidential, "error": self.errors}
        parts["kept"] = self.kept or self.files
        return " ".join(f"{self.id}-{part}" for part, there in parts.items() if there)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One line of the summary of errors."""

    #: HTML id of the field; empty when it belongs to none that is shown.
    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FormView:
    """A form as it stands on the page."""

    fields: tuple[FieldView, ...]
    #: In the order of the form.
    faults: tuple[Fault, ...] = ()
    #: True when files can be sent: the HTML form must be `multipart/form-data`.
    has_files: bool = False
    #: True when some answers change what is asked: a page without scripts needs a button for it.
    has_controls: bool = False
    read_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Reader:
    """How one person reads: their language and what the server knows for them."""

    #: Puts the form's own texts into their language.
    translate: Callable[[str], str] = str
    #: Puts the product's words into their language.
    gettext: Callable[[str], str] = str
    #: Writes a number or a date as they do.
    show: Callable[[object], str] = show_plainly
    #: Writes the days in a text that an expression made as they do.
    rewrite: Callable[[str], str] = str
    #: Tag such as ``fr``; decides how numbers are written in an input.
    locale: str = "en"
    #: Choices for questions whose form has no list of its own, as for any person; by the name on
    #: the page without the numbers of rows, such as ``family.helper``.
    options: Mapping[str, Sequence[Option]] = field(default_factory=dict)
    #: Who may read a confidential value, by the name of the variable.
    readers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Names of stored files by reference.
    files: Mapping[str, str] = field(default_factory=dict)
    #: True to show the answers only.
    read_only: bool = False
