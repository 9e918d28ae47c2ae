"""How people, units, roles and cases are shown."""

from collections.abc import Iterable, Mapping, Sequence

from engine import feel
from engine.advance.model import Model, get_model
from engine.context import Work
from engine.documents.saying import say
from engine.model.access import Ground, Reach, reach_of
from engine.model.ids import PersonId, UnitId
from engine.model.procedure import SUBJECT
from engine.model.roster import find_role, name_of
from engine.model.views import CaseSummary, PersonName, Said, Translator
from engine.store import waits
from engine.store.case_search import CaseRow


def person_name(work: Work, person: str) -> PersonName:
    """Return a person as they are shown."""
    return PersonName(id=PersonId(person), name=name_of(work.roster, person))


def unit_name(work: Work, unit: str, language: str = "en") -> str:
    """Return a unit's name in a language, or its id when the directory does not know it."""
    known = work.roster.units.get(unit)
    return known.name_in(language) if known else unit


def role_title(work: Work, role: str, translate: Translator = str) -> str:
    """Return a role's title, or its id when the directory does not know it.

    A procedure that names the role says it in the reader's language.
    """
    known = work.roster.roles.get(role)
    return translate(known.title) if known else role


def readers(work: Work, model: Model, subject: str, language: str) -> dict[str, tuple[str, ...]]:
    """Return who may open each confidential variable of a procedure, in words.

    Args:
        work: Open.
        model: The procedure.
        subject: Person whom the case concerns; they are told by name.
        language: Language of the roles' titles.
    """
    translate = translator(model, language)

    def say_reader(name: str) -> str:
        role = find_role(work.roster, name)
        if name == SUBJECT:
            return name_of(work.roster, subject)
        return translate(role.title) if role else name.replace("_", " ")

    return {
        variable: tuple(dict.fromkeys(say_reader(name) for name in names))
        for variable, names in model.procedure.confidential.items()
    }


def reach(work: Work, viewer: str) -> Reach:
    """Return what a viewer can get hold of today."""
    return reach_of(work.roster, viewer, work.today)


def translator(model: Model, language: str) -> Translator:
    """Return what puts a procedure's texts into a language."""
    return lambda text: model.procedure.translate(text, language)


def element_name(model: Model, element_id: str, language: str) -> str:
    """Return what the diagram calls an element, or its id when it has no name."""
    element = model.definition.elements.get(element_id)
    if element is None or not element.name:
        return element_id
    return model.procedure.translate(element.name, language)


def why(work: Work, ground: Ground, translate: Translator = str, language: str = "en") -> Said:
    """Return the reason for which somebody may do a task, in words."""
    params: dict[str, str] = {}
    if ground.role:
        params = {
            "role": role_title(work, ground.role, translate),
            "unit": unit_name(work, ground.unit, language),
        }
    if ground.on_behalf_of:
        params["person"] = name_of(work.roster, ground.on_behalf_of)
        return Said(kind=f"{ground.kind}-for", params=params)
    return Said(kind=ground.kind, params=params)


def summaries(work: Work, rows: Sequence[CaseRow], language: str) -> list[CaseSummary]:
    """Return cases in one line each, with where they stand."""
    elements = waits.list_elements(work.transaction, [row.id for row in rows])
    return [summary(work, row, elements.get(row.id, ()), language) for row in rows]


def summary(work: Work, row: CaseRow, elements: Iterable[str], language: str) -> CaseSummary:
    """Return a case in one line."""
    model = get_model(work, row.definition_id)
    names = [element_name(model, element, language) for element in _main_places(model, elements)]
    ends = [element_name(model, end, language) for end in row.end_event.split()]
    return CaseSummary(
        instance=row.id,
        business_key=row.business_key,
        process_id=row.process_id,
        process=model.procedure.translate(model.procedure.title, language),
        definition_version=row.definition_version,
        title=row.title,
        status=row.status,
        incidents=row.incidents,
        initiator=person_name(work, row.initiator),
        subject=person_name(work, row.subject),
        unit=UnitId(row.unit),
        unit_name=unit_name(work, row.unit, language),
        zone=row.zone,
        started_at=row.started_at,
        updated_at=row.updated_at,
        ended_at=row.ended_at,
        outcome=", ".join(ends),
        where=tuple(dict.fromkeys(names)),
    )


def _main_places(model: Model, elements: Iterable[str]) -> Sequence[str]:
    """Return the tasks among the places of a case; where there is none, what it waits for.

    A limit or a reminder beside a task says nothing to people who ask where a case is.
    """
    places = tuple(elements)
    known = model.definition.elements
    tasks = [id_ for id_ in places if id_ in known and known[id_].type.endswith("Task")]
    events = [id_ for id_ in places if id_ not in known or not known[id_].attached_to]
    return tasks or events or places


def in_words(value: object, language: str) -> str:
    """Return a value as a person reads it; what has no words of its own as FEEL writes it."""
    if isinstance(value, dict) or (isinstance(value, list) and any(_is_deep(one) for one in value)):
        return feel.format(value)
    return say(value, language)


def _is_deep(value: object) -> bool:
    return isinstance(value, dict | list)


def shown_values(
    values: Mapping[str, object], hidden: Iterable[str], language: str
) -> dict[str, str]:
    """Return values as text, those that are confidential left out."""
    left_out = set(hidden)
    return {
        name: in_words(value, language)
        for name, value in values.items()
        if name not in left_out and not (isinstance(value, dict) and "sealed" in value)
    }
