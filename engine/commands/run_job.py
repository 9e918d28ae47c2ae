"""Do the work of a connector, a mail or a delivery."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from engine import feel
from engine.advance.connectors import find_connector
from engine.advance.delivery import (
    Message,
    begin_by_event,
    begin_next,
    deliver,
    write_signal_jobs,
)
from engine.advance.handing import open_files
from engine.advance.model import get_model
from engine.advance.start_timers import arm_again, list_concerned, start_variables, write_starts
from engine.advance.step import advance, as_variables
from engine.advance.sync import THROWN_LIFETIME
from engine.advance.work_done import LEASE, fail
from engine.connectors.mail import send
from engine.context import Context, Work, reading, writing, writing_case
from engine.errors import ConnectorError, NotFoundError
from engine.model.connectors import Answer, ConnectorCall, NotYet, ThrownError
from engine.model.events import JobCompleted, JobErrorThrown, SignalReceived
from engine.model.ids import SYSTEM, JobId, PersonId
from engine.store import definitions, jobs, notices, subscriptions
from engine.store.jobs import JobRow


def run_job(context: Context, *, actor: PersonId, job: JobId) -> bool:
    """Run a connector, mail or delivery that waits, and give its answer to the case.

    A failure is tried again later; the last one becomes an incident.

    Returns:
        False when it no longer waits.

    Raises:
        NotFoundError: If there is no such job.
        BusyError: If somebody else is working on the case or the job right now.
    """
    row = _take(context, job)
    if row is None:
        return False
    _RUNNERS[row.kind](context, row, actor)
    return True


def _take(context: Context, job: JobId) -> JobRow | None:
    """Return a job that is due; one that works outside is taken for a while by whoever runs it."""
    with writing(context) as work:
        row = jobs.get(work.transaction, job)
        if row.status != "waiting" or row.due_at > work.now:
            return None
        if row.kind not in jobs.OUTSIDE:
            return row
        if not jobs.claim(work.transaction, job, now=work.now, until=work.now + LEASE):
            return None
        return replace(row, attempts=row.attempts + 1)


def _run_connector(context: Context, row: JobRow, actor: PersonId) -> None:
    """Work outside every transaction, then give the answer to the case."""
    try:
        answer = _ask(context, row)
    except ConnectorError as error:
        _fail(context, row, error)
        return
    if isinstance(answer, NotYet):
        _look_again(context, row, answer)
        return
    with writing_case(context, job=row.id) as (work, instance):
        if not _is_ours(work, row):
            return
        jobs.finish(work.transaction, row.id, "done")
        advance(work, instance, _answered(row, answer), actor=actor)


def _look_again(context: Context, row: JobRow, answer: NotYet) -> None:
    """Let a job wait as if nobody had tried it."""
    with writing(context) as work:
        if _is_ours(work, row):
            later = work.now + answer.again
            jobs.postpone(work.transaction, replace(row, due_at=later, attempts=row.attempts - 1))


def _ask(context: Context, row: JobRow) -> Answer:
    connector = find_connector(context, row.type)
    if connector is None:
        message = f"Nothing here does jobs of type {row.type}. Set it up (for mail, the mail server), or correct the type, then retry."
        raise ConnectorError(message, permanent=True)
    payload = _payload(row)
    headers, variables = payload.get("headers"), as_variables(payload.get("variables"))
    call = ConnectorCall(
        type=row.type,
        headers=headers if isinstance(headers, dict) else {},
        variables=variables,
        key=row.key,
        instance=row.instance_id or "",
        element=row.element,
        files=open_files(context, row, variables),
    )
    return connector(call)


def _answered(
    row: JobRow, answer: Mapping[str, object] | ThrownError
) -> JobCompleted | JobErrorThrown:
    if isinstance(answer, ThrownError):
        return JobErrorThrown(
            token=row.token,
            element=row.element,
            code=answer.code,
            message=answer.message,
            variables=dict(answer.variables),
        )
    admitted = {name: feel.admit(value) for name, value in answer.items()}
    return JobCompleted(token=row.token, element=row.element, variables=admitted)


def _run_mail(context: Context, row: JobRow, _actor: PersonId) -> None:
    with reading(context) as work:
        notice = notices.find(work.transaction, str(_payload(row).get("notice")))
        person = work.roster.people.get(notice.recipient) if notice else None
    mail = context.settings.mail
    try:
        if mail is not None and notice is not None and person is not None:
            link = f"\n\n{context.settings.address}" if context.settings.address else ""
            send(
                mail,
                to=[person.email],
                subject=f"{notice.subject} ({notice.business_key})",
                body=notice.body + link,
                key=row.key,
            )
    except ConnectorError as error:
        _fail(context, row, error)
        return
    with writing(context) as work:
        if _is_ours(work, row):
            jobs.finish(work.transaction, row.id, "done")


def _fail(context: Context, row: JobRow, error: ConnectorError) -> None:
    with writing_case(context, job=row.id) as (work, instance):
        if _is_ours(work, row):
            fail(work, instance, row, str(error), permanent=error.permanent)


def _is_ours(work: Work, row: JobRow) -> bool:
    """Tell whether nobody has taken the job since: whoever slept too long has lost it."""
    found = jobs.get(work.transaction, row.id)
    return found.status == "waiting" and found.attempts == row.attempts


def _run_message(context: Context, row: JobRow, _actor: PersonId) -> None:
    """Deliver what a case threw to the case that waits for it."""
    payload = _payload(row)
    with writing(context) as work:
        if _is_open(work, row) and not subscriptions.find_message_by_key(work.transaction, row.key):
            message = Message(
                name=str(payload.get("name")),
                correlation_key=str(payload.get("correlation_key", "")),
                variables=as_variables(payload.get("variables")),
                time_to_live=THROWN_LIFETIME,
                key=row.key,
            )
            deliver(work, message)
            jobs.finish(work.transaction, row.id, "done")


def _run_broadcast(context: Context, row: JobRow, _actor: PersonId) -> None:
    payload = _payload(row)
    with writing(context) as work:
        if _is_open(work, row):
            write_signal_jobs(
                work,
                str(payload.get("name")),
                as_variables(payload.get("variables")),
                key=row.key,
                origin=row.instance_id or "",
            )
            jobs.finish(work.transaction, row.id, "done")


def _run_signal(context: Context, row: JobRow, _actor: PersonId) -> None:
    payload = _payload(row)
    name = str(payload.get("name"))
    with writing_case(context, job=row.id, wait=False) as (work, instance):
        if not _is_open(work, row):
            return
        jobs.finish(work.transaction, row.id, "done")
        waits = subscriptions.list_of_case(work.transaction, instance.id)
        if any(wait.type == "signal" and wait.name == name for wait in waits):
            event = SignalReceived(name=name, variables=as_variables(payload.get("variables")))
            advance(work, instance, event, actor=SYSTEM)


def _run_start(context: Context, row: JobRow, _actor: PersonId) -> None:
    payload = _payload(row)
    with writing(context) as work:
        if not _is_open(work, row):
            return
        jobs.finish(work.transaction, row.id, "done")
        definition = definitions.get_definition(work.transaction, str(payload.get("definition")))
        newest = definitions.find_latest(work.transaction, definition.process_id)
        people, start = None, str(payload.get("start_event"))
        model = get_model(work, definition.id)
        variables = as_variables(payload.get("variables"))
        if "for" not in payload:
            if newest is None or newest.id != definition.id:
                return  # a newer version has its own start
            arm_again(work, definition, model, row)
            if "cycle" in payload:  # the clock begins it, no signal
                variables = start_variables(row)
                people = list_concerned(work, model, start, row)
        if people is not None:
            write_starts(work, definition, start, people, row)
            return
        begin_by_event(work, definition, model, start, variables, SYSTEM)


def _run_next(context: Context, row: JobRow, _actor: PersonId) -> None:
    """Begin the case that waits for another with its start key to end."""
    payload = _payload(row)
    with writing(context) as work:
        if _is_open(work, row):
            jobs.finish(work.transaction, row.id, "done")
            begin_next(work, str(payload.get("process")), str(payload.get("key")))


def _is_open(work: Work, row: JobRow) -> bool:
    """Look again, now that nobody else can change the job."""
    return jobs.lock(work.transaction, row.id).status == "waiting"


def _payload(row: JobRow) -> Mapping[str, object]:
    return row.payload if isinstance(row.payload, dict) else {}


def _run_nothing(_context: Context, row: JobRow, _actor: PersonId) -> None:
    message = f"The job {row.id} is a timer; it is fired, not run."
    raise NotFoundError(message)


_RUNNERS: Mapping[str, Callable[[Context, JobRow, PersonId], None]] = {
    "connector": _run_connector,
    "mail": _run_mail,
    "message": _run_message,
    "broadcast": _run_broadcast,
    "signal": _run_signal,
    "start": _run_start,
    "next": _run_next,
    "timer": _run_nothing,
}
