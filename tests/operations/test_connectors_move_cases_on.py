from datetime import timedelta
from email import message_from_bytes, policy

import pytest

from engine.context import Settings, reading
from engine.model.connectors import Mail, Origin, Outside
from engine.model.events import JobCompleted
from engine.queries import audit
from engine.store import jobs
from engine.testing import TestEngine
from tests.connectors.conftest import mail_server, web_server  # noqa: F401 - fixtures
from tests.operations.diagrams import line, on_error, service, user, wait_for_message


def assert_reproduced(engine: TestEngine, case: str) -> None:
    report = audit.replay(engine.context, instance=case)
    assert report.reproduced, report.difference
    assert not audit.verify(engine.context).faults


def elements(engine: TestEngine, case: str) -> list[str]:
    return [task.element for task in engine.list_user_tasks(case)]


@pytest.fixture
def calling(open_on, web_server):  # noqa: F811 - a fixture by its name
    outside = Outside(origins={web_server.url: Origin(internal=True)})
    engine = open_on(Settings(outside=outside))
    call = service(
        "J",
        "docket:http",
        {"url": f'="{web_server.url}/orders/" + order', "body": "={n: 1}", "method": "POST"},
        {"errorExpression": '=if response.status = 404 then "NOT_FOUND" else null'},
    )
    engine.deploy(line(call, user("B"), beside=user("C") + on_error("X", "J", "C")))
    return engine


def test_a_call_is_made_after_the_submission_and_its_answer_is_a_variable(calling, web_server):  # noqa: F811
    web_server.body = b'{"id": 7}'
    case = calling.start_instance("P", {"order": "4711"})
    assert web_server.asked == []
    assert calling.run_due() == 1
    assert web_server.asked[0][1] == "/orders/4711"
    assert calling.get_variables(case)["response"]["body"] == {"id": 7}
    assert elements(calling, case) == ["B"]
    assert_reproduced(calling, case)


def test_an_answer_that_is_an_outcome_takes_its_own_path(calling, web_server):  # noqa: F811
    web_server.status = 404
    case = calling.start_instance("P", {"order": "4711"})
    calling.run_due()
    assert elements(calling, case) == ["C"]
    assert_reproduced(calling, case)


def test_a_call_that_fails_is_made_again_each_time_later_and_then_an_administrator_looks(
    calling,
    web_server,  # noqa: F811
):
    web_server.status = 503
    case = calling.start_instance("P", {"order": "4711"})
    waits = []
    for _ in range(3):
        calling.run_due()
        with reading(calling.context) as work:
            waiting = jobs.list_waiting(work.transaction, case)
        if waiting:
            waits.append(waiting[0].due_at - calling.clock.now())
            calling.clock.move_to(waiting[0].due_at)
    assert waits == [timedelta(seconds=30), timedelta(seconds=60)]
    assert len({headers["Idempotency-Key"] for _, _, headers, _ in web_server.asked}) == 1
    [incident] = calling.list_incidents(case)
    assert "503" in incident.message
    web_server.status = 200
    calling.retry(case)
    calling.run_due()
    assert elements(calling, case) == ["B"]
    assert_reproduced(calling, case)


def test_a_system_that_is_not_named_is_an_incident_that_says_what_to_do(open_on):
    engine = open_on()
    engine.deploy(line(service("J", "docket:http", {"url": '="http://10.0.0.1/"'})))
    case = engine.start_instance("P")
    engine.run_due()
    assert "connectors.toml" in engine.list_incidents(case)[0].message


