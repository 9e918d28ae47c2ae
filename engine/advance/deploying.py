"""Puts a version of a procedure into force, and arms the start events that the clock fires."""

from collections.abc import Mapping
from contextlib import suppress

from engine.advance.model import find_problems, keep_model, read_model
from engine.advance.start_timers import arm_starts
from engine.context import Work
from engine.errors import ModelError
from engine.model.procedure import read_procedure
from engine.store import definitions
from engine.store.definitions import DefinitionRow
from engine.store.packing import checksum_of


def deploy(
    work: Work, files: Mapping[str, bytes], *, actor: str, approved_by: str
) -> tuple[DefinitionRow, bool]:
    """Keep files as the newest version, and tell whether that changed anything.

    The files of the version that is in force were looked at when it was put there.

    Raises:
        ModelError: If a diagram, decision, form or setting cannot be used.
        ExpressionError: If the time of a start event cannot be worked out.
    """
    with suppress(ModelError):  # what is wrong with the settings is told below, with all the rest
        latest = definitions.find_latest(work.transaction, read_procedure(files).id)
        if latest is not None and latest.checksum == checksum_of(files):
            return latest, False
    faults = [
        problem
        for problem in find_problems(work.context.forms, files)
        if problem.severity == "error"
    ]
    if faults:
        raise ModelError(faults)
    model = read_model(files)
    row = definitions.save_definition(
        work.transaction,
        process_id=model.procedure.id,
        title=model.procedure.title,
        files=files,
        deployed_by=actor,
        approved_by=approved_by,
        now=work.now,
    )
    keep_model(work, row.id, model)
    arm_starts(work, row, model)
    return row, True
