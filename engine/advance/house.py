"""The services of the house that a diagram calls within the transaction.

Notices, records, documents (see `engine.documents`), stock and numbers. ``docket:number`` answers
``number``: with a ``type`` (header or input) the next number of a document of that type, such as
``JAM0005``, for the office ``unit`` (the case's own when the input is missing); with a ``sequence``
the next number of that sequence.

What they did stays done with the transaction; what they answered goes into the history like any
other answer of the world, so that a replay needs none of them.
"""

from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from engine import feel, spiff
from engine.advance.documents import (
    DOCUMENT,
    VOID_DOCUMENT,
    produce_document,
    void_document,
)
from engine.advance.letters import Letter, fill_in
from engine.advance.numbering import drawing_number
from engine.advance.stock import post_to_stock
from engine.advance.world import Witness, evaluation_context, unheard
from engine.errors import ExpressionError, NotFoundError
from engine.model.events import Note, NoticeSent, RecordWritten
from engine.model.ids import JobId
from engine.model.roster import find_role, is_active, list_holders
from engine.store import jobs, notices, records
from engine.store.ids import new_id
from engine.store.instances import InstanceRow
from engine.store.jobs import JobRow
from engine.store.notices import NoticeRow
from engine.store.records import RecordRow
from engine.store.sequences import next_number

NOTIFY = "docket:notify"
RECORD = "docket:record"
NUMBER = "docket:number"
STOCK = "docket:stock"
LOCAL_TYPES = frozenset({NOTIFY, RECORD, NUMBER, STOCK, DOCUMENT, VOID_DOCUMENT})

#: Attempts to mail a notice before it stays inside the house.
_MAIL_RETRIES = 8


@dataclass(kw_only=True)
class House:
    """The services, for one step of one case."""

    witness: Witness
    instance: InstanceRow
    #: What goes into the history beside the transitions.
    notes: list[Note] = field(default_factory=list)
    notices: list[NoticeRow] = field(default_factory=list)

    def call(self, call: spiff.LocalCall) -> Mapping[str, object]:
        """Do what a service task asks; the hook that execution calls.

        Raises:
            ExpressionError: If it cannot be done as it is asked.
        """
        serve = _SERVICES[call.type]
        answer = self.witness.remember(
            call.type, (call.element, call.token), lambda: serve(self, call)
        )
        return cast("Mapping[str, object]", answer)

    def finish(self) -> None:
        """Write the notices, and the mails that carry them out of the house."""
        work = self.witness.work
        notices.add_all(work.transaction, self.notices)
        if work.context.settings.mail is not None:
            jobs.add_all(work.transaction, [_mail(notice) for notice in self.notices])


def _mail(notice: NoticeRow) -> JobRow:
    return JobRow(
        id=JobId(new_id(notice.sent_at)),
        instance_id=notice.instance_id,
        kind="mail",
        due_at=notice.sent_at,
        retries=_MAIL_RETRIES,
        key=f"mail {notice.id}",
        payload={"notice": notice.id},
    )


def _notify(house: House, call: spiff.LocalCall) -> dict[str, object]:
    template = _header(call, "template")
    recipients = _recipients(house, call.inputs.get("to"))
    if not recipients:
        message = f"The letter {template} has nobody to go to."
        raise ExpressionError(message, remedy="Complete the directory, then try again.")
    letters = {recipient: _write(house, call, template, recipient) for recipient in recipients}
    house.notices += [
        _notice(house, template, recipient, letter) for recipient, letter in letters.items()
    ]
    first, *others = letters.values()
    digests = " ".join(dict.fromkeys(letter.digest for letter in (first, *others)))
    house.notes.append(
        NoticeSent(
            element=call.element,
            template=template,
            recipients=tuple(letters),
            subject=first.subject,
            digest=digests,
        )
    )
    return {}


def _write(house: House, call: spiff.LocalCall, template: str, recipient: str) -> Letter:
    """Fill in a letter in the language of its reader.

    Raises:
        ExpressionError: If there is no such letter, or it cannot be filled in.
    """
    witness = house.witness
    language = witness.work.roster.people[recipient].language
    # Not copied: large variables stay packed unless the letter speaks of them.
    around = cast("MutableMapping[str, object]", call.variables)
    scope = ChainMap(dict(call.inputs), around)
    context = evaluation_context(unheard(witness))
    try:
        text = witness.model.letter(template, language)
    except NotFoundError as error:
        raise ExpressionError(str(error), remedy="Add it to the folder “letters”.") from error
    return fill_in(text, lambda part: feel.evaluate(part, scope, context=context), language)


