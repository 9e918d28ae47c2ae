"""Proof: the record is what was written, and the definition makes of the inputs what it says."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from engine.advance.model import Model, get_model, read_model
from engine.context import Context, Work, reading
from engine.errors import NotFoundError
from engine.model.ids import InstanceId
from engine.queries.replaying import Replayed, replay_events
from engine.store import case_file, definitions, instances, log, verification
from engine.store.case_file import CaseFileCheck
from engine.store.instances import InstanceRow

__all__ = [
    "CaseFileCheck",
    "Fault",
    "Proof",
    "ReplayReport",
    "VerifyReport",
    "check_case_file",
    "export_case",
    "get_instance",
    "list_instances",
    "prove",
    "replay",
    "verify",
]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One place where the record is not what was written."""

    #: Empty for a fault of the anchors.
    instance: str
    business_key: str
    #: Number of the event; 0 when the whole case is meant.
    seq: int
    #: What was altered, in words.
    message: str


@dataclass(frozen=True, kw_only=True)
class VerifyReport:
    """What the verification of the chains found."""

    cases: int
    events: int
    anchors: int
    faults: tuple[Fault, ...]
    checked_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReplayReport:
    """How the replay of one case went."""

    instance: InstanceId
    business_key: str
    #: Inputs fed again.
    inputs: int
    #: Transitions compared before the first difference.
    transitions: int
    #: The first difference in words; empty when everything was reproduced.
    difference: str
    #: Event of the log where it differs; 0 when nothing does.
    seq: int
    #: Element that differs; empty when nothing does.
    element: str

    @property
    def reproduced(self) -> bool:
        """True when every recorded transition was reproduced."""
        return not self.difference


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What speaks for the record of one case."""

    verification: VerifyReport
    replay: ReplayReport


def verify(context: Context, *, instance: InstanceId | None = None) -> VerifyReport:
    """Check the chain of one case, or of all of them and the anchors."""
    with reading(context) as work:
        return _verify(work, instance)


def _verify(work: Work, instance: InstanceId | None) -> VerifyReport:
    found = verification.verify(work.transaction, instance_id=instance or "")
    return VerifyReport(
        cases=found.instances,
        events=found.events,
        anchors=found.anchors,
        faults=tuple(
            Fault(
                instance=fault.instance_id,
                business_key=fault.business_key,
                seq=fault.seq,
                message=fault.what,
            )
            for fault in found.faults
        ),
        checked_at=work.now,
    )


def prove(context: Context, *, instance: InstanceId) -> Proof:
    """Verify the record of a case, and replay it.

    The head of a chain that verifies stands for the whole record, so that one replay serves until
    something more happens; a record that does not verify is replayed as it is found.

    Raises:
        NotFoundError: If there is no such case, or a version that it ran on is not there.
    """
    with reading(context) as work:
        verification, row = _verify(work, instance), instances.get(work.transaction, instance)
        if verification.faults:
            return Proof(verification=verification, replay=_replay(work, row))
        replayed = context.derived.take(f"replay {row.id} {row.head}", lambda: _replay(work, row))
        return Proof(verification=verification, replay=cast("ReplayReport", replayed))


def replay(
    context: Context, *, instance: InstanceId, files: dict[str, bytes] | None = None
) -> ReplayReport:
    """Feed the recorded inputs of a case to its definition again and compare every transition.

    Args:
        context: The engine.
        instance: The case.
        files: Files of a draft to judge instead of the version that the case runs on now; what the
            case did on earlier versions is replayed on those.

    Raises:
        NotFoundError: If there is no such case, or a version that it ran on is not there.
        ModelError: If the draft cannot be used.
    """
    with reading(context) as work:
        row = instances.get(work.transaction, instance)
        return _replay(work, row, read_model(files) if files is not None else None)


def _replay(work: Work, row: InstanceRow, draft: Model | None = None) -> ReplayReport:
    events = log.read(work.transaction, row.id)
    replayed = replay_events(events, lambda *which: _find_model(work, *which), draft=draft)
    return _report(row.id, row.business_key, replayed)


def _find_model(work: Work, process_id: str, version: int, checksum: str) -> Model:
    row = definitions.find_version(work.transaction, process_id, version)
    if row is None or row.checksum != checksum:
        message = (
            f"Version {version} of {process_id}, on which the case ran, is not here. "
            "Restore the database that it comes from."
        )
        raise NotFoundError(message)
    return get_model(work, row.id)


def export_case(context: Context, *, instance: InstanceId) -> bytes:
    """Return the history of a case as a file that proves itself; confidential values stay sealed.

    Raises:
        NotFoundError: If there is no such case.
    """
    with reading(context) as work:
        return case_file.export_case(work.transaction, instance, work.now)


def check_case_file(data: bytes) -> CaseFileCheck:
    """Check such a file from nothing but itself: no database is needed.

    Raises:
        IntegrityError: If it is not a case file at all.
    """
    return case_file.check_case_file(data)


def get_instance(context: Context, *, case: str) -> InstanceId:
    """Return the case with a number that people quote, or with an id.

    Raises:
        NotFoundError: If there is no such case.
    """
    with reading(context) as work:
        found = instances.find_by_business_key(work.transaction, case.strip())
        return found or instances.get(work.transaction, InstanceId(case.strip())).id


def list_instances(context: Context) -> tuple[InstanceId, ...]:
    """List every case, oldest first: what ``docket replay --all`` goes through."""
    with reading(context) as work:
        return tuple(instances.list_ids(work.transaction))


def _report(instance: InstanceId, business_key: str, replayed: Replayed) -> ReplayReport:
    return ReplayReport(
        instance=instance,
        business_key=business_key,
        inputs=replayed.inputs,
        transitions=replayed.transitions,
        difference=replayed.difference,
        seq=replayed.seq,
        element=replayed.element,
    )
