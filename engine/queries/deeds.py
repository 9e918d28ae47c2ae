"""Who did what in the cases of a list, as far as it keeps somebody from a task by four eyes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.advance.model import Model
from engine.advance.tasks import excluded_elements
from engine.context import Work
from engine.model.access import Doer, Ground, find_excluding
from engine.model.events import InstanceStarted
from engine.model.ids import InstanceId, PersonId
from engine.model.roster import name_of
from engine.model.views import Said
from engine.queries.naming import element_name
from engine.store import log, user_tasks
from engine.store.user_tasks import UserTaskRow


@dataclass(frozen=True, kw_only=True)
class Deeds:
    """What was done in some cases, by case."""

    by_case: Mapping[InstanceId, list[Doer]]

    def find_refusal(
        self, work: Work, row: UserTaskRow, model: Model, *, person: PersonId, ground: Ground,
        language: str,
    ) -> Said | None:  # fmt: skip
        """Return why a person may not do a task for which there is a ground; null when they may."""
        elements = excluded_elements(model, row.element)
        done = self.by_case.get(row.instance_id, [])
        doer = find_excluding(person, ground.on_behalf_of, done, elements)
        if doer is None:
            return None
        element = element_name(model, doer.element, language)
        params = {"element": element, "person": name_of(work.roster, doer.person)}
        return Said(kind="four-eyes", params=params)


def read_deeds(work: Work, rows: Sequence[UserTaskRow], models: Mapping[str, Model]) -> Deeds:
    """Read what keeps people from some tasks: two statements at the most, however many they are."""
    elements: dict[InstanceId, set[str]] = {}
    for row in rows:
        excluded = excluded_elements(models[row.instance_id], row.element)
        if excluded:
            elements.setdefault(row.instance_id, set()).update(excluded)
    found = user_tasks.list_doers_of_cases(work.transaction, elements)
    begun = [case for case, wanted in elements.items() if wanted & _starts(models[case])]
    for case, doers in _list_beginners(work, begun, models):
        found.setdefault(case, []).extend(doers)
    return Deeds(by_case=found)


def _starts(model: Model) -> set[str]:
    return {start.id for start in model.definition.start_events}


def _list_beginners(
    work: Work, cases: Sequence[InstanceId], models: Mapping[str, Model]
) -> Iterator[tuple[InstanceId, list[Doer]]]:
    """Yield cases with who began them: they did its start events."""
    if not cases:
        return
    for one in log.read_kind(work.transaction, InstanceStarted.kind(), instance_ids=cases):
        begun = one.event
        if isinstance(begun, InstanceStarted):
            yield (
                InstanceId(one.instance),
                [
                    Doer(element=start, person=begun.initiator, on_behalf_of=begun.on_behalf_of)
                    for start in _starts(models[one.instance])
                ],
            )