@pytest.mark.parametrize(("reply", "attempts"), [(b"550 unknown", 1), (b"451 not now", 3)])
def test_work_that_cannot_be_done_goes_to_people_where_the_diagram_says_so(
    open_on,
    mail_server,  # noqa: F811
    reply,
    attempts,
):
    mail_server.refused["ann@example.org"] = reply
    mail = Mail(host="127.0.0.1", port=mail_server.port, sender="docket@example.org", tls=False)
    engine = open_on(Settings(mail=mail))
    inputs = {"to": '="ann@example.org"', "subject": '="Hello"'}
    send = service("J", "docket:mail", inputs, {"errorOnFailure": "NOT_FOUND"})
    engine.deploy(line(send, user("B"), beside=user("C") + on_error("X", "J", "C")))
    case = engine.start_instance("P")
    for attempt in range(attempts):
        assert elements(engine, case) == []
        engine.advance(timedelta(seconds=30 * attempt * attempt))
    assert elements(engine, case) == ["C"]
    assert "ann@example.org" in str(engine.get_variables(case)["failure"])
    assert engine.list_incidents(case) == []
    assert_reproduced(engine, case)


def test_work_that_cannot_be_done_stands_still_when_nothing_catches_its_error(open_on):
    inputs = {"to": '="ann@example.org"', "subject": '="Hello"'}
    send = service("J", "docket:mail", inputs, {"errorOnFailure": "NOT_SENT"})
    engine = open_on()
    engine.deploy(line(send, user("B"), beside=user("C") + on_error("X", "J", "C")))
    case = engine.start_instance("P")
    engine.run_due()
    message = engine.list_incidents(case)[0].message
    assert "NOT_SENT" in message
    assert "the mail server" in message


def test_a_mail_leaves_the_house(open_on, mail_server):  # noqa: F811
    mail = Mail(host="127.0.0.1", port=mail_server.port, sender="docket@example.org", tls=False)
    engine = open_on(Settings(mail=mail))
    inputs = {"to": "=who", "subject": '="Hello"', "body": '="Text"'}
    engine.deploy(line(service("J", "docket:mail", inputs), user("B")))
    case = engine.start_instance("P", {"who": ["ann@example.org"]})
    engine.run_due()
    assert b"To: ann@example.org" in mail_server.mails[0]
    told = engine.get_variables(case)["mail"]
    assert f"Message-ID: {told['id']}".encode() in mail_server.mails[0]
    assert told["files"] == 0
    assert elements(engine, case) == ["B"]
    assert_reproduced(engine, case)


def test_a_file_is_left_and_another_is_waited_for_without_using_up_attempts(open_on, tmp_path):
    root = tmp_path / "exchange"
    root.mkdir()
    engine = open_on(Settings(outside=Outside(exchange=root)))
    drop = service("D", "docket:file-drop", {"name": '=key + ".json"', "content": "={sum: 12.5}"})
    pick = service("T", "docket:file-pickup", {"name": '=key + "-*.csv"'}, retries="1")
    engine.deploy(line(drop, pick, user("B")))
    case = engine.start_instance("P", {"key": "4711"})
    engine.run_due()
    assert (root / "out" / "4711.json").read_text() == '{"sum": 12.5}'
    engine.advance(timedelta(minutes=5))
    assert engine.list_incidents(case) == []
    (root / "in" / "4711-a.csv").write_text("id\r\n7\r\n")
    engine.advance(timedelta(minutes=1))
    assert engine.get_variables(case)["file"]["content"] == [{"id": "7"}]
    assert elements(engine, case) == ["B"]
    assert_reproduced(engine, case)


FILES = {
    "documents/note.md": "# Note for Zoë in office\n\nTo {{ who }}\n".encode(),
    "documents/rows.csv.toml": b"""title = "Rows"
file = "rows-{{ key }}.csv"
rows = "rows"
columns = [{ heading = "ID", value = "row.id" }]""",
}


def document(element, template):
    return service(element, "docket:document", headers={"template": template})


