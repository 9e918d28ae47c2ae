"""Do the work of a connector."""

from engine.context import Context
from engine.model.ids import JobId, PersonId


def run_job(context: Context, *, actor: PersonId, job: JobId) -> bool:
    """Run a connector, mail or delivery that waits, and give its answer to the case.

    A failure is tried again later; the last one becomes an incident.

    Returns:
        False when it no longer waits.

    Raises:
        NotFoundError: If there is no such job.
    """
    raise NotImplementedError
