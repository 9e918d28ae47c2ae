"""The pages on which the files of a draft are edited, and what they load and save."""

from collections.abc import Mapping

from flask import Response, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from engine.commands.save_definition_draft import save_definition_draft
from engine.errors import ConflictError
from engine.queries.definitions import list_definitions
from webapp.diagrams.texts import file_texts, modeler_texts
from webapp.modeler.drafts import get_draft, get_files
from webapp.modeler.files import (
    find_file,
    first_content,
    kind_of,
    list_diagrams,
    list_files,
    read_revision,
)
from webapp.modeler.problems import find_problems, get_ready
from webapp.web.access import PROCESS_OWNER, allow
from webapp.web.errors import problem_as_json
from webapp.web.messages import translate_message
from webapp.web.redirects import go_to
from webapp.web.security import allow_editor_styles
from webapp.web.state import get_context, get_viewer

_MIMETYPES: Mapping[str, str] = {
    "diagram": "application/xml",
    "decision": "application/xml",
    "form": "application/json",
    "text": "text/plain",
}


@allow(PROCESS_OWNER)
def edit(draft: str) -> str:
    """Edit a file of a draft; its main diagram when none is named."""
    allow_editor_styles()
    get_ready()
    found, files = get_draft(draft), get_files(draft)
    path = _find_path(files)
    if kind_of(path) != "diagram":
        return render_template(
            "modeler/file.html",
            draft=found,
            path=path,
            kind=kind_of(path),
            texts=file_texts(gettext),
        )
    versions = list_definitions(get_context(), viewer=get_viewer().id, process_id=found.process_id)
    return render_template(
        "modeler/editor.html",
        draft=found,
        path=path,
        paths=list_diagrams(files),
        published=next((view for view in versions if view.latest), None),
        texts=modeler_texts(gettext),
    )


@allow(PROCESS_OWNER)
def show_files(draft: str) -> str:
    """List the files of a draft."""
    return render_template(
        "modeler/files.html", draft=get_draft(draft), files=list_files(get_files(draft))
    )


@allow(PROCESS_OWNER)
def add_file(draft: str) -> BaseResponse:
    """Add a form, a letter or a document, and open it."""
    path = request.form.get("path", "").strip()
    found = get_draft(draft)
    if path not in get_files(draft):
        save_definition_draft(
            get_context(),
            actor=get_viewer().id,
            process_id=found.process_id,
            files={path: first_content(path)},
            draft=draft,
            revision=found.revision,
        )
    return go_to(url_for("modeler.edit", draft=draft, file=path))


@allow(PROCESS_OWNER)
def load(draft: str) -> Response:
    """Return a file of a draft."""
    files = get_files(draft)
    path = _find_path(files)
    response = make_response(files[path])
    response.mimetype = _MIMETYPES[kind_of(path)]
    response.set_etag(str(get_draft(draft).revision))
    return response


@allow(PROCESS_OWNER)
def save(draft: str) -> tuple[Response, int]:
    """Save a file; ``If-Match`` names the revision that the change was made from."""
    path = _find_path(get_files(draft))
    try:
        saved = save_definition_draft(
            get_context(),
            actor=get_viewer().id,
            process_id=get_draft(draft).process_id,
            files={path: request.get_data()},
            draft=draft,
            revision=read_revision(),
        )
    except ConflictError as error:
        return _answer_conflict(draft, error), 409
    response = jsonify({"revision": saved.revision})
    response.set_etag(str(saved.revision))
    return response, 200


@allow(PROCESS_OWNER)
def check(draft: str) -> Response:
    """Return what is wrong with a draft, with the file as it is on the screen."""
    files = get_files(draft)
    changed = {**files, _find_path(files): request.get_data()}
    problems = find_problems(get_draft(draft).process_id, changed)
    return jsonify({"problems": [problem_as_json(problem) for problem in problems]})


def _answer_conflict(draft: str, error: ConflictError) -> Response:
    now = get_draft(draft)
    message = translate_message(error.message)
    body: dict[str, object] = {"message": message, "author": now.author.name}
    if now.may_edit:
        body["revision"] = now.revision
    return jsonify(body)


def _find_path(files: Mapping[str, bytes]) -> str:
    return find_file(files, request.args.get("file", ""))
