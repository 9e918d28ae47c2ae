import pytest

from engine.commands.add_attachment import add_attachment
from engine.commands.erase_subject import erase_subject
from engine.commands.import_directory import import_directory
from engine.commands.read_confidential import read_confidential
from engine.context import reading
from engine.errors import NotAllowedError, NotFoundError, RefusedError, SubmissionError
from engine.model.forms import FieldInfo
from engine.model.ids import SYSTEM
from engine.queries.audit import replay, verify
from engine.queries.cases import get_case
from engine.queries.history import list_entries
from engine.store import log
from engine.testing import PlainForms

SECRET_WORD = "fractured-left-wrist"


class MedicalForms(PlainForms):
    def list_fields(self, form):
        return (
            FieldInfo(
                key="diagnosis", label="Diagnosis", type="string", required=True, confidential=True
            ),
            FieldInfo(
                key="papers", label="Papers", type="files", required=False, confidential=True
            ),
            FieldInfo(
                key="photos", label="Photos", type="files", required=False, confidential=False
            ),
        )


@pytest.fixture
def clinic(database, kit):
    house = kit.make_house(database, forms=MedicalForms())
    import_directory(house.context, actor=SYSTEM, directory=kit.make_directory())
    form = '<zeebe:formDefinition formId="report"/>'
    house.deploy(
        {
            "procedure.toml": kit.settings(
                "clinic", '[confidential]\ndiagnosis = ["subject", "doctor"]\npapers = ["doctor"]'
            ),
            "forms/report.form": b"{}",
            "clinic.bpmn": kit.diagram(
                "clinic",
                '<bpmn:startEvent id="s"/>'
                + kit.task("report", 'assignee="=subject"', extra=form)
                + kit.task("approve", 'candidateGroups="approver"')
                + kit.task("treat", 'candidateGroups="doctor"')
                + kit.flows("s", "report", "approve", "treat"),
            ),
        }
    )
    return house


def _upload(house, actor="ann"):
    return add_attachment(
        house.context,
        actor=actor,
        subject="ann",
        name="scan.pdf",
        media_type="application/pdf",
        data=b"%PDF " + SECRET_WORD.encode(),
    )


@pytest.fixture
def reported(clinic):
    started = clinic.start("clinic", answers={})
    answers = {"diagnosis": SECRET_WORD, "papers": [_upload(clinic)], "days": 3}
    clinic.finish(started, "report", "ann", answers=answers)
    return started


def _read(house, started, actor, **what):
    return read_confidential(
        house.context, actor=actor, instance=started.instance, purpose="to treat", **what
    )


def test_a_confidential_answer_is_nowhere_in_the_database_in_clear(clinic, reported):
    path = clinic.context.database.path
    with clinic.context.database.reading() as transaction:
        events = [str(one.event) for one in log.read(transaction, reported.instance)]
    assert SECRET_WORD not in " ".join(events)
    if path is not None:
        for file in path.parent.glob(f"{path.name}*"):
            assert SECRET_WORD.encode() not in file.read_bytes()


def test_the_supervisor_sees_that_there_is_something_but_not_what(clinic, reported):
    view = get_case(clinic.context, viewer="bob", instance=reported.instance)
    shown = {one.name: one for one in view.variables}
    assert (shown["days"].text, shown["diagnosis"].text) == ("3", "")
    assert (shown["diagnosis"].confidential, shown["diagnosis"].may_read) == (True, False)
    assert shown["diagnosis"].value["count"] == 1
    assert [one.may_read for one in view.attachments] == [False]


def test_whoever_may_not_read_is_refused_and_the_refusal_is_on_record(clinic, reported):
    with pytest.raises(NotAllowedError, match="diagnosis"):
        _read(clinic, reported, "bob", fields=["diagnosis"])
    kinds = [
        one.kind for one in list_entries(clinic.context, viewer="fay", instance=reported.instance)
    ]
    assert kinds[-1] == "refused"


def test_a_reading_is_on_record_with_its_purpose(clinic, reported):
    assert _read(clinic, reported, "ann", fields=["diagnosis"]).values == {"diagnosis": SECRET_WORD}
    entry = list_entries(clinic.context, viewer="fay", instance=reported.instance)[-1]
    assert (entry.kind, entry.actor.id) == ("confidential-read", "ann")
    assert entry.params == {"fields": "diagnosis", "purpose": "to treat"}
    assert verify(clinic.context).faults == ()


def test_nothing_is_read_without_a_purpose(clinic, reported):
    with pytest.raises(RefusedError):
        read_confidential(
            clinic.context,
            actor="ann",
            instance=reported.instance,
            purpose=" ",
            fields=["diagnosis"],
        )


def test_a_file_is_opened_by_whoever_may_read_the_answer_that_holds_it(clinic, reported):
    [file] = get_case(clinic.context, viewer="fay", instance=reported.instance).attachments
    with pytest.raises(NotAllowedError, match="file"):
        _read(clinic, reported, "ann", attachment=file.id)
    clinic.finish(reported, "approve", "bob")
    opened = _read(clinic, reported, "joe", attachment=file.id)
    assert (opened.name, opened.media_type) == ("scan.pdf", "application/pdf")
    assert opened.data.endswith(SECRET_WORD.encode())


def test_somebody_elses_upload_cannot_be_named_in_an_answer(clinic):
    started = clinic.start("clinic", answers={})
    foreign = _upload(clinic, actor="bob")
    with pytest.raises(SubmissionError, match="not there"):
        clinic.finish(started, "report", "ann", answers={"photos": [foreign]})


def test_what_is_not_confidential_cannot_be_asked_for_so(clinic, reported):
    with pytest.raises(NotFoundError, match="nothing confidential"):
        _read(clinic, reported, "ann", fields=["days"])


def test_erased_values_are_gone_and_the_chain_and_the_replay_hold(clinic, reported):
    with pytest.raises(NotAllowedError):
        erase_subject(clinic.context, actor="bob", subject="ann", reason="asked to")
    erase_subject(clinic.context, actor="eve", subject="ann", reason="asked to")
    with pytest.raises(RefusedError, match="erased"):
        _read(clinic, reported, "ann", fields=["diagnosis"])
    assert verify(clinic.context).faults == ()
    assert replay(clinic.context, instance=reported.instance).reproduced
    with reading(clinic.context) as work:
        assert log.read(work.transaction, reported.instance, kinds={"ValuesErased"})


def test_an_empty_or_huge_file_is_refused(clinic):
    for data in (b"", b"x" * (20 * 1024 * 1024 + 1)):
        with pytest.raises(RefusedError, match="scan"):
            add_attachment(
                clinic.context, actor="ann", subject="ann", name="scan", media_type="", data=data
            )
