"""Does the jobs that are due, each in a transaction of its own."""

import logging
from collections.abc import Collection
from datetime import datetime

from engine.commands.fail_job import fail_job
from engine.commands.fire_timer import fire_timer
from engine.commands.put_off_job import put_off_job
from engine.commands.run_job import run_job
from engine.context import Context, reading
from engine.errors import BusyError, ConflictError, DocketError, StorageError
from engine.model.ids import SYSTEM, JobId
from engine.store import jobs
from engine.store.jobs import INSIDE, OUTSIDE

_LOG = logging.getLogger("docket.worker")
#: Jobs looked up at once.
_BATCH = 50
#: Jobs done in one go before the caller hears again: a loop of cases must not run for ever.
_MOST = 10_000
#: How often a job is tried that something else than its case stops, before an administrator must look.
_PATIENCE = 12


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
    except ConflictError as error:
        _LOG.warning("The job %s is left for the next look: %s", job, error)
    except StorageError as error:
        _LOG.warning("The job %s is put off: %s", job, error)
        if kind not in OUTSIDE:  # those are taken for a while already
            _put_off(context, job, error)
    except DocketError as error:
        _LOG.exception("The job %s failed.", job)
        _fail(context, job, error, permanent=kind == "timer")
    except Exception as error:  # noqa: BLE001 - whatever stops a job must not stop the worker
        _LOG.exception("The job %s failed.", job)
        if kind in OUTSIDE:
            _fail(context, job, error, permanent=False)
        else:
            _put_off(context, job, error)
    return False


def _put_off(context: Context, job: JobId, error: Exception) -> None:
    """Let a job be tried again that its case did not stop; show it when that does not end.

    Where the database cannot be written, the job stays as it is and comes up at the next look.
    """
    message = f"{type(error).__name__}: {error}"
    try:
        times = put_off_job(context, actor=SYSTEM, job=job, message=message)
    except Exception as second:  # noqa: BLE001 - what stopped the job may stop this as well
        _LOG.warning("The job %s stays as it is: %s", job, second)
        return
    if times >= _PATIENCE:
        _fail(context, job, error, permanent=True)


def _fail(context: Context, job: JobId, error: Exception, *, permanent: bool) -> None:
    message = f"{type(error).__name__}: {error}"
    try:
        fail_job(context, actor=SYSTEM, job=job, message=message, permanent=permanent)
    except Exception as second:  # noqa: BLE001 - as above: it is tried again
        _LOG.warning("The job %s could not be set aside: %s", job, second)
