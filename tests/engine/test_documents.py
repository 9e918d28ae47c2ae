"""Documents that cases produce: pages, data files, numbers, and who may open them."""

import json
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from engine.commands.erase_subject import erase_subject
from engine.commands.import_directory import import_directory
from engine.commands.read_confidential import read_confidential
from engine.context import Settings, reading
from engine.errors import NotAllowedError, NotFoundError, RefusedError
from engine.model.connectors import Mail
from engine.model.events import DocumentProduced, DocumentVoided, IncidentRaised
from engine.model.forms import FieldInfo
from engine.model.ids import SYSTEM
from engine.queries.audit import check_case_file, export_case, replay, verify
from engine.queries.cases import get_case
from engine.queries.documents import open_document
from engine.queries.history import list_entries
from engine.queries.tasks import get_task
from engine.store import documents, log
from engine.store.sequences import last_number
from engine.testing import PlainForms
from engine.worker import run_due
from tests.connectors.conftest import mail_server  # noqa: F401  -- a fixture

NOTE = """+++
type = "IN"
+++
# Inventory in note

| | |
|---|---|
| Purchase order | {{ order }} |
| Note | {{ document.number }} of {{ document.date }} |

| Item | Quantity | Value |
|---|--:|--:|
{% for line in lines %}
| {{ line.item }} | {{ number: line.quantity }} | {{ money: line.value }} |
{% end %}

{% if remarks != null %}
Remarks: {{ remarks }}
{% else %}
No remarks.
{% end %}

{% signatures [{for: "Received by", name: name of(subject), date: document.date}, {for: "Checked by"}] %}
"""
FRENCH = "# Bon d'entrée\n\nCommande : {{ order }} du {{ document.date }}\n"
LIST = """
title = "Eligibility file"
type = "ELIG"
version = "eligibility-1"
rows = "lines"
item = "line"
columns = [
  { heading = "ITEM", value = "line.item" },
  { heading = "VALUE", value = "line.value", format = "money" },
]
totals = [{ heading = "RECORDS", value = "count(lines)", format = "number" }]
"""
LINES = [
    {"item": "Bed nets", "quantity": 1500, "value": 7200},
    {"item": "=1+1 | <b>bold</b> **x**", "quantity": 2.5, "value": 1.005},
]
ANSWERS = {"order": "PO 12", "lines": LINES, "remarks": None}


def _service(element, kind, headers="", inputs=""):
    return f"""<bpmn:serviceTask id="{element}"><bpmn:extensionElements>
      <zeebe:taskDefinition type="{kind}"/>{_headers(headers)}
      <zeebe:ioMapping>{inputs}</zeebe:ioMapping></bpmn:extensionElements></bpmn:serviceTask>"""


def _headers(text):
    pairs = (pair.split("=") for pair in text.split())
    inside = "".join(f'<zeebe:header key="{key}" value="{value}"/>' for key, value in pairs)
    return f"<zeebe:taskHeaders>{inside}</zeebe:taskHeaders>" if inside else ""


def _store(kit, *services, templates=None, settings=""):
    names = [service.partition('id="')[2].partition('"')[0] for service in services]
    body = '<bpmn:startEvent id="s"/>' + "".join(services)
    return {
        "procedure.toml": kit.settings("store", settings),
        "documents/note.md": NOTE.encode(),
        "documents/note.fr.md": FRENCH.encode(),
        "documents/list.csv.toml": LIST.encode(),
        "store.bpmn": kit.diagram(
            "store",
            body + kit.task("look", 'assignee="=subject"') + kit.flows("s", *names, "look"),
        ),
        **{path: content.encode() for path, content in (templates or {}).items()},
    }


@pytest.fixture
def note(house, kit):
    house.deploy(_store(kit, _service("write", "docket:document", "template=note")))
    return house


def _documents(house, started):
    with reading(house.context) as work:
        return documents.list_of_case(work.transaction, started.instance)


