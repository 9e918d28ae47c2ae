"""Which past cases would have gone otherwise under a draft: asked before it is put into force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engine.advance.completers import Finishing
from engine.advance.model import Model, get_model, read_model
from engine.advance.world import Witness
from engine.context import Context, Work, reading
from engine.model.events import InstanceMigrated, InstanceStarted, Recorded
from engine.model.ids import DraftId, InstanceId, PersonId
from engine.model.procedure import Procedure
from engine.queries.definitions import require_reader
from engine.queries.naming import element_name
from engine.queries.supposing import Supposed, suppose
from engine.store import case_search, definitions, drafts, log
from engine.store.case_search import CaseRow

#: How far back cases are looked at.
PERIOD = timedelta(days=365)

Verdict = Literal["same", "otherwise", "elsewhere"]


@dataclass(frozen=True, kw_only=True)
class Course:
    """Where a case would stand, in the words of its diagram."""

    completed: bool
    #: Names of the ends reached, or of the elements at which it waits.
    places: tuple[str, ...]
    #: When it ended or last moved.
    at: datetime
    #: Why it could not go on; empty when it could.
    fault: str


@dataclass(frozen=True, kw_only=True)
class JudgedCase:
    """One past case, on its own version and on the draft."""

    instance: InstanceId
    business_key: str
    started_at: datetime
    #: ``same``; ``otherwise``: another way or other limits, to the same end; ``elsewhere``: another end.
    verdict: Verdict
    before: Course
    after: Course
    #: Name of the first element that is entered or limited otherwise; empty when none is.
    differs_at: str
    #: The limit that it has before and after; null where it has none, or was not entered.
    limits: tuple[datetime | None, datetime | None]
    #: Names of tasks that were done, and would not have come up.
    without_place: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A page of past cases, newest first."""

    cases: tuple[JudgedCase, ...]
    #: Where the next page begins; empty on the last one.
    next: str


def judge_draft(
    context: Context,
    *,
    viewer: PersonId,
    draft: DraftId,
    before: str = "",
    limit: int = 25,
    language: str = "en",
) -> Judgement:
    """Play the cases of the last year again: on their own version, and on a draft.

    Args:
        context: The engine.
        viewer: A process owner, an auditor or an administrator.
        draft: The draft.
        before: `Judgement.next` of the page before.
        limit: Cases on a page.
        language: Language of the names.

    Raises:
        NotFoundError: If there is no such draft.
        NotAllowedError: If the viewer may not see drafts.
        ModelError: If the draft cannot be used.
    """
    with reading(context) as work:
        require_reader(work, viewer)
        row = drafts.get_draft(work.transaction, draft)
        new = read_model(drafts.get_draft_files(work.transaction, draft))
        rows = case_search.list_begun(
            work.transaction, row.process_id, work.now - PERIOD, before=before, limit=limit + 1
        )
        newest = definitions.find_latest(work.transaction, row.process_id)
        tables = get_model(work, newest.id if newest else "").procedure
        judged = [_judge(work, case, new, tables, language) for case in rows[:limit]]
        return Judgement(
            cases=tuple(one for one in judged if one is not None),
            next=rows[limit - 1].id if len(rows) > limit else "",
        )


def _judge(
    work: Work, case: CaseRow, new: Model, tables: Procedure, language: str
) -> JudgedCase | None:
    events = log.read(work.transaction, case.id)
    old = _find_version(work, case.process_id, events)
    # Judged against a play on its own version, not against the record: so only the draft differs.
    was = _suppose(work, case, events, old, tables)
    would = _suppose(work, case, events, new, new.procedure)
    if was is None or would is None:
        return None
    where, limits = _find_difference(was, would)
    return JudgedCase(
        instance=case.id,
        business_key=case.business_key,
        started_at=case.started_at,
        verdict=_verdict(was, would),
        before=_course(was, old, language),
        after=_course(would, new, language),
        differs_at=_name(new, old, where, language),
        limits=limits,
        without_place=tuple(
            _name(new, old, element, language)
            for element in would.without_place
            if element not in was.without_place
        ),
    )


def _find_version(work: Work, process_id: str, events: Sequence[Recorded]) -> Model:
    """Return the version on which the case runs now.

    Raises:
        NotFoundError: If it is not here.
    """
    last = next(
        event.event
        for event in reversed(events)
        if isinstance(event.event, InstanceStarted | InstanceMigrated)
    )
    row = definitions.find_version(work.transaction, process_id, last.definition_version)
    return get_model(work, row.id if row else "")


def _suppose(
    work: Work, case: CaseRow, events: Sequence[Recorded], model: Model, tables: Procedure
) -> Supposed | None:
    finishing = Finishing(instance=case.id)
    witness = Witness(work=work, model=model, zone=case.zone, finishing=finishing, locking=False)
    return suppose(
        events,
        model,
        tables=tables,
        ask=lambda name, arguments: witness.observe(name, arguments, lambda: None),
        until=work.now,
    )


def _verdict(was: Supposed, would: Supposed) -> Verdict:
    if (was.completed, was.ends, was.fault) != (would.completed, would.ends, would.fault):
        return "elsewhere"
    if was.waiting != would.waiting:
        return "elsewhere"
    return "same" if was.way == would.way else "otherwise"


def _find_difference(
    was: Supposed, would: Supposed
) -> tuple[str, tuple[datetime | None, datetime | None]]:
    for old, new in zip(was.way, would.way, strict=False):
        if old != new:
            same = old[0] == new[0]
            return new[0], (old[1], new[1]) if same else (None, None)
    if len(was.way) == len(would.way):
        return "", (None, None)
    longer = max(was.way, would.way, key=len)
    return longer[min(len(was.way), len(would.way))][0], (None, None)


def _course(supposed: Supposed, model: Model, language: str) -> Course:
    places = supposed.ends if supposed.completed else supposed.waiting
    return Course(
        completed=supposed.completed,
        places=tuple(dict.fromkeys(element_name(model, place, language) for place in places)),
        at=supposed.at,
        fault=supposed.fault,
    )


def _name(new: Model, old: Model, element: str, language: str) -> str:
    if not element:
        return ""
    model = new if element in new.definition.elements else old
    return element_name(model, element, language)
