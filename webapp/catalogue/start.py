"""The page on which a case begins."""

import secrets
from dataclasses import replace

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from engine.commands.start_instance import Started, start_instance
from engine.errors import DocketError, SubmissionError
from engine.model.ids import PersonId
from engine.queries.catalogue import StartView, get_start
from engine.queries.directory import get_person
from forms import FormView
from webapp.web.access import SIGNED_IN, allow
from webapp.web.answers import Answers, read_answers, show_form
from webapp.web.errors import describe
from webapp.web.i18n import get_language
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer


@allow(SIGNED_IN)
def ask(process_id: str) -> str:
    """Show the form with which a case begins."""
    return _show(_get_start(process_id), Answers())


@allow(SIGNED_IN)
def begin(process_id: str) -> Response | tuple[str, int]:
    """Begin a case."""
    start = _get_start(process_id)
    answers = read_answers(start.form, subject=_get_subject() or get_viewer().id)
    if answers.redraw:
        return _redraw(start, answers), 200
    if answers.problems:
        return _show(start, answers), 422
    try:
        started = start_instance(
            get_context(),
            actor=get_viewer().id,
            process_id=process_id,
            submission=answers.given,
            subject=_get_subject(),
            key=request.form.get("_key", ""),
        )
    except DocketError as error:
        return _explain(start, answers, error)
    return _go_on(started)


def _go_on(started: Started) -> Response:
    flash(gettext("Case %(number)s has begun.", number=started.business_key))
    if started.next_task:
        return go_to(url_for("inbox.open_task", task=started.next_task))
    return go_to(url_for("cases.show", instance=started.instance))


def _explain(start: StartView, answers: Answers, error: DocketError) -> tuple[str, int]:
    """Show the form again with what was typed and what was wrong.

    Raises:
        DocketError: If it is nothing that the page could explain.
    """
    failure = describe(error)
    if failure.status >= 500 or failure.status in {403, 404}:
        raise error
    problems = error.problems if isinstance(error, SubmissionError) else ()
    shown = replace(answers, problems=problems)
    return _show(start, shown, "" if problems else failure.message), failure.status


def _redraw(start: StartView, answers: Answers) -> str:
    """Draw the questions anew: alone for a script, else the whole page."""
    if not request.headers.get("HX-Request"):
        return _show(start, answers)
    url = url_for(
        "catalogue.begin", process_id=start.card.process_id, subject=_get_subject() or None
    )
    return render_template("web/fields.html", form=_show_form(start, answers), url=url)


def _show_form(start: StartView, answers: Answers) -> FormView | None:
    return show_form(
        start.form, start.scope, start.evaluate, start.translate, answers, readers=start.readers
    )


def _show(start: StartView, answers: Answers, refusal: str = "") -> str:
    subject = _get_subject()
    return render_template(
        "catalogue/start.html",
        start=start,
        card=start.card,
        subject=get_person(get_context(), person=subject) if subject else None,
        form=_show_form(start, answers),
        refusal=refusal,
        key=request.form.get("_key") or secrets.token_urlsafe(16),
    )


def _get_subject() -> PersonId:
    return PersonId(request.args.get("subject", ""))


def _get_start(process_id: str) -> StartView:
    return get_start(
        get_context(),
        person=get_viewer().id,
        process_id=process_id,
        subject=_get_subject(),
        language=get_language(),
    )