def _text(house, started, viewer="ann", which=0):
    found = _documents(house, started)[which]
    opened = open_document(
        house.context, viewer=viewer, instance=started.instance, document=found.id
    )
    return opened.content.decode()


def _incidents(house, started):
    with reading(house.context) as work:
        events = [one.event for one in log.read(work.transaction, started.instance)]
    return [event.message for event in events if isinstance(event, IncidentRaised)]


def test_a_page_is_produced_with_its_number_and_kept_with_the_case(note):
    started = note.start("store", answers=ANSWERS)
    (found,) = _documents(note, started)
    assert found.name == "KENYA0001 Inventory in note.html"
    page = _text(note, started)
    assert "PO 12" in page
    assert "<bdi>1,500</bdi>" in page
    assert "<bdi>7,200.00</bdi>" in page
    assert "No remarks." in page
    assert "Received by" in page


def test_a_value_is_text_and_never_markdown_or_html(note):
    started = note.start("store", answers=ANSWERS)
    page = _text(note, started)
    assert "=1+1 | &lt;b&gt;bold&lt;/b&gt; **x**" in page
    assert "<b>" not in page
    assert "<script" not in page


def test_the_case_gets_a_reference_with_the_digest_of_the_content(note):
    started = note.start("store", answers=ANSWERS)
    view = get_case(note.context, viewer="ann", instance=started.instance)
    (reference,) = [one.value for one in view.variables if one.name == "document"]
    assert reference["number"] == "KENYA0001"
    assert reference["digest"] == sha256(_text(note, started).encode()).hexdigest()


def test_the_page_is_written_in_the_language_of_its_reader(house, kit):
    order = _service("write", "docket:document", "template=note language=fr")
    house.deploy(_store(kit, order))
    started = house.start("store", answers=ANSWERS)
    page = _text(house, started)
    assert '<html lang="fr"' in page
    assert 'du <bdi class="day">5 janvier 2026</bdi>' in page
    assert _documents(house, started)[0].name == "KENYA0001 Bon d'entrée.html"


def test_a_data_file_has_its_version_its_totals_and_no_formulas(house, kit):
    house.deploy(_store(kit, _service("write", "docket:document", "template=list")))
    started = house.start("store", answers=ANSWERS)
    assert _text(house, started).split("\r\n") == [
        "#,eligibility-1,KENYA0001,2026-01-05",
        "ITEM,VALUE",
        "Bed nets,7200.00",
        "'=1+1 | <b>bold</b> **x**,1.01",
        "#,RECORDS,2",
        "",
    ]


CODES = """[parameters."seq.units"]
title = "Codes"
source = "P10"
columns = { unit = "text", code = "text" }
values = [{ from = 2000-01-01, value = [{ unit = "kenya", code = "KEN" }] }]
[parameters."seq.opening"]
title = "Paper"
source = "P10"
columns = { unit = "text", kind = "text", last = "number" }
values = [{ from = 2000-01-01, value = [{ unit = "kenya", kind = "IN", last = 4 }] }]"""


def test_offices_and_types_count_apart_from_what_was_given_on_paper(house, kit):
    one = _service("write", "docket:document", "template=note")
    other = _service("list", "docket:document", "template=list")
    house.deploy(_store(kit, one, other, settings=CODES))
    numbers = [
        [row.number for row in _documents(house, house.start("store", actor, answers=ANSWERS))]
        for actor in ("ann", "dan", "bob")
    ]
    assert numbers == [["KEN0005", "KEN0001"], ["EGYPT0001"] * 2, ["KEN0006", "KEN0002"]]


def test_numbers_grow_beyond_four_digits_and_may_begin_anew_with_a_year(house, kit):
    with house.context.database.transaction() as transaction:
        transaction.execute(
            text("INSERT INTO sequence (name, value) VALUES ('document kenya IN', 9999)")
        )
    write = _service("write", "docket:document", "template=note")
    house.deploy(_store(kit, write))
    assert _documents(house, house.start("store", answers=ANSWERS))[0].number == "KENYA10000"
    yearly = """[parameters."seq.reset"]
title = "Reset"
source = "P10"
values = [{ from = 2000-01-01, value = "YEARLY" }]"""
    house.deploy(_store(kit, write, settings=yearly))
    started = house.start("store", answers=ANSWERS)
    assert _documents(house, started)[0].number == "KENYA0001-2026"


