"""The parameters of a draft: what holds from which day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from engine.commands.save_definition_draft import save_definition_draft
from engine.errors import ModelError, NotFoundError, Problem
from engine.model.parameter_values import change_values, find_places, read_value, write_value
from engine.model.procedure import SHARED_PARAMETERS, Parameter, Procedure, read_procedure
from engine.queries.definitions import DraftView
from webapp.modeler.drafts import get_draft, get_files
from webapp.web.access import PROCESS_OWNER, allow
from webapp.web.i18n import get_language
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer

#: The most rows that a form may send.
_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Row:
    """One value as it stands in the form."""

    #: First day of validity, as it was typed.
    since: str
    #: The value, as it was typed.
    text: str


@allow(PROCESS_OWNER)
def list_parameters(draft: str) -> str:
    """List the parameters of a draft with the values that they have and will have."""
    found, files = get_draft(draft), get_files(draft)
    procedure = read_procedure(files)
    places = find_places(files)
    shared = {name for name, place in places.items() if place == SHARED_PARAMETERS}
    listed = procedure.parameters.values()
    return render_template(
        "modeler/parameters.html",
        draft=found,
        own=[parameter for parameter in listed if parameter.name not in shared],
        shared=[parameter for parameter in listed if parameter.name in shared],
        translate=_translate(procedure),
        write=write_value,
    )


@allow(PROCESS_OWNER)
def edit_parameter(draft: str, name: str) -> str:
    """Show the form with the values of one parameter."""
    procedure = read_procedure(get_files(draft))
    parameter = _find(procedure, name)
    rows = [
        Row(since=since.isoformat(), text=write_value(parameter, value))
        for since, value in parameter.values
    ]
    return _show_form(get_draft(draft), procedure, parameter, rows, [])


@allow(PROCESS_OWNER)
def save_parameter(draft: str, name: str) -> Response | tuple[str, int]:
    """Save the values of one parameter in the draft."""
    found, files = get_draft(draft), get_files(draft)
    procedure = read_procedure(files)
    parameter = _find(procedure, name)
    rows = _read_rows()
    problems: list[Problem] = []
    values = [value for row in rows if (value := _read_row(parameter, row, problems)) is not None]
    problems += _look_at(parameter, values) if not problems else []
    if problems:
        return _show_form(found, procedure, parameter, rows, problems), 422
    changed = change_values(files, name, values)
    save_definition_draft(
        get_context(),
        actor=get_viewer().id,
        process_id=found.process_id,
        files={path: data for path, data in changed.items() if files.get(path) != data},
        draft=draft,
        revision=_read_revision(),
    )
    flash(gettext("Saved in the draft: %(title)s.", title=_translate(procedure)(parameter.title)))
    return go_to(url_for("modeler.list_parameters", draft=draft))


def _show_form(
    draft: DraftView,
    procedure: Procedure,
    parameter: Parameter,
    rows: list[Row],
    problems: list[Problem],
) -> str:
    return render_template(
        "modeler/parameter.html",
        draft=draft,
        parameter=parameter,
        # One row is left free for a value to come.
        rows=[*rows, Row(since="", text="")] if all(row.since for row in rows) else rows,
        problems=problems,
        translate=_translate(procedure),
        choices=[write_value(parameter, choice) for choice in parameter.choices],
        yes_no=isinstance(parameter.values[-1][1], bool),
        many=isinstance(parameter.values[-1][1], list),
        revision=request.form.get("revision", draft.revision),
    )


def _read_rows() -> list[Row]:
    """Return the rows that were sent; one without a day and a value is left out."""
    rows = []
    for number in range(min(len(request.form), _MOST)):
        since = request.form.get(f"from-{number}")
        if since is None:
            break
        upload = request.files.get(f"file-{number}")
        data = upload.read() if upload and upload.filename else b""
        text = data.decode("utf-8", errors="replace") or request.form.get(f"value-{number}", "")
        text = text.replace("\r\n", "\n")
        if since.strip():
            rows.append(Row(since=since.strip(), text=text))
    return rows


def _read_row(
    parameter: Parameter, row: Row, problems: list[Problem]
) -> tuple[date, object] | None:
    try:
        since = date.fromisoformat(row.since)
    except ValueError:
        message = f"“{row.since}” is not a date like 2026-07-01."
        problems.append(Problem(element=parameter.name, message=message))
        return None
    try:
        return since, read_value(parameter, row.text)
    except ModelError as error:
        problems += error.problems
        return None


def _look_at(parameter: Parameter, values: list[tuple[date, object]]) -> list[Problem]:
    days = [since for since, _ in values]
    if not days:
        message = "It needs one value at least."
        return [Problem(element=parameter.name, message=message)]
    return [
        Problem(element=parameter.name, message=f"Two values hold from {day}.")
        for day in sorted({day for day in days if days.count(day) > 1})
    ]


def _find(procedure: Procedure, name: str) -> Parameter:
    if name not in procedure.parameters:
        raise NotFoundError
    return procedure.parameters[name]


def _read_revision() -> int:
    given = request.form.get("revision", "")
    if not given.isdigit():
        raise BadRequest
    return int(given)


def _translate(procedure: Procedure) -> Callable[[str], str]:
    return lambda text: procedure.translate(text, get_language())
