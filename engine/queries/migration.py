"""How running cases would move to another version: which can, and why others cannot."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine import spiff
from engine.advance.administration import require_administrator
from engine.advance.model import Model, get_model
from engine.advance.moving import Move, get_version, list_mapping_problems, translate, work_out
from engine.advance.step import environment_of
from engine.advance.world import Witness, unheard
from engine.context import Context, Work, reading
from engine.errors import DocketError, ModelError, Problem
from engine.model.events import IncidentRaised, InstanceMigrated, Transition
from engine.model.ids import PersonId
from engine.queries.differences import list_changes, list_new_variables
from engine.queries.migration_records import CaseOutlook, MigrationPlan, VersionPlan
from engine.store import instances
from engine.store.instances import InstanceRow

_RULE = "migration"


@dataclass(frozen=True, kw_only=True)
class _Leg:
    """The way from one version to the new one."""

    version: int
    old: Model
    #: With that part of the mapping which speaks of this version.
    move: Move
    problems: tuple[Problem, ...]
    variables: tuple[str, ...]


def plan_migration(
    context: Context,
    *,
    viewer: PersonId,
    process_id: str,
    version: int,
    mapping: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
) -> MigrationPlan:
    """Try to move every running case of a procedure to a version, and write nothing.

    Args:
        context: The engine.
        viewer: An administrator.
        process_id: The procedure.
        version: Number of the version that the cases are to run on.
        mapping: Ids of elements, flows and called processes that are called otherwise there; an id
            that only some of the versions have is used for those.
        variables: New values of the cases' variables, as FEEL expressions over those that they have.

    Raises:
        NotFoundError: If the version was never deployed.
        NotAllowedError: If the viewer is no administrator.
    """
    with reading(context) as work:
        require_administrator(work, viewer)
        target, model = get_version(work, process_id, version)
        whole = Move(target=target, model=model, mapping=mapping or {}, variables=variables or {})
        legs: dict[int, _Leg] = {}
        cases: list[CaseOutlook] = []
        for row, runs_on in instances.stream_running(work.transaction, process_id, but=target.id):
            if runs_on not in legs:
                legs[runs_on] = _leg(work, runs_on, get_model(work, row.definition_id), whole)
            cases.append(_look_at(work, row, legs[runs_on]))
    running = Counter(case.version for case in cases)
    return MigrationPlan(
        process_id=process_id,
        version=version,
        problems=tuple(_list_plan_problems(whole, legs)),
        versions=tuple(
            _version_plan(leg, running[leg.version])
            for leg in sorted(legs.values(), key=lambda leg: -leg.version)
        ),
        cases=tuple(cases),
    )


def _leg(work: Work, version: int, old: Model, whole: Move) -> _Leg:
    known = {*old.definition.elements, *old.definition.flows, *old.definition.called}
    mapping = {before: after for before, after in whole.mapping.items() if before in known}
    return _Leg(
        version=version,
        old=old,
        move=replace(whole, mapping=mapping),
        problems=tuple(list_mapping_problems(old, whole.model, mapping)),
        variables=list_new_variables(work.context.forms, old, whole.model),
    )


def _list_plan_problems(whole: Move, legs: Mapping[int, _Leg]) -> list[Problem]:
    used = {before for leg in legs.values() for before in leg.move.mapping}
    problems = [
        Problem(
            message=f"No version with running cases has an element {before}.",
            remedy="Correct the mapping.",
            element=before,
            rule=_RULE,
        )
        for before in whole.mapping
        if legs and before not in used
    ]
    return problems + list(
        {one.message: one for leg in legs.values() for one in leg.problems}.values()
    )


def _version_plan(leg: _Leg, cases: int) -> VersionPlan:
    return VersionPlan(
        version=leg.version,
        cases=cases,
        mapping=leg.move.mapping,
        changes=list_changes(leg.old.definition, leg.move.model.definition, leg.move.mapping),
        variables=leg.variables,
    )


def _look_at(work: Work, row: InstanceRow, leg: _Leg) -> CaseOutlook:
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    try:
        warnings = _try(work, row, leg)
    except ModelError as error:
        problems = error.problems
    except DocketError as error:
        problems = (Problem(message=str(error), rule=_RULE),)
    return CaseOutlook(
        instance=row.id,
        business_key=row.business_key,
        version=leg.version,
        problems=problems,
        warnings=warnings,
    )


def _try(work: Work, row: InstanceRow, leg: _Leg) -> tuple[str, ...]:
    """Move a copy of a case and let it take its first step; return what to look at then.

    Raises:
        DocketError: If it cannot move.
    """
    move = leg.move
    state = translate(leg.old, move, row.state)
    values = work_out(work, row, leg.old, move)
    event = InstanceMigrated(
        definition_version=move.target.version,
        checksum=move.target.checksum,
        mapping=move.mapping,
        variables=values,
    )
    witness = unheard(Witness(work=work, model=move.model, zone=row.zone))
    environment = replace(environment_of(witness, None), local=_serve_nothing)
    outcome = spiff.run(move.model.definition, state, event, environment)
    lacking = [name for name in leg.variables if name not in outcome.variables]
    return (
        *_standing_still(leg, outcome.transitions),
        *(
            f"The new version uses the variable {name}, which the case does not have."
            for name in lacking
        ),
    )


def _serve_nothing(_call: spiff.LocalCall) -> Mapping[str, object]:
    """Answer in place of the services of the house: a trial must not write letters."""
    return {}


def _standing_still(leg: _Leg, transitions: tuple[Transition, ...]) -> list[str]:
    elements = leg.move.model.definition.elements
    return [
        f"“{elements[one.element].name or one.element}” would stand still: {one.message}"
        for one in transitions
        if isinstance(one, IncidentRaised)
    ]