def test_a_document_that_cannot_be_filled_in_takes_no_number(note):
    broken = note.start("store", answers={**ANSWERS, "lines": "no list"})
    assert "documents/note.md, line 13" in _incidents(note, broken)[0]
    assert _documents(note, broken) == ()
    whole = note.start("store", answers=ANSWERS)
    assert _documents(note, whole)[0].number == "KENYA0001"


def test_many_cases_at_once_get_numbers_without_gaps_or_doubles(note):
    start, numbers, failures = Barrier(6), [], []

    def work(thread):
        start.wait()
        for turn in range(5):
            bad = (thread + turn) % 3 == 0
            answers = {**ANSWERS, "lines": 1} if bad else ANSWERS
            try:
                found = _documents(note, note.start("store", answers=answers))
            except Exception as error:  # noqa: BLE001  -- said below, in the thread of the test
                failures.append(error)
            else:
                numbers.extend(one.number for one in found)

    threads = [Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(numbers) == [f"KENYA{number:04}" for number in range(1, 21)]
    with reading(note.context) as view:
        assert last_number(view.transaction, "document kenya IN") == 20


def test_a_number_drawn_before_is_the_document_s(house, kit):
    draw = _service("draw", "docket:number", "type=IN")
    write = _service(
        "write",
        "docket:document",
        "template=note",
        '<zeebe:input source="=number" target="number"/>',
    )
    house.deploy(_store(kit, draw, write))
    started = house.start("store", answers=ANSWERS)
    assert _documents(house, started)[0].number == "KENYA0001"
    with reading(house.context) as work:
        assert last_number(work.transaction, "document kenya IN") == 1


def test_a_void_document_keeps_its_number(house, kit):
    write = _service("write", "docket:document", "template=note")
    reason = '<zeebe:input source="=document" target="document"/><zeebe:input source="Misprint" target="reason"/>'
    house.deploy(_store(kit, write, _service("void", "docket:void-document", "", reason)))
    first, second = (house.start("store", answers=ANSWERS) for _ in range(2))
    view = get_case(house.context, viewer="ann", instance=first.instance).documents[0]
    assert (view.number, view.void_reason) == ("KENYA0001", "Misprint")
    assert _documents(house, second)[0].number == "KENYA0002"
    with reading(house.context) as work:
        kinds = [type(one.event) for one in log.read(work.transaction, first.instance)]
    assert kinds.count(DocumentVoided) == 1


def test_a_replay_needs_no_document_again(note):
    started = note.start("store", answers=ANSWERS)
    assert replay(note.context, instance=started.instance).reproduced
    assert len(_documents(note, started)) == 1


def test_the_history_tells_of_the_document(note):
    started = note.start("store", answers=ANSWERS)
    entries = list_entries(note.context, viewer="ann", instance=started.instance)
    (entry,) = [one for one in entries if one.kind == "document-produced"]
    assert entry.params["name"] == "KENYA0001 Inventory in note.html"


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE attachment SET ciphertext = nonce", "was altered"),
        ("DELETE FROM attachment", "was removed"),
    ],
)
def test_the_verification_finds_a_document_that_was_touched(note, statement, what):
    note.start("store", answers=ANSWERS)
    assert verify(note.context).faults == ()
    with note.context.database.transaction() as transaction:
        transaction.execute(text("DELETE FROM document"))
        transaction.execute(text(statement))
    (fault,) = verify(note.context).faults
    assert fault.message == f"The document KENYA0001 Inventory in note.html {what}."


def test_whoever_may_not_see_the_case_finds_no_document(note):
    started = note.start("store", answers=ANSWERS)
    with pytest.raises(NotFoundError):
        _text(note, started, viewer="dan")


