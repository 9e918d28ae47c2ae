"""Erase a person's confidential values."""

from engine.advance.administration import require_administrator, require_reason
from engine.advance.delivery import lock_case
from engine.advance.refusals import record
from engine.context import Context, writing
from engine.model.events import ValuesErased
from engine.model.ids import PersonId
from engine.store import instances, keyring


def erase_subject(context: Context, *, actor: PersonId, subject: PersonId, reason: str) -> None:
    """Destroy the key of a person's confidential values and files; the chains stay valid.

    Raises:
        NotAllowedError: If the actor is no administrator.
        RefusedError: If no reason is given.
    """
    with writing(context) as work:
        require_administrator(work, actor)
        require_reason(reason)
        if not keyring.erase_key(work.transaction, subject, work.now):
            return
        erased = ValuesErased(subject=subject, reason=reason)
        for instance_id in instances.list_of_subject(work.transaction, subject):
            record(work, lock_case(work, instance_id), [erased], actor=actor)
