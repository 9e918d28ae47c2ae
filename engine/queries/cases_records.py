"""What a case waits for, knows and keeps, as a viewer sees it."""

from dataclasses import dataclass
from datetime import datetime

from engine.model.ids import TaskId
from engine.model.views import PersonName


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a case stands: one thing that it waits for."""

    element: str
    name: str
    #: ``task``, ``timer``, ``message``, ``signal``, ``job`` or ``incident``.
    kind: str
    since: datetime | None = None
    #: When it is due or will go on by itself.
    due: datetime | None = None
    #: The task, when a person must act.
    task: TaskId | None = None
    #: Who has claimed it.
    assignee: PersonName | None = None
    #: Roles that may do it, each with the unit's name, in words.
    waits_for: tuple[str, ...] = ()
    #: What an incident says.
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class VariableView:
    """A variable of the case."""

    name: str
    #: FEEL value; for a confidential one its reference.
    value: object
    #: The value as text; empty for a confidential one.
    text: str
    confidential: bool
    #: True when the viewer may open it with ``read_confidential``.
    may_read: bool


@dataclass(frozen=True, kw_only=True)
class AttachmentView:
    """A file of the case; its name is as confidential as the file."""

    id: str
    uploaded_by: PersonName
    uploaded_at: datetime
    size: int
    may_read: bool


@dataclass(frozen=True, kw_only=True)
class DocumentView:
    """A document that the case produced."""

    id: str
    #: File name.
    name: str
    title: str
    #: Empty when documents of its kind have none.
    number: str
    media_type: str
    #: Length of the content in bytes.
    size: int
    #: SHA-256 of the content, hex; empty for a confidential document.
    content: str
    produced_at: datetime
    confidential: bool
    may_open: bool
    #: When it was declared void.
    voided_at: datetime | None
    void_reason: str
