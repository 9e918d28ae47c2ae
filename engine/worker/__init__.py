"""Does what is due: timers, connectors, mails, deliveries between cases, anchors of the log.

APScheduler ticks in memory; what is due stands in the database, so that a killed process loses
nothing, and every job runs in a transaction of its own with the case locked, so that it runs once.

Design note: what carries the work when there are several hosts

Every state change writes its `job` rows in its own transaction, indexed by due time. On PostgreSQL
a worker lists what is due and locks the case of each job with `FOR UPDATE SKIP LOCKED`: a case that
another worker or a person holds is left to the next look, a second later. Under the lock it reads
the job again, so that a worker that was stopped and wakes up finds the work done. The lock lives in
the connection: when its holder dies, however it dies, the database drops it at once, and there is
no lease to wait for, no heartbeat and no retry of stalled jobs. A connector or a mail server is
asked outside every transaction; such a job is taken by moving its due time (its lease), and the
number of attempts tells a worker that slept through its lease that it has lost the job.

Procrastinate was tried as the carrier: it is well kept and defers in the transaction of the caller.
But each of its jobs only says which of ours to do, so every job is written, indexed, fetched,
finished and cleaned up twice, in a second schema with migrations of its own; a person's
submit carries another statement; its workers end when PostgreSQL
restarts, and a killed worker's jobs wait for heartbeats to run out. With 400 timers due at the same
moment, two workers did 55 a second with row locks and 22 with Procrastinate in the same run on a
busy two-core machine (one worker: 83 and 46). The rows that are there anyway are the queue.
"""

from engine.worker.due import run_due
from engine.worker.ticking import Worker, start

__all__ = ["Worker", "run_due", "start"]
