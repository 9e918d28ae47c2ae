"""Every error that Docket raises on purpose.

    DocketError
    ├── NotFoundError          no such case, task, person, definition ...
    ├── RefusedError           the rules say no: who, four-eyes, confidentiality, state
    │   └── NotAllowedError    this person may not do this
    ├── ConflictError          somebody else was first; nothing was changed
    │   └── BusyError              somebody is at it right now
    ├── SubmissionError        a form was filled in wrongly; carries field problems
    ├── ModelError             a diagram, decision, form or folder cannot be used; carries problems
    ├── ExpressionError        an expression failed; carries text, line and column
    ├── LimitError             a bound on steps, size or depth was reached
    ├── ConnectorError         a mail server or other system could not be used
    ├── StorageError           the database cannot be reached or written
    └── IntegrityError         the stored record is not what was written

The first sentence of a message names the thing and the place, the second the remedy, in the
user's words. An error never carries an HTTP status; the web app has the one table that maps them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with a file that somebody wrote."""

    message: str
    #: What to do about it, one sentence; empty when the message says it.
    remedy: str = ""
    #: File name inside the procedure's folder.
    file: str = ""
    #: Id of the BPMN element, form field, decision or rule.
    element: str = ""
    #: One-based; 0 when unknown.
    line: int = 0
    #: One-based, within an expression; 0 when unknown.
    column: int = 0
    #: A stable short name of the rule that was broken, such as ``task-without-form``.
    rule: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line or "") if part)
        named = f" [{self.element}]" if self.element else ""
        head = f"{place}{named}: " if place or named else ""
        return f"{head}{self.message}" + (f" {self.remedy}" if self.remedy else "")


class DocketError(Exception):
    """Something went wrong in Docket."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").partition("\n")[0])

    @property
    def message(self) -> str:
        """The text for a person."""
        return str(self)


class NotFoundError(DocketError):
    """There is no such thing here."""


class RefusedError(DocketError):
    """The rules do not allow this now."""


class NotAllowedError(RefusedError):
    """You may not do this."""


class ConflictError(DocketError):
    """Somebody else was first; nothing was changed."""


class BusyError(ConflictError):
    """Somebody else is working on it right now; nothing was changed. Try again shortly."""


class LimitError(DocketError):
    """A limit was reached."""


class StorageError(DocketError):
    """The database cannot be reached or written."""


class IntegrityError(DocketError):
    """The stored record is not what was written."""


class ConnectorError(DocketError):
    """A connector could not do its work.

    Attributes:
        permanent: Trying again later is of no use.
    """

    def __init__(self, message: str, *, permanent: bool = False) -> None:
        super().__init__(message)
        self.permanent = permanent


class _ProblemsError(DocketError):
    """Something has problems."""

    def __init__(self, problems: Sequence[Problem], message: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__(message or "\n".join(str(problem) for problem in self.problems))


class SubmissionError(_ProblemsError):
    """Some answers need another look; ``Problem.element`` is the field's key."""


class ModelError(_ProblemsError):
    """The files cannot be used as they are."""


class ExpressionError(DocketError):
    """An expression could not be read or worked out.

    Attributes:
        text: The whole expression.
        line: One-based.
        column: One-based.
        remedy: What to do about it.
    """

    def __init__(
        self, message: str, *, text: str = "", line: int = 1, column: int = 1, remedy: str = ""
    ) -> None:
        super().__init__(message)
        self.text, self.line, self.column, self.remedy = text, line, column, remedy