def test_documents_leave_the_house_with_a_mail(open_on, mail_server):  # noqa: F811
    mail = Mail(host="127.0.0.1", port=mail_server.port, sender="docket@example.org", tls=False)
    engine = open_on(Settings(mail=mail))
    inputs = {"to": "=who", "subject": '="Hello"', "attachments": "=[document]"}
    send = service("J", "docket:mail", inputs)
    engine.deploy(line(document("D", "note"), send, user("B")), files=FILES)
    case = engine.start_instance("P", {"who": ["ann@example.org"]})
    engine.run_due()
    sent = message_from_bytes(mail_server.mails[0], policy=policy.default)
    (attached,) = sent.iter_attachments()
    assert attached.get_filename() == "Note for Zoë in office.html"
    assert "To <bdi>ann@example.org</bdi>" in attached.get_content()
    assert elements(engine, case) == ["B"]
    assert_reproduced(engine, case)


def test_a_data_file_is_left_for_another_system_as_it_was_produced(open_on, tmp_path):
    engine = open_on(Settings(outside=Outside(exchange=tmp_path)))
    drop = service("F", "docket:file-drop", {"document": "=document", "folder": "carrier"})
    engine.deploy(line(document("D", "rows"), drop, user("B")), files=FILES)
    case = engine.start_instance("P", {"key": "4711", "rows": [{"id": "a"}, {"id": "é"}]})
    engine.run_due()
    left = (tmp_path / "out" / "carrier" / "rows-4711.csv").read_bytes()
    assert left == "ID\r\na\r\né\r\n".encode()
    assert_reproduced(engine, case)


def test_a_document_of_another_case_is_not_handed_out(open_on, tmp_path):
    engine = open_on(Settings(outside=Outside(exchange=tmp_path)))
    drop = service("F", "docket:file-drop", {"document": "=other"})
    engine.deploy(line(document("D", "rows"), user("B")), files=FILES)
    case = engine.start_instance("P", {"key": "1", "rows": []})
    reference = engine.get_variables(case)["document"]
    engine.deploy(line(drop, user("B")), files={})
    thief = engine.start_instance("P", {"other": reference})
    engine.run_due()
    assert "There is no file" in engine.list_incidents(thief)[0].message


def test_a_case_tells_another_something_once(open_on):
    engine = open_on()
    engine.deploy(line(wait_for_message("M"), user("B"), process="Q"))
    told = engine.start_instance("Q", {"k": "7"})
    inputs = {"name": '="paid"', "correlationKey": "=k", "variables": "={sum: 12}"}
    engine.deploy(line(service("J", "docket:message", inputs), user("B")))
    case = engine.start_instance("P", {"k": "7"})
    engine.run_due()
    assert engine.get_variables(told)["sum"] == 12
    assert (elements(engine, told), elements(engine, case)) == (["B"], ["B"])
    assert_reproduced(engine, told)
    assert_reproduced(engine, case)


def test_a_message_waits_for_a_case_that_asks_later(open_on):
    engine = open_on()
    engine.deploy(line(wait_for_message("M"), process="Q"))
    inputs = {
        "name": '="paid"',
        "correlationKey": '="7"',
        "timeToLive": '=duration("P2D")',
    }
    engine.deploy(line(service("J", "docket:message", inputs)))
    engine.start_instance("P")
    engine.run_due()
    engine.clock.move_by(timedelta(days=1))
    in_time = engine.start_instance("Q", {"k": "7"})
    assert engine.get_status(in_time) == "completed"


def test_work_that_was_done_before_a_crash_is_asked_for_under_the_same_key(open_on):
    keys: list[str] = []

    def pay(call):
        keys.append(call.key)
        if len(keys) == 1:
            raise KeyboardInterrupt  # the process dies before it can write the answer
        return {"receipt": "R1"}

    engine = open_on(connectors={"pay": pay})
    engine.deploy(line(service("J", "pay")))
    case = engine.start_instance("P")
    with pytest.raises(KeyboardInterrupt):
        engine.run_due()
    assert engine.run_due() == 0
    engine.advance(timedelta(minutes=6))
    assert keys == [keys[0]] * 2
    done = [one for one in engine.get_history(case) if isinstance(one.event, JobCompleted)]
    assert len(done) == 1
    assert_reproduced(engine, case)
