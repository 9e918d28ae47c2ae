"""Cases that nothing will ever move again."""

from dataclasses import dataclass

from engine.context import Context
from engine.model.ids import InstanceId


@dataclass(frozen=True, kw_only=True)
class StuckCase:
    """An active case without a live task, timer, subscription, job or incident."""

    instance: InstanceId
    business_key: str
    process_id: str


def list_stuck_cases(context: Context) -> tuple[StuckCase, ...]:
    """List the active cases that wait for nothing, oldest first; there should be none."""
    raise NotImplementedError
