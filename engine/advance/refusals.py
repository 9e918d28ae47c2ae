"""Refusals go on record, in a transaction of their own: that of the command is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from engine.context import Context, Work, writing_case
from engine.errors import NotAllowedError
from engine.model.events import AuditEvent, CommandRefused
from engine.store import instances, log
from engine.store.instances import InstanceRow
from engine.store.log import Head


@contextmanager
def recording_refusals(
    context: Context, *, actor: str, command: str, task: str = "", instance: str = ""
) -> Iterator[None]:
    """Write into the history of a case that somebody was not allowed to do something in it.

    Raises:
        NotAllowedError: The refusal again, once it is written.
    """
    try:
        yield
    except NotAllowedError as error:
        refused = CommandRefused(command=command, target=task, reason=str(error))
        with writing_case(context, task=task, instance=instance) as (work, row):
            record(work, row, [refused], actor=actor)
        raise


def record(
    work: Work, instance: InstanceRow, events: list[AuditEvent], *, actor: str
) -> InstanceRow:
    """Write events into the history of a case that change nothing else in it."""
    head = log.append(
        work.transaction,
        instance_id=instance.id,
        head=Head(seq=instance.event_seq, hash=instance.head),
        events=events,
        actor=actor,
        at=work.now,
    )
    return instances.save(work.transaction, replace(instance, event_seq=head.seq, head=head.hash))
