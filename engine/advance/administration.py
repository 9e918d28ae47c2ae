"""What only administrators and process owners may do, and never without saying why."""

from engine.context import Work
from engine.errors import NotAllowedError, RefusedError
from engine.model.access import is_administrator, is_process_owner


def require_administrator(work: Work, actor: str) -> None:
    """Make sure that somebody is an administrator.

    Raises:
        NotAllowedError: If they are not.
    """
    if not is_administrator(work.roster, actor, work.today):
        message = "Only an administrator may do this."
        raise NotAllowedError(message)


def require_process_owner(work: Work, actor: str) -> None:
    """Make sure that somebody may change procedures.

    Raises:
        NotAllowedError: If they may not.
    """
    if not is_process_owner(work.roster, actor, work.today):
        message = "Only a process owner may change procedures."
        raise NotAllowedError(message)


def require_reason(reason: str) -> None:
    """Make sure that a reason is given.

    Raises:
        RefusedError: If there is none.
    """
    if not reason.strip():
        message = "Say why; the reason goes into the record."
        raise RefusedError(message)
