"""The clockwork: ticks of APScheduler, and the periodic work that one process does for all.

Every process ticks. Jobs are taken one by one, so that several processes share them; periodic
work is done by whichever process claims its slot first.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from engine.commands.anchor_log import anchor_log
from engine.commands.deliver_missed import deliver_missed
from engine.commands.tidy_up import tidy_up
from engine.context import Context, writing
from engine.errors import DocketError
from engine.model.ids import SYSTEM
from engine.store import ticks
from engine.store.jobs import INSIDE, OUTSIDE
from engine.worker.due import run_due

_LOG = logging.getLogger("docket.worker")
#: Slots kept, so that a process that slept does not do long past work again.
_SLOTS_KEPT = 1_000


@dataclass(frozen=True, kw_only=True)
class _Periodic:
    name: str
    every: timedelta
    work: Callable[[Context], object]


_PERIODIC = (
    _Periodic(
        name="anchor",
        every=timedelta(minutes=10),
        work=lambda context: anchor_log(context, actor=SYSTEM),
    ),
    _Periodic(
        name="messages",
        every=timedelta(minutes=1),
        work=lambda context: deliver_missed(context, actor=SYSTEM),
    ),
    _Periodic(
        name="tidy",
        every=timedelta(minutes=5),
        work=lambda context: tidy_up(context, actor=SYSTEM),
    ),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Worker:
    """A running worker."""

    #: Ends the scheduler when its jobs are done.
    shutdown: Callable[[], None]

    def stop(self) -> None:
        """Let the current jobs finish, then stop."""
        self.shutdown()


def start(context: Context, *, every: timedelta = timedelta(seconds=1), callers: int = 2) -> Worker:
    """Start working in threads of this process.

    One thread moves cases on. A mail server or another system that answers slowly holds up the
    threads that ask other systems, never the timers.

    Args:
        context: The engine.
        every: How often to look for jobs that are due.
        callers: Threads that ask other systems.
    """
    scheduler: Any = BackgroundScheduler(timezone="UTC")  # type: ignore[no-untyped-call]  # APScheduler has no types
    for kinds in (INSIDE, *callers * [OUTSIDE]):
        _repeat(scheduler, every, partial(tick, context, kinds))
    for periodic in _PERIODIC:
        _repeat(scheduler, periodic.every, partial(take_slot, context, periodic))
    scheduler.start()
    return Worker(shutdown=scheduler.shutdown)


def _repeat(scheduler: Any, every: timedelta, work: Callable[[], object]) -> None:
    """Do something at intervals: never twice at once, and once for all the times missed."""
    scheduler.add_job(
        work,
        "interval",
        seconds=every.total_seconds(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )


def tick(context: Context, kinds: Collection[str]) -> None:
    """Do what is due; a database that cannot be reached is tried again at the next tick."""
    try:
        run_due(context, kinds=kinds)
    except DocketError as error:
        _LOG.warning("The worker will try again: %s", error)
    except Exception:  # noqa: BLE001 - whatever stops one look must not stop the next
        _LOG.exception("The worker will try again.")


def take_slot(context: Context, periodic: _Periodic) -> bool:
    """Do periodic work unless another process has done it in this period."""
    try:
        with writing(context) as work:
            slot = ticks.slot_of(work.now, periodic.every)
            ticks.forget_slots(work.transaction, periodic.name, slot - _SLOTS_KEPT)
            if not ticks.claim_slot(work.transaction, periodic.name, slot):
                return False
        periodic.work(context)
    except DocketError as error:
        _LOG.warning("The periodic work “%s” will be tried again: %s", periodic.name, error)
        return False
    return True
