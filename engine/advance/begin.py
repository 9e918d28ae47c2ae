"""The beginning of a case."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import spiff
from engine.advance.model import Model
from engine.advance.step import Advanced, advance
from engine.context import Work
from engine.model.events import InstanceStarted
from engine.model.ids import SYSTEM, InstanceId
from engine.model.roster import get_unit
from engine.store import instances, sequences
from engine.store.definitions import DefinitionRow
from engine.store.ids import new_id
from engine.store.instances import NO_HEAD, InstanceRow

#: Time zone of a case that concerns nobody of the directory.
NOWHERE = "UTC"


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """Who begins a case, for whom, and with what."""

    initiator: str
    #: Whom it concerns.
    subject: str
    on_behalf_of: str = ""
    #: Id of the start event when it is not the plain one.
    start_event: str = ""
    #: What only one active case of the procedure may have; empty: there may be any number.
    start_key: str = ""
    #: Checked answers of the start form, or what a message carried.
    variables: Mapping[str, object]


def new_instance_id(work: Work) -> InstanceId:
    """Return the id for a case that is about to begin."""
    return InstanceId(new_id(work.now))


def begin_case(
    work: Work,
    row: DefinitionRow,
    model: Model,
    beginning: Beginning,
    instance_id: InstanceId | None = None,
) -> Advanced:
    """Begin a case and work until it waits.

    Raises:
        ConflictError: If an active case has its start key.
        NotFoundError: If the definition has no such start event.
        RefusedError: If the start event must be named.
    """
    unit, zone = place_of(work, beginning.subject)
    instance = InstanceRow(
        id=instance_id or new_instance_id(work),
        definition_id=row.id,
        process_id=row.process_id,
        business_key=_next_key(work, model.procedure.prefix, zone),
        status="active",
        incidents=0,
        initiator=beginning.initiator,
        subject=beginning.subject,
        unit=unit,
        zone=zone,
        title="",
        version=0,
        event_seq=0,
        head=NO_HEAD,
        started_at=work.now,
        updated_at=work.now,
        ended_at=None,
        end_event="",
        start_key=beginning.start_key or None,
        state=b"",
    )
    instances.add(work.transaction, instance)
    people = {"initiator": beginning.initiator, "subject": beginning.subject, "unit": unit}
    by_clock = spiff.begins_by_clock(model.definition, beginning.start_event)
    planned = {spiff.PLANNED_AT: work.now} if by_clock else {}  # begun by hand: planned for now
    event = InstanceStarted(
        process_id=row.process_id,
        definition_version=row.version,
        checksum=row.checksum,
        business_key=instance.business_key,
        initiator=beginning.initiator,
        subject=beginning.subject,
        unit=unit,
        zone=zone,
        variables={**planned, **beginning.variables, **people},
        start_event=beginning.start_event,
        on_behalf_of=beginning.on_behalf_of,
    )
    return advance(work, instance, event, actor=beginning.initiator)


def place_of(work: Work, subject: str) -> tuple[str, str]:
    """Return the unit and time zone of the person whom a case concerns."""
    person = work.roster.people.get(subject)
    if person is None or subject == SYSTEM:
        return "", NOWHERE
    return person.unit, get_unit(work.roster, person.unit).zone


def _next_key(work: Work, prefix: str, zone: str) -> str:
    year = work.day(zone).year
    number = sequences.next_number(work.transaction, f"key {prefix} {year}")
    return f"{prefix}-{year}-{number:05}"
