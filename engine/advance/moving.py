"""Moves a running case to another version of its procedure.

The state is translated id by id, then the case is given an `InstanceMigrated` input on the new
version, so that what the new version waits for in addition begins to wait, and a replay goes on
across the move. What waits already keeps what it has: a task its people and its due date, a timer
its instant, a message its name and key, a job its type. An open task takes the name and the form of
the new version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine import feel, spiff
from engine.advance.completers import Finishing
from engine.advance.model import Model, get_model
from engine.advance.step import advance
from engine.advance.world import Witness, evaluation_context, unheard
from engine.context import Work
from engine.errors import IntegrityError, ModelError, NotFoundError, Problem
from engine.model.events import InstanceMigrated
from engine.store import definitions, renaming, user_tasks
from engine.store.definitions import DefinitionRow
from engine.store.instances import InstanceRow
from engine.store.renaming import Retitled

_RULE = "migration"


@dataclass(frozen=True, kw_only=True)
class Move:
    """How cases move to a version."""

    target: DefinitionRow
    model: Model
    #: Ids of elements, flows and called processes that are called otherwise in the new version.
    mapping: Mapping[str, str] = field(default_factory=dict)
    #: New values of variables: FEEL expressions over those that the case has.
    variables: Mapping[str, str] = field(default_factory=dict)


def get_version(work: Work, process_id: str, version: int) -> tuple[DefinitionRow, Model]:
    """Return a version of a procedure by its number, read.

    Raises:
        NotFoundError: If it was never deployed.
    """
    row = definitions.find_version(work.transaction, process_id, version)
    if row is None:
        message = f"There is no version {version} of {process_id}."
        raise NotFoundError(message)
    return row, get_model(work, row.id)


def list_mapping_problems(old: Model, new: Model, mapping: Mapping[str, str]) -> list[Problem]:
    """Return what is wrong with a mapping whatever the case."""
    problems: list[Problem] = []
    for before, after in mapping.items():
        if before not in _ids(old.definition):
            text = f"The version that the case runs on has no element {before}."
            problems.append(Problem(message=text, element=before, rule=_RULE))
        if after not in _ids(new.definition):
            text = f"The new version has no element {after}, to which {before} is mapped."
            problems.append(Problem(message=text, element=before, rule=_RULE))
    return problems


def _ids(definition: spiff.Definition) -> set[str]:
    return {*definition.elements, *definition.flows, *definition.called}


def translate(old: Model, move: Move, state: bytes) -> bytes:
    """Return the state of a case as the new version has it.

    Raises:
        ModelError: If the case cannot move; one problem a reason.
    """
    problems = list_mapping_problems(old, move.model, move.mapping)
    if problems:
        raise ModelError(problems)
    try:
        return spiff.migrate(state, old.definition, move.model.definition, move.mapping)
    except IntegrityError as error:
        text = "Something that the case has passed and still needs is missing in the new version."
        raise ModelError([Problem(message=f"{text} {error}", rule=_RULE)]) from error


def work_out(work: Work, instance: InstanceRow, old: Model, move: Move) -> dict[str, object]:
    """Return the values that a move gives to the case's variables.

    Raises:
        ExpressionError: If one of them cannot be worked out.
    """
    if not move.variables:
        return {}
    finishing = Finishing(instance=instance.id)
    witness = unheard(Witness(work=work, model=move.model, zone=instance.zone, finishing=finishing))
    scope = spiff.visible_variables(old.definition, instance.state, 0)
    context = evaluation_context(witness)
    return {
        name: feel.evaluate(text, scope, context=context) for name, text in move.variables.items()
    }


def move_case(work: Work, instance: InstanceRow, move: Move, *, actor: str) -> InstanceRow:
    """Move a case whose row is locked.

    Raises:
        ModelError: If the case cannot move.
        ExpressionError: If the value of a variable cannot be worked out.
    """
    old = get_model(work, instance.definition_id)
    state = translate(old, move, instance.state)
    event = InstanceMigrated(
        definition_version=move.target.version,
        checksum=move.target.checksum,
        mapping=dict(move.mapping),
        variables=work_out(work, instance, old, move),
    )
    _rewrite_rows(work, instance, move)
    moved = replace(instance, definition_id=move.target.id, state=state)
    return advance(work, moved, event, actor=actor).instance


def _rewrite_rows(work: Work, instance: InstanceRow, move: Move) -> None:
    elements = move.model.definition.elements
    renaming.rename_elements(work.transaction, instance.id, move.mapping)
    retitled = [
        Retitled(task=task.id, name=element.name or element.id, form=element.form)
        for task in user_tasks.list_open(work.transaction, instance.id)
        if (element := elements.get(task.element)) is not None
        and (task.name, task.form) != (element.name or element.id, element.form)
    ]
    renaming.retitle_tasks(work.transaction, retitled)
