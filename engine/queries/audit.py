"""Proof: the record is what was written, and the definition makes of the inputs what it says."""

from dataclasses import dataclass
from datetime import datetime

from engine.context import Context
from engine.model.ids import InstanceId


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


def verify(context: Context, *, instance: InstanceId | None = None) -> VerifyReport:
    """Check the chain of one case, or of all of them and the anchors."""
    raise NotImplementedError


def replay(
    context: Context, *, instance: InstanceId, files: dict[str, bytes] | None = None
) -> ReplayReport:
    """Feed the recorded inputs of a case to its definition again and compare every transition.

    Args:
        context: The engine.
        instance: The case.
        files: Files of a draft to judge instead of the case's own definition.

    Raises:
        NotFoundError: If there is no such case.
        ModelError: If the draft cannot be used.
    """
    raise NotImplementedError


def list_instances(context: Context) -> tuple[InstanceId, ...]:
    """List every case, oldest first: what ``docket replay --all`` goes through."""
    raise NotImplementedError
