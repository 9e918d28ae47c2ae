"""Handing a draft in, and the review by another person."""

from collections.abc import Mapping

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from engine.commands.review_definition_draft import review_definition_draft
from engine.commands.submit_definition_draft import submit_definition_draft
from engine.errors import ModelError
from engine.model.ids import DraftId
from engine.queries.definitions import (
    DefinitionView,
    get_files,
    list_definitions,
)
from webapp.diagrams.svg import render_svg
from webapp.diagrams.texts import diagram_texts
from webapp.modeler.comparison import Comparison, compare
from webapp.modeler.drafts import get_draft
from webapp.modeler.files import find_file
from webapp.modeler.problems import find_problems
from webapp.web.access import AUDITOR, PROCESS_OWNER, allow
from webapp.web.diagrams import Picture
from webapp.web.i18n import get_language
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer


@allow(PROCESS_OWNER)
def hand_in(draft: str) -> Response | tuple[str, int]:
    """Hand a draft in for review."""
    try:
        submit_definition_draft(
            get_context(),
            actor=get_viewer().id,
            draft=DraftId(draft),
            comment=request.form.get("comment", "")[:2000],
        )
    except ModelError:
        return review(draft), 422  # its page lists what is wrong
    flash(gettext("The draft is handed in. Another person has to approve it."))
    return go_to(url_for("modeler.review", draft=draft))


@allow(PROCESS_OWNER, AUDITOR)
def review(draft: str) -> str:
    """Show what a draft changes, what is wrong with it, and how many cases stay where they are."""
    found = get_draft(draft)
    versions = list_definitions(
        get_context(),
        viewer=get_viewer().id,
        process_id=found.process_id,
        language=get_language(),
    )
    base = next((view for view in versions if view.version == found.base_version), versions[0])
    after = get_files(get_context(), viewer=get_viewer().id, draft=found.draft)
    return render_template(
        "modeler/review.html",
        draft=found,
        versions=versions,
        problems=find_problems(found.process_id, after),
        **_compare(base, after),
    )


@allow(PROCESS_OWNER)
def decide(draft: str) -> Response:
    """Approve a draft, which puts it into force, or send it back."""
    approve = request.form.get("decision") == "approve"
    review_definition_draft(
        get_context(),
        actor=get_viewer().id,
        draft=DraftId(draft),
        approve=approve,
        comment=request.form.get("comment", "")[:2000],
    )
    if approve:
        flash(gettext("The new version is in force. Cases that are under way stay on theirs."))
    else:
        flash(gettext("The draft is sent back to its author."))
    return go_to(url_for("modeler.show"))


def _compare(base: DefinitionView, after: Mapping[str, bytes]) -> dict[str, object]:
    before = get_files(get_context(), viewer=get_viewer().id, definition=base.definition)
    path = find_file(after)
    try:
        found = compare(before, after, path)
        return {
            "comparison": found,
            "before": _draw(
                before[path], found, gettext("Version %(number)s", number=base.version)
            ),
            "after": _draw(after[path], found, gettext("The draft")),
        }
    except (ModelError, KeyError):
        return {"comparison": None, "before": None, "after": None}


def _draw(xml: bytes, comparison: Comparison, title: str) -> Picture:
    drawn = render_svg(
        xml,
        current={part.id for part in (*comparison.added, *comparison.changed)},
        problems={part.id for part in comparison.removed},
        flows={part.id for part in (*comparison.added, *comparison.changed)},
        title=title,
        texts=diagram_texts(gettext)
        | {
            "current": gettext("new or changed"),
            "problem": gettext("removed"),
            "current_names": gettext("New or changed: {names}."),
            "problem_names": gettext("Removed: {names}."),
        },
    )
    return Picture(svg=Markup(drawn), title=title)  # noqa: S704 - our renderer escapes every text
