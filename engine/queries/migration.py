"""How running cases would move to another version: which can, and why others cannot."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

from engine import spiff
from engine.advance.administration import require_administrator
from engine.advance.completers import Finishing
from engine.advance.model import Model, get_model
from engine.advance.moving import Move, get_version, list_mapping_problems, translate, work_out
from engine.advance.step import environment_of
from engine.advance.world import Witness, unheard
from engine.context import Context, Work, reading
from engine.errors import DocketError, ModelError, Problem
from engine.model.events import IncidentRaised, InstanceMigrated, Transition
from engine.model.ids import InstanceId, PersonId
from engine.queries.definitions import require_reader
from engine.queries.differences import list_changes, list_new_variables
from engine.queries.migration_records import (
    CaseOutlook,
    ElementChange,
    MigrationPlan,
    VersionPlan,
)
from engine.queries.naming import element_name
from engine.store import case_search, instances
from engine.store.instances import InstanceRow

_RULE = "migration"


@dataclass(frozen=True, kw_only=True)
class _Leg:
    """The way from one version to the new one."""

    version: int
    #: Id of its definition.
    definition: str
    old: Model
    #: With that part of the mapping which speaks of this version.
    move: Move
    problems: tuple[Problem, ...]
    variables: tuple[str, ...]


def plan_migration(  # noqa: PLR0913  -- one keyword for each thing that is chosen
    context: Context,
    *,
    viewer: PersonId,
    process_id: str,
    version: int,
    mapping: Mapping[str, str] | None = None,
    variables: Mapping[str, str] | None = None,
    only: int = 0,
    after: str = "",
    limit: int = 0,
    language: str = "en",
) -> MigrationPlan:
    """Try to move every running case of a procedure to a version, and write nothing.

    Args:
        context: The engine.
        viewer: An administrator, or a process owner or auditor, who may look but not move.
        process_id: The procedure.
        version: Number of the version that the cases are to run on.
        mapping: Ids of elements, flows and called processes that are called otherwise in it; an id
            that only some of the versions have is used for those.
        variables: New values of the cases' variables, as FEEL expressions over those that they have.
        only: Number of the only version whose cases are tried; 0 for every other.
        after: `MigrationPlan.next` of the page before; empty for the first.
        limit: The most cases to try; 0 for all of them.
        language: Language of the elements' names.

    Raises:
        NotFoundError: If the version was never deployed.
        NotAllowedError: If the viewer is neither administrator, process owner nor auditor.
    """
    with reading(context) as work:
        require_reader(work, viewer)
        target, model = get_version(work, process_id, version)
        whole = Move(target=target, model=model, mapping=mapping or {}, variables=variables or {})
        legs: dict[int, _Leg] = {}
        cases: list[CaseOutlook] = []
        running = instances.stream_running(
            work.transaction, process_id, but=target.id, only=only, after=after
        )
        for row, runs_on in islice(running, limit or None):
            if runs_on not in legs:
                legs[runs_on] = _leg(work, runs_on, row.definition_id, whole)
            cases.append(_look_at(work, row, legs[runs_on], language))
        more = limit and next(running, None)
        counts = case_search.count_running(work.transaction)
    return MigrationPlan(
        process_id=process_id,
        version=version,
        problems=tuple(_list_plan_problems(whole, legs)),
        versions=tuple(
            _version_plan(leg, counts.get(leg.definition, 0), language)
            for leg in sorted(legs.values(), key=lambda leg: -leg.version)
        ),
        cases=tuple(cases),
        next=cases[-1].instance if more else "",
    )


def list_cases_on(
    context: Context,
    *,
    viewer: PersonId,
    process_id: str,
    version: int,
    after: str = "",
    limit: int = 25,
) -> tuple[InstanceId, ...]:
    """List running cases of a version that an administrator is about to move, oldest first.

    Args:
        context: The engine.
        viewer: An administrator.
        process_id: The procedure.
        version: The version that they run on.
        after: Id of the last case of the list before; empty for the first.
        limit: The most to list.

    Raises:
        NotAllowedError: If the viewer is no administrator.
    """
    with reading(context) as work:
        require_administrator(work, viewer)
        running = instances.stream_running(
            work.transaction, process_id, but="", only=version, after=after
        )
        return tuple(row.id for row, _ in islice(running, limit))


def _leg(work: Work, version: int, definition: str, whole: Move) -> _Leg:
    old = get_model(work, definition)
    known = {*old.definition.elements, *old.definition.flows, *old.definition.called}
    mapping = {before: after for before, after in whole.mapping.items() if before in known}
    return _Leg(
        version=version,
        definition=definition,
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


def _version_plan(leg: _Leg, cases: int, language: str) -> VersionPlan:
    new = leg.move.model
    changes = list_changes(leg.old.definition, new.definition, leg.move.mapping)
    return VersionPlan(
        version=leg.version,
        cases=cases,
        mapping=leg.move.mapping,
        changes=tuple(_in_words(leg, change, language) for change in changes),
        variables=leg.variables,
    )


def _in_words(leg: _Leg, change: ElementChange, language: str) -> ElementChange:
    """Return a change with names in the reader's language, and what may stand for what is gone."""
    new = leg.move.model
    home = new if change.kind == "added" else leg.old
    choices: tuple[tuple[str, str], ...] = ()
    if change.kind in {"removed", "renamed"}:
        kind = leg.old.definition.elements[change.element].type
        choices = tuple(
            (one.id, _name(new, one.id, language))
            for one in new.definition.elements.values()
            if one.type == kind
        )
    return replace(change, name=_name(home, change.element, language), choices=choices)


def _name(model: Model, element: str, language: str) -> str:
    return " ".join(element_name(model, element, language).split())


def _look_at(work: Work, row: InstanceRow, leg: _Leg, language: str) -> CaseOutlook:
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    try:
        warnings = _try(work, row, leg, language)
    except ModelError as error:
        problems = tuple(_named(leg.old, problem, language) for problem in error.problems)
    except DocketError as error:
        problems = (Problem(message=str(error), rule=_RULE),)
    return CaseOutlook(
        instance=row.id,
        business_key=row.business_key,
        version=leg.version,
        problems=problems,
        warnings=warnings,
    )


def _named(model: Model, problem: Problem, language: str) -> Problem:
    """Return a problem that begins with an element's name, with that name in a language."""
    drawn, name = (_name(model, problem.element, one) for one in ("en", language))
    if drawn == name or not problem.message.startswith(drawn):
        return problem
    return replace(problem, message=name + problem.message.removeprefix(drawn))


def _try(work: Work, row: InstanceRow, leg: _Leg, language: str) -> tuple[str, ...]:
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
    finishing = Finishing(instance=row.id)
    witness = unheard(Witness(work=work, model=move.model, zone=row.zone, finishing=finishing))
    environment = replace(environment_of(witness, None), local=_serve_nothing)
    outcome = spiff.run(move.model.definition, state, event, environment)
    lacking = [name for name in leg.variables if name not in outcome.variables]
    return (
        *_standing_still(leg, outcome.transitions, language),
        *(
            f"The new version uses the variable {name}, which the case does not have."
            for name in lacking
        ),
    )


def _serve_nothing(_call: spiff.LocalCall) -> Mapping[str, object]:
    """Answer in place of the services of the house: a trial must not write letters."""
    return {}


def _standing_still(leg: _Leg, transitions: tuple[Transition, ...], language: str) -> list[str]:
    return [
        f"“{_name(leg.move.model, one.element, language)}” would stand still: {one.message}"
        for one in transitions
        if isinstance(one, IncidentRaised)
    ]