def test_the_task_offers_the_documents_of_its_case(note):
    started = note.start("store", answers=ANSWERS)
    view = get_task(note.context, person="ann", task=note.task_of(started, "look"))
    assert [one.name for one in view.documents] == ["KENYA0001 Inventory in note.html"]


class ClinicForms(PlainForms):
    def list_fields(self, form):
        return (
            FieldInfo(
                key="diagnosis", label="Diagnosis", type="string", required=True, confidential=True
            ),
        )


MEDICAL = """+++
confidential = ["diagnosis"]
+++
# Certification request

Diagnosis: {{ diagnosis }}
"""


@pytest.fixture
def clinic(database, kit):
    made = kit.make_house(database, forms=ClinicForms())
    import_directory(made.context, actor=SYSTEM, directory=kit.make_directory())
    return made


def _deploy_clinic(clinic, kit, template=MEDICAL):
    clinic.deploy(
        {
            "procedure.toml": kit.settings("clinic", '[confidential]\ndiagnosis = ["doctor"]'),
            "documents/request.md": template.encode(),
            "clinic.bpmn": kit.diagram(
                "clinic",
                '<bpmn:startEvent id="s"/>'
                + _service("write", "docket:document", "template=request")
                + kit.task("treat", 'candidateGroups="doctor,approver"')
                + kit.flows("s", "write", "treat"),
            ),
        }
    )
    return clinic.start("clinic", answers={"diagnosis": "fractured-left-wrist"})


def test_a_confidential_document_is_opened_only_for_a_purpose_that_is_recorded(clinic, kit):
    started = _deploy_clinic(clinic, kit)
    (found,) = _documents(clinic, started)
    assert (found.confidential, found.content) == (("diagnosis",), "")
    asked = {"instance": started.instance, "document": found.id}
    assert open_document(clinic.context, viewer="joe", **asked) is None
    opened = read_confidential(
        clinic.context,
        actor="joe",
        instance=started.instance,
        purpose="to treat",
        attachment=found.id,
    )
    assert b"fractured-left-wrist" in opened.data
    entries = list_entries(clinic.context, viewer="joe", instance=started.instance)
    (read,) = [one for one in entries if one.kind == "confidential-read"]
    assert read.params["document"] == "Certification request.html"


def test_whoever_may_not_read_what_it_shows_may_not_open_a_document(clinic, kit):
    started = _deploy_clinic(clinic, kit)
    (found,) = _documents(clinic, started)
    with pytest.raises(NotAllowedError):
        open_document(clinic.context, viewer="bob", instance=started.instance, document=found.id)
    with pytest.raises(NotAllowedError):
        read_confidential(
            clinic.context,
            actor="bob",
            instance=started.instance,
            purpose="to look",
            attachment=found.id,
        )
    (view,) = get_case(clinic.context, viewer="bob", instance=started.instance).documents
    assert not view.may_open


def test_the_history_keeps_nothing_that_a_confidential_document_shows(clinic, kit):
    started = _deploy_clinic(clinic, kit)
    with reading(clinic.context) as work:
        events = [one.event for one in log.read(work.transaction, started.instance)]
    (produced,) = [one for one in events if isinstance(one, DocumentProduced)]
    assert produced.content == ""
    assert produced.confidential == ("diagnosis",)
    assert "fractured" not in json.dumps([str(one) for one in events])


def test_a_document_that_does_not_name_what_is_confidential_is_not_produced(clinic, kit):
    started = _deploy_clinic(clinic, kit, MEDICAL.partition("# ")[2].join(["# ", ""]))
    (message,) = _incidents(clinic, started)
    assert "confidential" in message
    assert _documents(clinic, started) == ()


def test_a_confidential_title_is_not_written(clinic, kit):
    started = _deploy_clinic(clinic, kit, MEDICAL.replace("request", "of {{ diagnosis }}"))
    (message,) = _incidents(clinic, started)
    assert "confidential" in message


