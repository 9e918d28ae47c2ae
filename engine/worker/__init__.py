"""Does what is due: timers, connectors, mails, deliveries between cases, anchors of the log.

APScheduler ticks in memory; what is due stands in the database, so that a killed process loses
nothing, and every job runs in a transaction of its own with the case locked, so that it runs once.
"""

from engine.worker.due import run_due
from engine.worker.ticking import Worker, start

__all__ = ["Worker", "run_due", "start"]
