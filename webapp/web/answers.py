"""Forms on pages: what a browser sent, and the form as it is shown again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext

import forms
from engine.commands.add_attachment import add_attachment
from engine.errors import Problem
from engine.model.forms import Evaluator
from engine.model.ids import PersonId
from engine.model.views import Translator
from webapp.web.formatting import format_days, format_value
from webapp.web.i18n import get_language
from webapp.web.people import offer_people
from webapp.web.state import get_context, get_viewer
from webapp.web.uploads import read_upload


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What somebody has filled in, and what was wrong with it."""

    #: Raw answers by the names of the form; files are references of what is stored.
    given: Mapping[str, object] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    #: True when the page is wanted again and nothing submitted.
    redraw: bool = False
    #: Names of the files that came with these answers, by reference.
    files: Mapping[str, str] = field(default_factory=dict)


def read_answers(
    form: bytes, *, subject: PersonId, instance: str = "", store: bool = True
) -> Answers:
    """Read what a browser sent, and store the files that came with it.

    Args:
        form: The form definition; empty when nothing is asked.
        subject: Person whom the files concern.
        instance: The case; empty while there is none.
        store: False to leave files out, because they are not this person's to add.
    """
    if not form:
        return Answers()
    definition = forms.load(form)
    files = request.files if store else None
    sent = forms.from_html(definition, request.form, files, get_language())
    problems: list[Problem] = list(forms.check_uploads(definition, sent.uploads))
    names: dict[str, str] = {}
    for upload in () if problems or sent.redraw else sent.uploads:
        name, media_type, data = read_upload(upload, problems)
        if not data:
            continue
        reference = add_attachment(
            get_context(),
            actor=get_viewer().id,
            subject=subject,
            name=name,
            media_type=media_type,
            data=data,
            instance=instance,
        )
        forms.attach(sent.answers, upload.name, reference)
        names[reference] = name
    return Answers(given=sent.answers, problems=problems, redraw=sent.redraw, files=names)


def show_form(
    form: bytes,
    scope: Mapping[str, object],
    evaluate: Evaluator,
    translate: Translator,
    answers: Answers,
    *,
    readers: Mapping[str, Sequence[str]],
    read_only: bool = False,
) -> forms.FormView | None:
    """Return a form as the page shows it; None when nothing is asked.

    Args:
        form: The form definition.
        scope: Variables that the form may show or use.
        evaluate: Works out a FEEL expression.
        translate: Puts texts of the form into the reader's language.
        answers: What was filled in so far.
        readers: Who may open each confidential variable, in words.
        read_only: True to look at the answers only.
    """
    if not form:
        return None
    definition = forms.load(form)
    reader = forms.Reader(
        translate=translate,
        gettext=gettext,
        show=format_value,
        rewrite=format_days,
        locale=get_language(),
        options=offer_people(definition),
        files=answers.files,
        readers=readers,
        read_only=read_only,
    )
    return forms.view(definition, scope, answers.given, answers.problems, evaluate, reader)
