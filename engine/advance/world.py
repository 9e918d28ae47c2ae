"""What the world answers to a case: the directory, records about people, parameters.

Every answer is kept, in order, and goes into the history with the input that made the case ask; a
replay is given the same answers. Parameters are not kept, for they stand in the files of the version;
except loaded tables, which every case reads in the newest version.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from zoneinfo import ZoneInfo

from engine import feel
from engine.advance import stock_answers
from engine.advance.completers import Finishing, find_completer
from engine.advance.functions import PARAMETER, calendar_value
from engine.advance.model import Model, get_model
from engine.clock import ManualClock
from engine.context import Work
from engine.errors import ExpressionError, NotFoundError
from engine.model.events import Observations
from engine.model.roster import (
    find_related,
    find_role,
    get_calendar,
    get_person,
    get_unit,
    list_holders,
    list_units_upwards,
    name_of,
)
from engine.store import definitions, records
from engine.store.records import RecordRow

Ask = Callable[[], object]


@dataclass(kw_only=True)
class Witness:
    """Answers for one case, and remembers what it answered."""

    work: Work
    model: Model
    #: Time zone in which the case counts its days.
    zone: str
    #: The case itself; null before there is one.
    finishing: Finishing | None = None
    #: Keep others from reading the same records until the transaction ends; not when only looking.
    locking: bool = True
    answers: list[tuple[str, tuple[object, ...], object]] = field(default_factory=list)
    #: People and units whose records are locked.
    locked: set[str] = field(default_factory=set)

    @property
    def observations(self) -> Observations:
        """What was answered so far."""
        return tuple(self.answers)

    def observe(self, name: str, arguments: Sequence[object], _call: Ask) -> object:
        """Answer an observed function; the hook that FEEL calls.

        Raises:
            ExpressionError: If the directory does not know what is asked about.
        """
        if name == PARAMETER:
            return self._parameter(*arguments)
        return self.remember(name, tuple(arguments), lambda: _answer(self, name, arguments))

    def remember(self, name: str, arguments: tuple[object, ...], ask: Ask) -> object:
        """Ask something of the world and keep the answer."""
        answer = ask()
        self.answers.append((name, arguments, answer))
        return answer

    def _parameter(self, name: object, day: object = None) -> object:
        on = day if isinstance(day, date) else self.work.day(self.zone)
        procedure = self.model.procedure
        if not procedure.is_loaded(str(name)):
            return procedure.parameter(str(name), on)
        newest = definitions.find_latest(self.work.transaction, procedure.id)
        procedure = get_model(self.work, newest.id).procedure if newest else procedure
        return self.remember(PARAMETER, (name, on), lambda: procedure.parameter(str(name), on))


def _answer(witness: Witness, name: str, arguments: Sequence[object]) -> object:
    try:
        if name in _OF_STOCK:
            return _OF_STOCK[name](witness.work.transaction, *arguments)
        if name in _OF_PERIODS:
            return _OF_PERIODS[name](witness, *arguments)
        return _ANSWERS[name](witness, *(str(argument) for argument in arguments))
    except NotFoundError as error:
        raise ExpressionError(
            f"“{name}” has no answer: {error}", remedy="Complete the directory, then try again."
        ) from error


def _related(relation: str) -> Callable[[Witness, str], str | None]:
    def answer(witness: Witness, person: str) -> str | None:
        known = get_person(witness.work.roster, person)
        zone = get_unit(witness.work.roster, known.unit).zone
        return find_related(witness.work.roster, person, relation, witness.work.day(zone))

    return answer


def _name(witness: Witness, person_or_unit: str) -> str:
    unit = witness.work.roster.units.get(person_or_unit)
    return unit.name if unit else name_of(witness.work.roster, person_or_unit)


def _mail_address(witness: Witness, person: str) -> str:
    return get_person(witness.work.roster, person).email


def _unit(witness: Witness, person: str) -> str:
    return get_person(witness.work.roster, person).unit


def _category(witness: Witness, person: str) -> str:
    return get_person(witness.work.roster, person).category


def _calendar(witness: Witness, person: str) -> Mapping[str, object]:
    return calendar_value(get_calendar(witness.work.roster, _unit(witness, person)))


def _zone(witness: Witness, person: str) -> str:
    return get_unit(witness.work.roster, _unit(witness, person)).zone


def _completer(witness: Witness, tasks: str) -> dict[str, object] | None:
    elements = tasks.split()
    for element in elements:
        if element not in witness.model.definition.elements:
            message = f"The procedure has no task {element}."
            raise NotFoundError(message)
    return find_completer(witness.work, witness.finishing, witness.zone, elements)


def _holders(witness: Witness, role_name: str, unit: str) -> list[str]:
    roster, day = witness.work.roster, witness.work.day(witness.zone)
    role = find_role(roster, role_name)
    if role is None:
        message = f"The directory knows no role {role_name}."
        raise NotFoundError(message)
    for above in list_units_upwards(roster, unit):
        if holders := list_holders(roster, role.id, above.id, day):
            return holders
    if not role.organisation_wide:
        return []
    places = sorted(place for held, place in roster.held if held == role.id)
    return [person for place in places for person in list_holders(roster, role.id, place, day)]


def _units(witness: Witness, role_name: str) -> list[str]:
    roster, day = witness.work.roster, witness.work.day(witness.zone)
    role = find_role(roster, role_name)
    if role is None:
        message = f"The directory knows no role {role_name}."
        raise NotFoundError(message)
    places = sorted(place for held, place in roster.held if held == role.id)
    return [place for place in places if list_holders(roster, role.id, place, day)]


def _records(witness: Witness, subject: str, record_type: str) -> list[dict[str, object]]:
    """Return what is on record about a person, or about a unit."""
    _lock(witness, subject)
    found = records.list_of_subject(witness.work.transaction, subject, record_type)
    return [_record(row) for row in found]


def _records_between(
    witness: Witness, subject: str, record_type: str, first: date, last: date
) -> list[dict[str, object]]:
    """Return what is on record about a person or a unit in a period."""
    _lock(witness, subject)
    found = records.list_between(witness.work.transaction, record_type, first, last, subject)
    return [_record(row) for row in found]


def _records_of_every_unit(
    witness: Witness, record_type: str, first: date, last: date
) -> list[dict[str, object]]:
    """Return what is on record about all units in a period; nobody is kept waiting for it."""
    found = records.list_between(witness.work.transaction, record_type, first, last)
    units = witness.work.roster.units
    return [{**_record(row), "subject": row.subject} for row in found if row.subject in units]


def _lock(witness: Witness, subject: str) -> None:
    if subject not in witness.work.roster.units:
        get_person(witness.work.roster, subject)
    if witness.locking and subject not in witness.locked:
        records.lock_subject(witness.work.transaction, subject)
        witness.locked.add(subject)


def _record(row: RecordRow) -> dict[str, object]:
    return {
        "id": row.id,
        "case": row.instance_id,
        "status": row.status,
        "first day": row.first_day,
        "last day": row.last_day,
        "data": feel.from_json(row.data),
    }


_ANSWERS: Mapping[str, Callable[..., object]] = {
    "supervisor of": _related("supervisor"),
    "leave monitor of": _related("leave_monitor"),
    "hr focal point of": _related("hr_focal_point"),
    "name of": _name,
    "mail address of": _mail_address,
    "unit of": _unit,
    "category of": _category,
    "calendar of": _calendar,
    "zone of": _zone,
    "completer of": _completer,
    "holders of": _holders,
    "units with": _units,
    "records of": _records,
}
_OF_PERIODS: Mapping[str, Callable[..., object]] = {
    "records between": _records_between,
    "records of every unit": _records_of_every_unit,
}
_OF_STOCK: Mapping[str, Callable[..., object]] = {
    "stock item": stock_answers.stock_item,
    "stock card": stock_answers.stock_card,
    "stock places": stock_answers.stock_places,
    "stock lines": stock_answers.stock_lines,
    "stock cards": stock_answers.stock_cards,
    "stock locations": stock_answers.stock_locations,
    "stock layers": stock_answers.stock_layers_of,
    "stock summary": stock_answers.stock_summary,
    "stock received": stock_answers.stock_received,
}


def unheard(witness: Witness) -> Witness:
    """Return a witness of the same case whose answers do not go into the history."""
    return replace(witness, locking=False, answers=[], locked=set())


def evaluation_context(witness: Witness, *, strict: bool = True) -> feel.EvaluationContext:
    """Return what an expression outside the diagram may use: the same as one inside."""
    return feel.EvaluationContext(
        clock=ManualClock(witness.work.now),
        zone=ZoneInfo(witness.zone),
        functions=witness.model.functions,
        strict=strict,
        observe=witness.observe,
    )
