"""Cases that nothing will ever move again."""

from dataclasses import dataclass

from engine import spiff
from engine.advance.model import get_model
from engine.context import Context, Work, reading
from engine.model.ids import InstanceId
from engine.store import case_search, instances


@dataclass(frozen=True, kw_only=True)
class StuckCase:
    """An active case without a live task, timer, subscription, job or incident."""

    instance: InstanceId
    business_key: str
    process_id: str


def list_stuck_cases(context: Context) -> tuple[StuckCase, ...]:
    """List the active cases that wait for nothing, oldest first; there should be none."""
    with reading(context) as work:
        suspects = case_search.list_stuck(work.transaction)
        return tuple(
            StuckCase(instance=found, business_key=key, process_id=process)
            for found, key, process in suspects
            if not _waits_for_condition(work, found)
        )


def _waits_for_condition(work: Work, instance: InstanceId) -> bool:
    """Tell whether a case waits for one of its own variables to change, which no table shows."""
    row = instances.get(work.transaction, instance)
    model = get_model(work, row.definition_id)
    state = spiff.inspect(model.definition, row.state)
    return any(wait.kind == "conditional" for wait in state.waits)
