"""The page on which a task is done."""

import secrets
from dataclasses import replace

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.commands.complete_task import Completed, complete_task
from engine.commands.save_draft import save_draft
from engine.errors import ConflictError, DocketError, NotFoundError, SubmissionError
from engine.model.ids import TaskId
from engine.queries.cases import get_standing, get_track
from engine.queries.history import Entry, list_entries
from engine.queries.tasks import AskedView, TaskView, get_asked, get_task
from forms import FormView
from webapp.web.access import SIGNED_IN, allow
from webapp.web.answers import Answers, read_answers, show_form
from webapp.web.diagrams import Picture, draw_case
from webapp.web.errors import describe
from webapp.web.i18n import get_language
from webapp.web.outlook import say_what_follows
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer

#: Events of the history from which the page shows the newest.
_NEWEST = 60


@allow(SIGNED_IN)
def open_task(task: str) -> str:
    """Show a task: its form, its policy, its case."""
    view = _get_task(task)
    return _show(view, Answers(given=view.draft))


@allow(SIGNED_IN)
def submit(task: str) -> Response | tuple[str, int]:
    """Finish a task, or keep its answers for later."""
    asked = get_asked(
        get_context(), person=get_viewer().id, task=TaskId(task), language=get_language()
    )
    answers = read_answers(
        asked.form, subject=asked.subject, instance=asked.instance, store=asked.may_complete
    )
    if answers.redraw:
        return _redraw(_get_task(task), answers), 200
    if request.form.get("_action") == "draft":
        return _keep(asked, answers)
    if answers.problems:
        return _show(_get_task(task), answers), 422
    try:
        completed = complete_task(
            get_context(),
            actor=get_viewer().id,
            task=TaskId(task),
            submission=answers.given,
            key=request.form.get("_key", ""),
        )
    except DocketError as error:
        return _explain(task, answers, error)
    return _go_on(asked, completed)


def _keep(asked: AskedView, answers: Answers) -> Response | tuple[str, int]:
    try:
        save_draft(get_context(), actor=get_viewer().id, task=asked.task, answers=answers.given)
    except DocketError as error:
        return _explain(asked.task, answers, error)
    flash(gettext("Your answers are kept. Nobody else sees them until you submit."))
    return go_to(url_for("inbox.open_task", task=asked.task))


def _go_on(asked: AskedView, completed: Completed) -> Response:
    done = gettext("“%(task)s” is done.", task=asked.name)
    if completed.next_task:
        flash(done + " " + gettext("This is what comes next."))
        return go_to(url_for("inbox.open_task", task=completed.next_task))
    flash(Markup(" ").join([done, say_what_follows(completed.instance)]))
    return go_to(url_for("inbox.show"))


def _explain(task: str, answers: Answers, error: DocketError) -> tuple[str, int]:
    """Show the page again with what was typed and what was wrong.

    Raises:
        DocketError: If it is nothing that the page could explain.
    """
    failure = describe(error)
    if failure.status >= 500:
        raise error
    problems = error.problems if isinstance(error, SubmissionError) else ()
    view = _get_task(task)  # as it is by now: somebody else may have done it
    shown = replace(answers, problems=problems)
    refusal = "" if problems or _is_gone(view, error) else failure.message
    return _show(view, shown, refusal), failure.status


def _is_gone(view: TaskView, error: DocketError) -> bool:
    """Tell whether the page itself says who was first."""
    return isinstance(error, ConflictError) and not view.may_complete


def _redraw(view: TaskView, answers: Answers) -> str:
    """Draw the questions anew: alone for a script, else the whole page."""
    if not request.headers.get("HX-Request"):
        return _show(view, answers)
    url = url_for("inbox.submit", task=view.task)
    return render_template("web/fields.html", form=_show_form(view, answers), url=url)


def _show_form(view: TaskView, answers: Answers) -> FormView | None:
    return show_form(
        view.form,
        view.scope,
        view.evaluate,
        view.translate,
        answers,
        readers=view.readers,
        read_only=not view.may_complete,
    )


def _show(view: TaskView, answers: Answers, refusal: str = "") -> str:
    picture, entries = _look_around(view)
    return render_template(
        "inbox/task.html",
        task=view,
        case=view.case,
        form=_show_form(view, answers),
        entries=entries,
        picture=picture,
        refusal=refusal,
        key=request.form.get("_key") or secrets.token_urlsafe(16),
    )


def _look_around(view: TaskView) -> tuple[Picture | None, tuple[Entry, ...]]:
    """Return diagram and history; nothing when the case is out of the person's sight by now."""
    context, viewer, language = get_context(), get_viewer().id, get_language()
    case = view.case.instance
    try:
        found = get_standing(context, viewer=viewer, instance=case, language=language)
        track = get_track(context, viewer=viewer, instance=case)
        entries = list_entries(
            context, viewer=viewer, instance=case, language=language, newest=_NEWEST
        )
    except NotFoundError:
        return None, ()
    return draw_case(found, track, element=view.element), entries


def _get_task(task: str) -> TaskView:
    return get_task(
        get_context(), person=get_viewer().id, task=TaskId(task), language=get_language()
    )
