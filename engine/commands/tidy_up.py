"""Forget what has served its purpose."""

from datetime import timedelta

from engine.context import Context, writing
from engine.model.ids import PersonId
from engine.store import attachments, idempotency, sessions, throttle, user_tasks

#: How long an answer is kept for a repeated submission, and an upload for its submission.
_KEEP = timedelta(days=7)
_KEEP_ATTEMPTS = timedelta(days=30)


def tidy_up(context: Context, *, actor: PersonId) -> int:
    """Forget candidates of closed tasks, old answers, ended sessions and unused uploads.

    Args:
        context: The engine.
        actor: The worker.

    Returns:
        The number of rows that went.
    """
    with writing(context) as work:
        transaction, now = work.transaction, work.now
        return (
            user_tasks.forget_candidates(transaction)
            + idempotency.forget_answers(transaction, now - _KEEP)
            + attachments.forget_unbound(transaction, now - _KEEP)
            + throttle.forget_attempts(transaction, now - _KEEP_ATTEMPTS)
            + sessions.forget_ended_sessions(
                transaction, now=now, idle=context.settings.session_idle
            )
        )
