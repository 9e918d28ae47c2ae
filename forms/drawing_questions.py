"""Draws one question: the input that asks it, or its answer where it is only shown."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from forms.asked import Asked, ask
from forms.definition import Kind, Option, Question
from forms.drawing import Page, name_field
from forms.options import choose, write_token
from forms.paths import find_value
from forms.scopes import Scope
from forms.typed import write_typed
from forms.values import TRUTHS
from forms.view import FieldView, FileView, OptionView
from forms.visibility import find_row, keeps_value

INPUTS = {
    Kind.TEXT: "text",
    Kind.LONG_TEXT: "textarea",
    Kind.NUMBER: "number",
    Kind.YES_NO: "checkbox",
    Kind.SOME_OF: "checks",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.DATE_TIME: "datetime-local",
    Kind.FILES: "files",
}


def draw_question(page: Page, question: Question, place: Scope) -> FieldView:
    """Return a question as the page shows it."""
    name, html_id = name_field(place, question)
    asked = _add_options(page, ask(question, place), name)
    raw = find_value(find_row(page.settled.raw, place), question.path)
    view = FieldView(
        kind=INPUTS.get(question.kind, "text"),
        name=name,
        id=html_id,
        label=page.say(question.label, place),
        help=page.say(question.help, place),
        required=question.required,
        errors=page.errors.get(name, ()),
        prefix=page.say(question.prefix, place),
        suffix=page.say(question.suffix, place),
        confidential=question.confidential,
        readers=tuple(page.reader.readers.get(question.path[0], ())),
        controls=bool({question.path[0], question.path[-1]} & page.words),
    )
    if asked.read_only or page.reader.read_only:
        return _show(page, view, asked, find_value(place.this, question.path))
    view = replace(view, attributes=dict(_list_attributes(asked)))
    return _fill_in(page, view, asked, raw, place)


def _add_options(page: Page, asked: Asked, name: str) -> Asked:
    """Offer what the page knows where the form has no list of its own, as for any person."""
    given = page.reader.options.get(re.sub(r"\[\d+\]", "", name))
    if asked.question.options is None or asked.options is not None or given is None:
        return asked
    return replace(asked, options=tuple(given))


def _show(page: Page, view: FieldView, asked: Asked, value: object) -> FieldView:
    """Return an answer that is only shown."""
    reader = page.reader
    items = value if isinstance(value, list) else [] if value is None else [value]
    if asked.question.kind is Kind.FILES:
        files = tuple(FileView(reference=str(item), name=_name_file(page, item)) for item in items)
        return replace(view, kind="output", name="", files=files, required=False)
    labels = [_label(page, asked, item) for item in items]
    shown = (
        (reader.gettext("Yes") if value else reader.gettext("No"))
        if isinstance(value, bool)
        else ", ".join(labels)
    )
    return replace(view, kind="output", name="", value=shown, required=False)


def _label(page: Page, asked: Asked, value: object) -> str:
    option = choose(asked.options or (), value)
    return page.reader.translate(option.label) if option else page.reader.show(value)


def _name_file(page: Page, reference: object) -> str:
    return page.reader.files.get(str(reference), str(reference))


def _fill_in(page: Page, view: FieldView, asked: Asked, raw: object, place: Scope) -> FieldView:
    question = asked.question
    kept = (
        find_value(place.before, question.path)
        if keeps_value(question, place, page.settled)
        else None
    )
    view = replace(view, kept=_count(kept))
    match question.kind:
        case Kind.YES_NO:
            return replace(view, ticked=raw is True or TRUTHS.get(str(raw).lower(), False))
        case Kind.ONE_OF | Kind.SOME_OF if asked.options is not None:
            kind = "checks" if question.kind is Kind.SOME_OF else KINDS.get(question.type, "select")
            chosen = raw if isinstance(raw, list) else [raw]
            return replace(
                view, kind=kind, options=_list_options(page, view, asked.options, chosen)
            )
        case Kind.FILES:
            items = raw if isinstance(raw, list) else [raw] if isinstance(raw, str) else []
            files = (
                FileView(reference=str(item), name=_name_file(page, item)) for item in items if item
            )
            return replace(
                view,
                files=tuple(files),
                max_bytes=question.files.max_bytes if question.files else 0,
            )
        case _:
            value = write_typed(question.kind, raw, page.reader.locale, asked.zone)
            return replace(view, value=value)


KINDS = {"radio": "radios"}


def _count(kept: object) -> int:
    """Return how many values a sealed reference stands for."""
    count = kept.get("count") if isinstance(kept, dict) else 0
    return int(count) if isinstance(count, int | Decimal) else 1


def _list_options(
    page: Page, view: FieldView, options: tuple[Option, ...], answers: list[object]
) -> tuple[OptionView, ...]:
    found = [choose(options, answer) for answer in answers]
    return tuple(
        OptionView(
            id=view.id if number == 0 else f"{view.id}-{number}",
            token=write_token(option.value),
            label=page.reader.translate(option.label),
            chosen=option in found,
        )
        for number, option in enumerate(options)
    )


def _list_attributes(asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield the HTML attributes of an input; those of a limit only where browsers help with it."""
    question, limits = asked.question, asked.question.limits
    word = question.autocomplete or {"email": "email", "phone": "tel"}.get(limits.format, "")
    if word:
        yield "autocomplete", word
    if question.kind is Kind.NUMBER:
        yield "inputmode", "numeric" if limits.decimals == 0 else "decimal"
    if limits.format:
        yield "inputmode", {"email": "email", "phone": "tel"}[limits.format]
    if isinstance(asked.max_length, Decimal):
        yield "maxlength", f"{asked.max_length:f}"
    if question.kind is Kind.DATE:
        yield from _list_days(asked)
    if question.files:
        yield from (("accept", ",".join(question.files.accept)),) * bool(question.files.accept)
        yield from (("multiple", ""),) * (question.files.max_files > 1)


def _list_days(asked: Asked) -> Iterator[tuple[str, str]]:
    first, last = asked.minimum, asked.maximum
    days = [day for day in (first, asked.today) if isinstance(day, date)]
    if days:
        yield "min", max(days).isoformat()[:10]
    if isinstance(last, date):
        yield "max", last.isoformat()[:10]
