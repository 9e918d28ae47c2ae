"""Open confidential values or a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.context import Context
from engine.model.ids import InstanceId, PersonId


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What was opened."""

    #: Values by variable name.
    values: Mapping[str, object]
    #: Content of the file; null when values were asked for.
    data: bytes | None
    name: str
    media_type: str


def read_confidential(
    context: Context,
    *,
    actor: PersonId,
    instance: InstanceId,
    purpose: str,
    fields: Sequence[str] = (),
    attachment: str = "",
) -> Opened:
    """Open confidential values or a file of a case; the reading is on record before it is shown.

    Args:
        context: The engine.
        actor: Who reads.
        instance: The case.
        purpose: Why, in the reader's words.
        fields: Names of variables.
        attachment: Or the id of a file.

    Raises:
        NotFoundError: If there is no such case, value or file.
        NotAllowedError: If the roles that may read it do not include the actor.
        RefusedError: If no purpose is given, or the values were erased.
    """
    raise NotImplementedError
