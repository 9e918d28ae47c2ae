"""Judges files by their names and sizes, before they are stored and looked into."""

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from forms.definition import FileRules, FormDefinition
from forms.html_input import SentFile, Upload
from forms.messages import FieldProblem, make_errors, make_problem
from forms.paths import list_questions, read_path

#: Endings of the media types that a form may name.
ENDINGS = {
    "image/*": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".tif", ".tiff"),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "application/pdf": (".pdf",),
    "text/plain": (".txt",),
    "text/csv": (".csv",),
}
MEGABYTE = 1024 * 1024


def check_uploads(definition: FormDefinition, uploads: Sequence[Upload]) -> list[FieldProblem]:
    """Return what is wrong with the files of a submission: ending, size, or nobody asked for them.

    What a file really contains is judged by whoever stores it.
    """
    questions = dict(list_questions(definition.components))
    found: list[FieldProblem] = []
    for upload in uploads:
        names = tuple(step for step in read_path(upload.name) if isinstance(step, str))
        question = questions.get(names)
        error = make_errors(question.label if question else upload.name)
        if question is None or question.files is None:
            found.append(make_problem(upload.name, error("unknown")))
        elif broken := next(_list_broken(question.files, upload.file), None):
            rule, limit = broken
            params = {"file": upload.file.filename or "", "limit": limit, "accepted": limit}
            found.append(make_problem(upload.name, error(rule, **params)))
    return found


def _list_broken(rules: FileRules, file: SentFile) -> Iterator[tuple[str, str]]:
    """Yield the rule that a file breaks, and the limit to tell."""
    name, size = (file.filename or "").lower(), _measure(file)
    endings = [end for word in rules.accept for end in ENDINGS.get(word, (word,))]
    if endings and PurePosixPath(name).suffix not in endings:
        yield "accept", ", ".join(endings)
    if size > rules.max_bytes:
        yield "size", str(rules.max_bytes // MEGABYTE)
    if size == 0:
        yield "empty", ""


def _measure(file: SentFile) -> int:
    """Return the bytes of a file, leaving it at its beginning."""
    size = file.stream.seek(0, os.SEEK_END)
    file.stream.seek(0)
    return size
