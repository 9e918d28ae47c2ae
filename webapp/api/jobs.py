"""Work of service tasks, for programs that do it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import cast

from marshmallow import Schema, fields, validate

from engine.commands import activate_jobs as activating
from engine.commands import complete_job as completing
from engine.commands import give_back_job as giving_back
from engine.commands import throw_job_error as throwing
from engine.model.ids import JobId
from webapp.api.fields import Value
from webapp.api.operations import Operation
from webapp.api.schemas import StrictSchema
from webapp.web.state import get_context, get_viewer

_LOCK = validate.Range(min=1)
_SHORT, _LONG = validate.Length(min=1, max=200), validate.Length(max=2_000)


class JobsWantedSchema(StrictSchema):
    """Which work a program asks for."""

    type = fields.String(required=True, validate=_SHORT)
    limit = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100))
    #: Seconds for which the jobs are kept from others.
    lock_seconds = fields.Integer(
        load_default=300, validate=validate.Range(min=1, max=24 * 60 * 60)
    )


class JobSchema(Schema):
    """Work that a program has taken."""

    id = fields.String(attribute="job", required=True)
    type = fields.String(required=True)
    lock = fields.Integer(required=True)
    locked_until = fields.AwareDateTime(required=True)
    key = fields.String(required=True)
    retries = fields.Integer(required=True)
    case = fields.String(attribute="instance", required=True)
    business_key = fields.String(required=True)
    process_id = fields.String(required=True)
    element = fields.String(required=True)
    headers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    variables = fields.Dict(keys=fields.String(), values=Value(allow_none=True), required=True)


class JobsSchema(Schema):
    """The work that a program got."""

    jobs = fields.List(fields.Nested(JobSchema), required=True)


class JobDoneSchema(StrictSchema):
    """The answer of a program."""

    lock = fields.Integer(required=True, validate=_LOCK)
    variables = fields.Dict(keys=fields.String(), values=Value(allow_none=True), load_default=dict)


class JobFailureSchema(StrictSchema):
    """Why a program could not do its work."""

    lock = fields.Integer(required=True, validate=_LOCK)
    message = fields.String(required=True, validate=validate.Length(min=1, max=2_000))
    permanent = fields.Boolean(load_default=False)
    #: Seconds before the next attempt; twice as long as the last time when not given.
    retry_after_seconds = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min=0, max=7 * 24 * 60 * 60)
    )


class JobErrorSchema(StrictSchema):
    """The BPMN error with which a program answers."""

    lock = fields.Integer(required=True, validate=_LOCK)
    code = fields.String(required=True, validate=_SHORT)
    message = fields.String(load_default="", validate=_LONG)
    variables = fields.Dict(keys=fields.String(), values=Value(allow_none=True), load_default=dict)


def activate_jobs(given: Mapping[str, object]) -> dict[str, object]:
    """Take jobs of a type that wait; each goes to one program only, until its lock ends."""
    taken = activating.activate_jobs(
        get_context(),
        actor=get_viewer().id,
        job_type=str(given["type"]),
        limit=_number(given, "limit"),
        lock=timedelta(seconds=_number(given, "lock_seconds")),
    )
    return {"jobs": taken}


def complete_job(given: Mapping[str, object], job: str) -> None:
    """Answer a job; the case goes on. The same answer sent again changes nothing."""
    completing.complete_job(
        get_context(),
        actor=get_viewer().id,
        job=JobId(job),
        lock=_number(given, "lock"),
        variables=_variables(given),
    )


def fail_job(given: Mapping[str, object], job: str) -> None:
    """Give a job back, to be tried again; the last attempt becomes an incident."""
    seconds = given["retry_after_seconds"]
    giving_back.give_back_job(
        get_context(),
        actor=get_viewer().id,
        job=JobId(job),
        lock=_number(given, "lock"),
        message=str(given["message"]),
        permanent=bool(given["permanent"]),
        after=timedelta(seconds=seconds) if isinstance(seconds, int) else None,
    )


def throw_job_error(given: Mapping[str, object], job: str) -> None:
    """Answer a job with a BPMN error, which the diagram may catch."""
    throwing.throw_job_error(
        get_context(),
        actor=get_viewer().id,
        job=JobId(job),
        lock=_number(given, "lock"),
        code=str(given["code"]),
        message=str(given["message"]),
        variables=_variables(given),
    )


def _number(given: Mapping[str, object], name: str) -> int:
    return int(str(given[name]))


def _variables(given: Mapping[str, object]) -> Mapping[str, object]:
    return cast("Mapping[str, object]", given["variables"])


OPERATIONS = (
    Operation(
        method="POST",
        rule="/jobs/activate",
        view=activate_jobs,
        summary="Take work of service tasks",
        takes=JobsWantedSchema,
        gives=JobsSchema,
    ),
    Operation(
        method="POST",
        rule="/jobs/<string:job>/complete",
        view=complete_job,
        summary="Finish work",
        takes=JobDoneSchema,
    ),
    Operation(
        method="POST",
        rule="/jobs/<string:job>/fail",
        view=fail_job,
        summary="Say that work could not be done",
        takes=JobFailureSchema,
    ),
    Operation(
        method="POST",
        rule="/jobs/<string:job>/error",
        view=throw_job_error,
        summary="Finish work with a BPMN error",
        takes=JobErrorSchema,
    ),
)
