"""Draws the components of a form, one after the other, as they stand for one person."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from forms.definition import (
    Component,
    Computed,
    Formula,
    Gap,
    Group,
    Passage,
    Picture,
    Question,
    Rows,
    Table,
)
from forms.markdown import escape as escape_markdown
from forms.markdown import render
from forms.paths import find_value, get_path, write_path
from forms.sanitize import escape_html, sanitize
from forms.scopes import Scope
from forms.template import fill
from forms.view import FieldView, Reader, RowView
from forms.visibility import Settled

#: What a formula puts between values: words with a space at an end.
_GLUE = re.compile(r'"([^"]*\w{2}[^"]*\s|\s[^"]*\w{2}[^"]*)"')


@dataclass(frozen=True, kw_only=True)
class Page:
    """What is drawn, and for whom."""

    settled: Settled
    reader: Reader
    #: What is wrong, by the name of the field, in the reader's language.
    errors: Mapping[str, tuple[str, ...]]
    #: Words of all expressions: a question named among them changes the page.
    words: frozenset[str]
    #: Draws a question.
    draw_question: Callable[["Page", Question, Scope], FieldView]

    def say(self, text: str, place: Scope) -> str:
        """Return a text of the form in the reader's language, with its values."""
        return fill(self.translate(text), place, self.reader.show)

    def translate(self, text: str) -> str:
        """Return a text of the form in the reader's language; an expression and "" stay."""
        return self.reader.translate(text) if text and not text.startswith("=") else text

    def show(self, value: object, formula: Formula) -> str:
        """Return a value that was worked out; a text that its formula makes is the form's own."""
        if not isinstance(value, str) or not value:
            return self.reader.show(value)
        own = f'"{value}"' in formula.text or any(
            word in value for word in _GLUE.findall(formula.text)
        )
        text = self.translate(value) if own else value
        return self.reader.rewrite(text) if "(" in formula.text else text

    def is_hidden(self, component: Component, place: Scope) -> bool:
        """Tell whether a component is off the form."""
        return place.spot(component) in self.settled.hidden


def draw(page: Page, components: tuple[Component, ...], place: Scope) -> tuple[FieldView, ...]:
    """Return what a page shows of some components of one scope."""
    shown = [item for item in components if not page.is_hidden(item, place)]
    drawn = [_draw_one(page, item, place) for item in shown]
    return tuple(view for view in drawn if view is not None)


def _draw_one(page: Page, component: Component, place: Scope) -> FieldView | None:
    if isinstance(component, Question):
        view: FieldView | None = page.draw_question(page, component, place)
    else:
        view = DRAWN[type(component)](page, component, place)
    if view is None:
        return None
    return replace(view, width=_get_width(component))


def _get_width(component: Component) -> int:
    if component.columns:
        return max(1, round(component.columns * 12 / 16))
    return -1 if component.row else 0


def name_field(place: Scope, component: Component) -> tuple[str, str]:
    """Return the name and the HTML id of a component's input."""
    path = get_path(component)
    name = write_path(place.path + path) if path else component.id
    return name, "field-" + re.sub(r"\W+", "-", name).strip("-")


def _draw_computed(page: Page, computed: Computed, place: Scope) -> FieldView | None:
    if not computed.label:
        return None
    name, html_id = name_field(place, computed)
    value = find_value(place.this, computed.path)
    return FieldView(
        kind="output",
        id=html_id,
        label=page.say(computed.label, place),
        help=page.say(computed.help, place),
        value="" if value is None else page.show(value, computed.formula),
        errors=page.errors.get(name, ()),
        prefix=page.say(computed.prefix, place),
        suffix=page.say(computed.suffix, place),
        confidential=computed.confidential,
        readers=tuple(page.reader.readers.get(computed.path[0], ())),
    )


def _draw_group(page: Page, group: Group, place: Scope) -> FieldView | None:
    name, html_id = name_field(place, group)
    fields = draw(page, group.components, place)
    if not fields:
        return None
    return FieldView(
        kind="group",
        id=html_id,
        label=page.say(group.label, place),
        errors=page.errors.get(name, ()),
        fields=fields,
    )


def _draw_rows(page: Page, rows: Rows, place: Scope) -> FieldView:
    name, html_id = name_field(place, rows)
    drawn = tuple(
        RowView(
            name=write_path(inner.path),
            number=number,
            fields=draw(page, rows.components, inner),
        )
        for number, inner in enumerate(place.rows(rows), start=1)
    )
    changes = rows.open and not page.reader.read_only
    return FieldView(
        kind="rows",
        name=name,
        id=html_id,
        label=page.say(rows.label, place),
        errors=page.errors.get(name, ()),
        rows=drawn,
        may_add=changes and len(drawn) < rows.most,
        may_remove=changes and len(drawn) > rows.least,
        confidential=rows.confidential,
        readers=tuple(page.reader.readers.get(rows.path[0], ())),
    )


def _draw_passage(page: Page, passage: Passage, place: Scope) -> FieldView:
    reader, content = page.reader, passage.content
    worked_out = content.startswith("=")
    text = page.translate(content)
    if passage.markup == "html":
        html = sanitize(fill(text, place, reader.show, escape_html), links=not worked_out)
    else:
        html = render(fill(text, place, reader.show, escape_markdown), links=not worked_out)
    return FieldView(kind="passage", id=name_field(place, passage)[1], html=html)


def _draw_table(page: Page, table: Table, place: Scope) -> FieldView:
    found = place.find(table.source)
    items = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
    columns = _find_columns(table, place)
    return FieldView(
        kind="table",
        id=name_field(place, table)[1],
        label=page.say(table.label, place),
        headings=tuple(page.say(heading, place) for _, heading in columns),
        cells=tuple(
            tuple(page.show(item.get(key), table.source) for key, _ in columns) for item in items
        ),
    )


def _find_columns(table: Table, place: Scope) -> tuple[tuple[str, str], ...]:
    if not isinstance(table.columns_shown, Formula):
        return table.columns_shown
    found = place.find(table.columns_shown)
    items = [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
    return tuple(
        (str(item.get("key")), str(item.get("label") or item.get("key"))) for item in items
    )


def _draw_picture(page: Page, picture: Picture, place: Scope) -> FieldView:
    return FieldView(
        kind="image",
        id=name_field(place, picture)[1],
        label=page.say(picture.alt, place),
        value=picture.source,
    )


def _draw_gap(_: Page, gap: Gap, place: Scope) -> FieldView:
    return FieldView(kind=gap.type, id=name_field(place, gap)[1])


DRAWN: Mapping[type[Component], Callable[..., FieldView | None]] = {
    Computed: _draw_computed,
    Group: _draw_group,
    Rows: _draw_rows,
    Passage: _draw_passage,
    Table: _draw_table,
    Picture: _draw_picture,
    Gap: _draw_gap,
}