def _notice(house: House, template: str, recipient: str, letter: Letter) -> NoticeRow:
    now = house.witness.work.now
    return NoticeRow(
        id=new_id(now),
        instance_id=house.instance.id,
        recipient=recipient,
        template=template,
        subject=letter.subject,
        body=letter.body,
        sent_at=now,
    )


def _recipients(house: House, wanted: object) -> list[str]:
    """Return the people named: person ids, or roles that stand for their holders in the unit."""
    named = wanted if isinstance(wanted, list) else [wanted]
    roster = house.witness.work.roster
    day = house.witness.work.day(house.instance.zone)
    found: list[str] = []
    for name in named:
        role = find_role(roster, name) if isinstance(name, str) else None
        if isinstance(name, str) and is_active(roster, name):
            found.append(name)
        elif role is not None:
            found += list_holders(roster, role.id, house.instance.unit, day)
    return list(dict.fromkeys(found))


def _record(house: House, call: spiff.LocalCall) -> dict[str, object]:
    work, inputs = house.witness.work, call.inputs
    given = inputs.get("id")
    known = records.find(work.transaction, str(given)) if given else None
    if given and known is None:
        message = f"There is no record {given} to change."
        raise ExpressionError(message)
    row = RecordRow(
        id=known.id if known else new_id(work.now),
        type=known.type if known else _header(call, "recordType"),
        subject=known.subject if known else str(inputs.get("subject") or house.instance.subject),
        instance_id=house.instance.id,
        status=str(inputs.get("status") or (known.status if known else "")),
        first_day=_day(inputs, "first day") or (known.first_day if known else None),
        last_day=_day(inputs, "last day") or (known.last_day if known else None),
        data=feel.to_json(inputs["data"]) if inputs.get("data") is not None
        else (known.data if known else {}),
        created_at=known.created_at if known else work.now,
        updated_at=work.now,
    )  # fmt: skip
    if known:
        records.save(work.transaction, row)
    else:
        records.add_all(work.transaction, [row])
    house.notes.append(
        RecordWritten(
            record=row.id,
            type=row.type,
            subject=row.subject,
            status=row.status,
            data=_context(feel.from_json(row.data)),
        )
    )
    return {"recordId": row.id}


def _document(house: House, call: spiff.LocalCall) -> dict[str, object]:
    answer, note = produce_document(house.witness, house.instance, call)
    house.notes.append(note)
    return answer


def _void(house: House, call: spiff.LocalCall) -> dict[str, object]:
    answer, note = void_document(house.witness, house.instance, call)
    house.notes.append(note)
    return answer


def _number(house: House, call: spiff.LocalCall) -> dict[str, object]:
    if kind := str(call.inputs.get("type") or call.headers.get("type", "")):
        work, instance = house.witness.work, house.instance
        with drawing_number(
            work,
            house.witness.model.procedure,
            unit=str(call.inputs.get("unit") or instance.unit),
            kind=kind,
            day=work.day(instance.zone),
        ) as drawn:
            return {"number": drawn.text, "serial": feel.admit(drawn.serial)}
    sequence = str(call.inputs.get("sequence") or _header(call, "sequence"))
    number = next_number(house.witness.work.transaction, f"case {sequence}")
    return {"number": feel.admit(number)}


def _stock(house: House, call: spiff.LocalCall) -> dict[str, object]:
    movement = _header(call, "movement")
    posting, note = post_to_stock(house.witness.work, house.instance, movement, call.inputs)
    if note is not None:
        house.notes.append(note)
    return {"posting": posting}


def _header(call: spiff.LocalCall, name: str) -> str:
    value = call.headers.get(name, "")
    if not value:
        message = f"The service {call.type} needs the header “{name}”."
        raise ExpressionError(message, remedy="Set it in the task's headers.")
    return value


def _day(inputs: Mapping[str, object], name: str) -> date | None:
    value = inputs.get(name)
    if value is None or type(value) is date:
        return value
    message = f"The “{name}” of a record must be a date, not {value}."
    raise ExpressionError(message)


def _context(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {"value": value}


_SERVICES: Mapping[str, Callable[[House, spiff.LocalCall], dict[str, object]]] = {
    NOTIFY: _notify,
    RECORD: _record,
    NUMBER: _number,
    STOCK: _stock,
    DOCUMENT: _document,
    VOID_DOCUMENT: _void,
}
