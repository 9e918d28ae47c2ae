"""What people submit: checked by the form, and what is confidential sealed before it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine import feel
from engine.advance.model import Model
from engine.advance.world import Witness, evaluation_context
from engine.context import Work
from engine.errors import NotFoundError, Problem, SubmissionError
from engine.model.forms import Evaluator
from engine.store.attachments import AttachmentRow, bind_attachments, get_attachment
from engine.store.sealed import seal


@dataclass(frozen=True, kw_only=True)
class Submission:
    """Answers to one form, or to none."""

    #: Id of the form; empty: the answers are taken as they are.
    form: str
    #: As they came: texts from a page, or JSON.
    answers: Mapping[str, object]
    #: Variables that the form may use.
    scope: Mapping[str, object]


def check(work: Work, witness: Witness, submission: Submission) -> dict[str, object]:
    """Return the checked answers as FEEL values.

    Raises:
        SubmissionError: If an answer is missing or wrong.
        NotFoundError: If the procedure lacks the form.
    """
    if not submission.form:
        return {name: feel.admit(value) for name, value in submission.answers.items()}
    form = witness.model.form(submission.form)
    return work.context.forms.check(form, submission.answers, submission.scope, evaluator(witness))


def evaluator(witness: Witness) -> Evaluator:
    """Return what works out a form's expressions as the case would."""

    def evaluate(expression: str, scope: Mapping[str, object]) -> object:
        return feel.evaluate(expression, scope, context=evaluation_context(witness, strict=False))

    return evaluate


def list_confidential(work: Work, model: Model, form: str) -> set[str]:
    """List the answers of a form that only some may read."""
    listed = set(model.procedure.confidential)
    if not form:
        return listed
    fields = work.context.forms.list_fields(model.form(form))
    return listed | {field.key for field in fields if field.confidential}


def store(
    work: Work,
    model: Model,
    form: str,
    values: Mapping[str, object],
    *,
    actor: str,
    subject: str,
    instance_id: str,
) -> tuple[dict[str, object], list[str]]:
    """Seal what is confidential, and find the files that the answers name.

    Args:
        work: The open transaction.
        model: The procedure.
        form: Id of the form.
        values: Checked answers.
        actor: Who submits; only their own uploads count.
        subject: Whom the case concerns: their key seals.
        instance_id: The case.

    Returns:
        The answers with references in place of confidential values, and the ids of the files.

    Raises:
        SubmissionError: If a file is not there, or somebody else's.
        RefusedError: If the confidential values of this person were erased.
    """
    files: list[str] = []
    for name in list_file_fields(work, model, form) & values.keys():
        for attachment in files_in(values[name]):
            _require_own(work, name, attachment, actor, instance_id)
            files.append(attachment)
    confidential = list_confidential(work, model, form)
    return {
        name: seal(
            work.transaction,
            work.context.keyring,
            subject=subject,
            value=value,
            now=work.now,
        )
        if name in confidential and _is_worth_sealing(value)
        else value
        for name, value in values.items()
    }, files


def bind(work: Work, files: Sequence[str], instance_id: str) -> None:
    """Tie uploaded files to the case whose answers name them.

    Raises:
        ConflictError: If one of them belongs to another case.
    """
    if files:
        bind_attachments(work.transaction, files, instance_id)


def list_file_fields(work: Work, model: Model, form: str) -> set[str]:
    """List the answers of a form that are files."""
    if not form:
        return set()
    fields = work.context.forms.list_fields(model.form(form))
    return {field.key for field in fields if field.type == "files"}


def files_in(value: object) -> list[str]:
    """Return the ids of files in an answer that is files."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def is_sealed(value: object) -> bool:
    """Tell whether a value is a reference to a sealed one."""
    return isinstance(value, dict) and isinstance(value.get("sealed"), str)


def _is_worth_sealing(value: object) -> bool:
    return value is not None and value != [] and not is_sealed(value)


def _require_own(work: Work, name: str, attachment: str, actor: str, instance_id: str) -> None:
    try:
        row: AttachmentRow | None = get_attachment(work.transaction, attachment)
    except NotFoundError:
        row = None
    if row is None or (row.instance_id != instance_id and row.uploaded_by != actor):
        problem = Problem(
            message="The file is not there any more.", remedy="Upload it again.", element=name
        )
        raise SubmissionError([problem])
