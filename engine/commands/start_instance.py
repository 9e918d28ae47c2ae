"""Begin a case."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.context import Context
from engine.model.ids import InstanceId, PersonId, TaskId


@dataclass(frozen=True, kw_only=True)
class Started:
    """The case that was begun."""

    instance: InstanceId
    #: The number that people quote.
    business_key: str
    #: A task that now waits for the same person; null when there is none.
    next_task: TaskId | None


def start_instance(
    context: Context,
    *,
    actor: PersonId,
    process_id: str,
    submission: Mapping[str, object],
    subject: str = "",
    on_behalf_of: str = "",
    start_event: str = "",
    key: str = "",
) -> Started:
    """Begin a case of the newest version of a procedure.

    Args:
        context: The engine.
        actor: Who begins it.
        process_id: The procedure.
        submission: Raw answers to the start form.
        subject: Person whom it concerns; the actor when empty.
        on_behalf_of: Person for whom the actor stands in.
        start_event: Id of the start event when it is not the plain one.
        key: Makes a repeated submission harmless.

    Raises:
        NotFoundError: If no such procedure is deployed, or no such person exists.
        NotAllowedError: If the actor may not start it for this person.
        SubmissionError: If the form was filled in wrongly.
    """
    raise NotImplementedError
