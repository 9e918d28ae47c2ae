"""The one table from what went wrong to what a browser or a program is told."""

import logging
from dataclasses import dataclass

from flask import (
    Flask,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, Unauthorized
from werkzeug.wrappers import Response as BaseResponse

from engine.errors import (
    ConflictError,
    DocketError,
    ExpressionError,
    IntegrityError,
    LimitError,
    ModelError,
    NotAllowedError,
    NotFoundError,
    Problem,
    RefusedError,
    StorageError,
    SubmissionError,
)
from webapp.web.messages import translate_message
from webapp.web.security import get_nonce

log = logging.getLogger(__name__)

#: HTTP status of each kind of error; the nearest class up its ancestry counts.
STATUS: dict[type[DocketError], int] = {
    NotFoundError: 404,
    NotAllowedError: 403,
    RefusedError: 409,
    ConflictError: 409,
    SubmissionError: 422,
    ModelError: 422,
    ExpressionError: 422,
    LimitError: 422,
    IntegrityError: 500,
    StorageError: 503,
    DocketError: 500,
}

TITLES = {
    400: lazy_gettext("The request could not be understood"),
    401: lazy_gettext("Please sign in"),
    403: lazy_gettext("You may not do this"),
    404: lazy_gettext("There is nothing here"),
    405: lazy_gettext("This page cannot do that"),
    409: lazy_gettext("This is no longer possible"),
    413: lazy_gettext("That is too large"),
    422: lazy_gettext("Something needs another look"),
    428: lazy_gettext("Say which revision you changed"),
    429: lazy_gettext("Too many attempts"),
    500: lazy_gettext("Something went wrong on our side"),
    503: lazy_gettext("The database cannot be reached"),
}
_EXPLANATIONS = {
    403: lazy_gettext(
        "This page is for people with another role. If you need it, ask your administrator."
    ),
    404: lazy_gettext("The address may be mistyped, or what was here is not yours to see."),
    413: lazy_gettext("Send a smaller file."),
    429: lazy_gettext("Wait a minute, then try again."),
    500: lazy_gettext(
        "Nothing was changed. Try again; if it happens again, give the administrator this reference."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What went wrong, ready to be shown."""

    status: int
    title: str
    message: str
    problems: tuple[Problem, ...] = ()
    #: Finds the entry in the server's log; empty when there is none.
    reference: str = ""


def install(app: Flask) -> None:
    """Answer every error in one way."""
    app.register_error_handler(DocketError, _answer_docket_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(Exception, _answer_surprise)


def get_status(error: DocketError) -> int:
    """Return the HTTP status of an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def describe(error: DocketError) -> Failure:
    """Say what an error means to the person who met it."""
    status = get_status(error)
    problems = error.problems if isinstance(error, SubmissionError | ModelError) else ()
    message = gettext("See the list below.") if problems else translate_message(error.message)
    title = str(TITLES[status])
    return Failure(status=status, title=title, message=message, problems=problems)


def wants_json() -> bool:
    """Tell whether whoever asked is a program."""
    if request.path.startswith("/api/") or request.is_json:
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def answer(failure: Failure) -> Response:
    """Show a failure as a page, or as a problem document (RFC 9457) to a program."""
    if wants_json():
        return _as_json(failure)
    response = make_response(render_template("web/error.html", failure=failure), failure.status)
    if request.headers.get("HX-Request"):
        response.headers["HX-Retarget"] = "body"
    return response


def _as_json(failure: Failure) -> Response:
    body: dict[str, object] = {
        "type": "about:blank",
        "title": failure.title,
        "status": failure.status,
        "detail": failure.message,
        "message": failure.message or failure.title,
    }
    if failure.problems:
        body["problems"] = [problem_as_json(problem) for problem in failure.problems]
    if failure.reference:
        body["instance"] = failure.reference
    response = make_response(jsonify(body), failure.status)
    response.mimetype = "application/problem+json"
    if failure.status == Unauthorized.code:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def problem_as_json(problem: Problem) -> dict[str, object]:
    """Write a problem for a program or a script."""
    return {
        "message": translate_message(problem.message),
        "remedy": translate_message(problem.remedy),
        "file": problem.file,
        "element": problem.element,
        "line": problem.line,
        "column": problem.column,
        "rule": problem.rule,
        "severity": problem.severity,
    }


def _answer_docket_error(error: DocketError) -> Response:
    if get_status(error) >= InternalServerError.code:
        return _answer_surprise(error)
    return answer(describe(error))


def _answer_http_error(error: HTTPException) -> BaseResponse:
    status = error.code or InternalServerError.code
    if error.response is not None or status < 400:
        return error.get_response()
    if isinstance(error, Unauthorized) and not wants_json():
        return _to_sign_in()
    title = TITLES.get(status)
    explained = error.description if error.description != type(error).description else None
    message = explained or _EXPLANATIONS.get(status) or error.description or ""
    if isinstance(error, CSRFError):
        message = gettext("The page was open for too long. Go back, load it again and repeat.")
    failure = Failure(status=status, title=str(title or error.name), message=str(message))
    return answer(failure)


def _to_sign_in() -> BaseResponse:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    target = url_for("session.sign_in", next=wanted)
    if request.headers.get("HX-Request"):
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url_for("session.sign_in")
        return response
    return redirect(target, 303)


def _answer_surprise(error: Exception) -> Response:
    reference = get_nonce()[:8]
    log.error("Reference %s: %s %s", reference, request.method, request.path, exc_info=error)
    status = get_status(error) if isinstance(error, DocketError) else InternalServerError.code
    message = translate_message(error.message) if isinstance(error, DocketError) else ""
    failure = Failure(
        status=status,
        title=str(TITLES[status]),
        message=message or str(_EXPLANATIONS[status]),
        reference=reference,
    )
    return answer(failure)
