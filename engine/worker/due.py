"""Does the jobs that are due, each in a transaction of its own."""

import logging
from collections.abc import Collection
from datetime import datetime

from engine.commands.fail_job import fail_job
from engine.commands.fire_timer import fire_timer
from engine.commands.run_job import run_job
from engine.context import Context, reading
from engine.errors import BusyError, ConflictError, StorageError
from engine.model.ids import SYSTEM, JobId
from engine.store import jobs
from engine.store.jobs import INSIDE, OUTSIDE

_LOG = logging.getLogger("docket.worker")
#: Jobs looked up at once.
_BATCH = 50
#: Jobs done in one go before the caller hears again: a loop of cases must not run for ever.
_MOST = 10_000


def run_due(
    context: Context,
    *,
    until: datetime | None = None,
    kinds: Collection[str] = INSIDE | OUTSIDE,
) -> int:
    """Do everything that is due, here and now, and what becomes due by it.

    What another worker is at, or whose case somebody holds, is left to the next call.

    Args:
        context: The engine.
        until: Do what is due by then; the present instant when not given. A job that is not due
            yet by the engine's clock stays.
        kinds: Kinds of job to do.

    Returns:
        The number of jobs done.
    """
    done, left = 0, set[str]()
    while done < _MOST:
        with reading(context) as work:
            instant = min(until, work.now) if until else work.now
            batch = jobs.list_due(
                work.transaction,
                instant,
                limit=_BATCH,
                kinds=kinds,
                types=context.connectors,
                skip=left,
            )
        if not batch or len(left) > _MOST:
            break
        for job, kind in batch:
            if _do(context, job, kind):
                done += 1
            else:
                left.add(job)
    return done


def _do(context: Context, job: JobId, kind: str) -> bool:
    try:
        if kind == "timer":
            return fire_timer(context, actor=SYSTEM, job=job)
        return run_job(context, actor=SYSTEM, job=job)
    except BusyError:
        return False
    except (ConflictError, StorageError) as error:
        _LOG.warning("The job %s was put off: %s", job, error)
        return False
    except Exception as error:  # noqa: BLE001 - whatever stops a job becomes an incident, not a dead worker
        _LOG.exception("The job %s failed.", job)
        message = f"{type(error).__name__}: {error}"
        fail_job(context, actor=SYSTEM, job=job, message=message, permanent=kind == "timer")
        return False
