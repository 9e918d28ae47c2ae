"""What a draft would have made of the cases of the last year."""

from flask import render_template, request

from engine.queries.judging import judge_draft
from webapp.modeler.drafts import get_draft
from webapp.web.access import AUDITOR, PROCESS_OWNER, allow
from webapp.web.i18n import get_language
from webapp.web.state import get_context, get_viewer


@allow(PROCESS_OWNER, AUDITOR)
def play_past_cases(draft: str) -> str:
    """Show one page of past cases, each on its own version and on the draft."""
    context, viewer, language = get_context(), get_viewer().id, get_language()
    found = get_draft(draft)
    judged = judge_draft(
        context,
        viewer=viewer,
        draft=found.draft,
        before=request.args.get("before", ""),
        language=language,
    )
    return render_template("modeler/past_cases.html", draft=found, judged=judged)
