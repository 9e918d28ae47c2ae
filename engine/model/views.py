"""Small records that several answers to readers share.

Texts of a procedure (titles, element names, clauses) stand in the language that was asked for;
texts of Docket itself are left to the reader's side as a stable ``kind`` with parameters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from engine.model.ids import InstanceId, PersonId, UnitId

Row = TypeVar("Row")

#: Puts a text of a procedure into the reader's language.
Translator = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class PersonName:
    """Somebody, as they are shown."""

    id: PersonId
    #: The id again when the directory does not know them (any more).
    name: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """Something to be said in the reader's language: which sentence, and what fills it."""

    #: Stable name of the sentence, such as ``role`` or ``four-eyes``.
    kind: str
    #: Names and values in words.
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of a longer list."""

    rows: Sequence[Row]
    #: Rows in the whole list.
    total: int
    #: One-based.
    page: int
    per_page: int
    #: The list is longer than `total`: it was not counted any further.
    more: bool = False
    #: `page` counts from the end of the list.
    from_end: bool = False

    @property
    def pages(self) -> int:
        """The number of pages, at least 1."""
        return max(1, -(-self.total // self.per_page))


@dataclass(frozen=True, kw_only=True)
class CaseSummary:
    """A case in one line."""

    instance: InstanceId
    #: The number that people quote.
    business_key: str
    process_id: str
    #: Title of the procedure.
    process: str
    definition_version: int
    #: What tells it apart from others of its kind; may be empty.
    title: str
    #: ``active``, ``completed`` or ``terminated``.
    status: str
    #: Open incidents.
    incidents: int
    initiator: PersonName
    subject: PersonName
    unit: UnitId
    unit_name: str
    #: IANA time zone in which its days are counted.
    zone: str
    started_at: datetime
    updated_at: datetime
    ended_at: datetime | None
    #: Name of the end event that it reached; empty while it runs.
    outcome: str
    #: Names of the elements where it stands now.
    where: tuple[str, ...]
