"""What a tale is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

#: Gives the n-th working day after the first day of a tale, in the calendar of its office; 0 is the
#: first day itself, and numbers below 0 go back.
Day = Callable[[int], date]


@dataclass(frozen=True, kw_only=True)
class Begin:
    """Somebody begins the case."""

    procedure: str
    actor: str
    answers: Mapping[str, object]
    #: Whom it concerns; the actor when empty.
    subject: str = ""
    after: int = 0
    #: Names of file fields: each gets a small PDF.
    files: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Finish:
    """Somebody finishes a task of the case."""

    element: str
    actor: str
    #: Working days after the first day of the tale.
    after: int
    answers: Mapping[str, object] = field(default_factory=dict)
    files: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Tell:
    """A message arrives from outside; when it begins a case, the tale goes on with that."""

    message: str
    key: str
    after: int
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PickUp:
    """The tale goes on with the newest case of a procedure that the clock or a message began."""

    procedure: str
    unit: str
    after: int


Act = Begin | Finish | Tell | PickUp


@dataclass(frozen=True, kw_only=True)
class Tale:
    """One demo case."""

    #: Calendar days before today on which it begins; moved to the next working day of the office.
    ago: int
    #: A person of the office whose working days count.
    office: str
    #: What happens, in order, when the days are known.
    acts: Callable[[Day], Sequence[Act]]
