"""Addresses of the interface."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from webapp.api import cases, jobs, messages, schemas, session, tasks
from webapp.api.openapi import describe
from webapp.api.operations import Operation, run
from webapp.web.access import ADMINISTRATOR, EVERYONE, SIGNED_IN, allow

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

OPEN = (
    Operation(
        method="POST",
        rule="/session",
        view=session.begin_session,
        summary="Sign in",
        takes=schemas.SignInSchema,
        gives=schemas.TokenSchema,
        status=201,
    ),
)
OWN = (
    Operation(method="DELETE", rule="/session", view=session.end_session, summary="Sign out"),
    Operation(
        method="GET",
        rule="/procedures",
        view=cases.list_procedures,
        summary="Procedures that one may start",
        gives=schemas.ProcedurePageSchema,
    ),
    Operation(
        method="GET",
        rule="/procedures/<string:process_id>",
        view=cases.get_procedure,
        summary="What the start of a procedure asks for",
        gives=schemas.StartFormSchema,
    ),
    Operation(
        method="GET",
        rule="/cases",
        view=cases.list_my_cases,
        summary="Cases",
        takes=schemas.ListArgumentsSchema,
        gives=schemas.CasePageSchema,
    ),
    Operation(
        method="POST",
        rule="/cases",
        view=cases.start_case,
        summary="Begin a case",
        takes=schemas.StartSchema,
        gives=schemas.StartedSchema,
        status=201,
        repeatable=True,
    ),
    Operation(
        method="GET",
        rule="/cases/<string:instance>",
        view=cases.get_case,
        summary="One case",
        gives=schemas.CaseDetailSchema,
    ),
    Operation(
        method="GET",
        rule="/cases/<string:instance>/history",
        view=cases.get_history,
        summary="The history of a case",
        gives=schemas.EntryPageSchema,
    ),
    Operation(
        method="GET",
        rule="/cases/<string:instance>/documents/<string:document>",
        view=cases.get_document,
        summary="A document of a case",
        gives=schemas.FileSchema,
    ),
    Operation(
        method="GET",
        rule="/tasks",
        view=tasks.list_tasks,
        summary="Open tasks that one may do",
        takes=schemas.ListArgumentsSchema,
        gives=schemas.TaskPageSchema,
    ),
    Operation(
        method="GET",
        rule="/tasks/<string:task>",
        view=tasks.get_task,
        summary="One task",
        gives=schemas.TaskSchema,
    ),
    Operation(
        method="POST",
        rule="/tasks/<string:task>/claim",
        view=tasks.claim_task,
        summary="Take a task",
    ),
    Operation(
        method="POST",
        rule="/tasks/<string:task>/unclaim",
        view=tasks.unclaim_task,
        summary="Give a task back",
    ),
    Operation(
        method="POST",
        rule="/tasks/<string:task>/complete",
        view=tasks.complete_task,
        summary="Finish a task",
        takes=schemas.AnswersSchema,
        gives=schemas.CompletedSchema,
        repeatable=True,
    ),
)
SYSTEMS = (
    Operation(
        method="POST",
        rule="/messages",
        view=messages.publish_message,
        summary="Tell one case something",
        takes=schemas.MessageSchema,
        gives=schemas.PublishedSchema,
        repeatable=True,
    ),
    Operation(
        method="POST",
        rule="/signals",
        view=messages.send_signal,
        summary="Tell every case something",
        takes=schemas.SignalSchema,
        gives=schemas.DeliveriesSchema,
    ),
)


#: The engine asks for the role of an integration; no page needs to know of it.
WORKERS = jobs.OPERATIONS


@allow(EVERYONE)
def openapi() -> ResponseReturnValue:
    """Describe the interface (OpenAPI 3.1)."""
    return jsonify(describe(OPEN, OWN + SYSTEMS + WORKERS))


def _add(operation: Operation, decision: str) -> None:
    def view(**parts: object) -> ResponseReturnValue:
        return run(operation, parts)

    blueprint.add_url_rule(
        operation.rule,
        endpoint=operation.name,
        view_func=allow(decision)(view),
        methods=[operation.method],
    )


for _operations, _decision in (
    (OPEN, EVERYONE),
    (OWN + WORKERS, SIGNED_IN),
    (SYSTEMS, ADMINISTRATOR),
):
    for _operation in _operations:
        _add(_operation, _decision)
blueprint.get("/openapi.json")(openapi)