def test_a_confidential_document_is_erased_with_the_person_and_the_chain_holds(clinic, kit):
    started = _deploy_clinic(clinic, kit)
    (found,) = _documents(clinic, started)
    erase_subject(clinic.context, actor="eve", subject="ann", reason="asked for it")
    with pytest.raises(RefusedError, match="erased"):
        read_confidential(
            clinic.context,
            actor="joe",
            instance=started.instance,
            purpose="to treat",
            attachment=found.id,
        )
    assert verify(clinic.context).faults == ()


def test_an_office_s_paper_outlives_the_erasure_of_a_person(note):
    started = note.start("store", answers=ANSWERS)
    erase_subject(note.context, actor="eve", subject="ann", reason="asked for it")
    assert "PO 12" in _text(note, started)


def _clinic_that_sends(clinic, kit):
    send = _service(
        "send",
        "docket:mail",
        "",
        '<zeebe:input source="dhmosh@example.org" target="to"/>'
        '<zeebe:input source="Request" target="subject"/>'
        '<zeebe:input source="=document" target="attachments"/>',
    )
    clinic.deploy(
        {
            "procedure.toml": kit.settings("clinic", '[confidential]\ndiagnosis = ["doctor"]'),
            "documents/request.md": MEDICAL.encode(),
            "clinic.bpmn": kit.diagram(
                "clinic",
                '<bpmn:startEvent id="s"/>'
                + _service("write", "docket:document", "template=request")
                + send
                + kit.task("treat", 'candidateGroups="doctor,approver"')
                + kit.flows("s", "write", "send", "treat"),
            ),
        }
    )
    return clinic.start("clinic", answers={"diagnosis": "fractured-left-wrist"})


def test_a_confidential_document_that_leaves_the_house_is_on_record(database, kit, mail_server):  # noqa: F811
    mail = Mail(host="127.0.0.1", port=mail_server.port, sender="docket@example.org", tls=False)
    made = kit.make_house(database, forms=ClinicForms(), settings=Settings(mail=mail))
    import_directory(made.context, actor=SYSTEM, directory=kit.make_directory())
    started = _clinic_that_sends(made, kit)
    run_due(made.context)
    assert b"Certification request.html" in mail_server.mails[0]
    entries = list_entries(made.context, viewer="joe", instance=started.instance)
    (read,) = [one for one in entries if one.kind == "confidential-read"]
    assert read.params["purpose"] == "handed to docket:mail by the procedure"
    assert replay(made.context, instance=started.instance).reproduced


def test_an_exported_case_names_its_documents_and_their_digests(note):
    started = note.start("store", answers=ANSWERS)
    found = check_case_file(export_case(note.context, instance=started.instance))
    digest = sha256(_text(note, started).encode()).hexdigest()
    assert [(name, content) for _, name, content in found.documents] == [
        ("KENYA0001 Inventory in note.html", digest)
    ]


def test_a_document_may_be_named_by_the_case_and_issued_by_another_office(house, kit):
    inputs = (
        '<zeebe:input source="=wanted" target="template"/>'
        '<zeebe:input source="egypt" target="unit"/>'
    )
    house.deploy(_store(kit, _service("write", "docket:document", "", inputs)))
    started = house.start("store", answers={**ANSWERS, "wanted": "list"})
    (found,) = _documents(house, started)
    assert (found.template, found.number) == ("list", "EGYPT0001")


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ('<zeebe:input source="nowhere" target="unit"/>', "no office nowhere"),
        ('<zeebe:input source="tomorrow" target="date"/>', "must be a date"),
        ('<zeebe:input source="other" target="template"/>', "no document other"),
    ],
)
def test_an_order_that_cannot_be_carried_out_stands_still_with_the_reason(house, kit, inputs, why):
    house.deploy(_store(kit, _service("write", "docket:document", "template=note", inputs)))
    started = house.start("store", answers=ANSWERS)
    assert why in _incidents(house, started)[0]
    assert _documents(house, started) == ()
