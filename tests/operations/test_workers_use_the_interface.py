import pytest

import forms
from engine.clock import ManualClock
from engine.commands.create_account import create_account
from engine.commands.import_directory import import_directory
from engine.context import open_engine
from engine.model.ids import SYSTEM, PersonId
from engine.testing import TestEngine
from tests.operations.conftest import SECRET, START
from tests.operations.diagrams import line, on_error, service, user
from tests.operations.people import robot_and_clerk
from webapp import create_app
from webapp.settings import Settings

PASSWORD = "a quiet long word"
#: What a program sends: no page asked for it.
PLAIN = {"Sec-Fetch-Site": "none"}


@pytest.fixture
def engine(database_url):
    clock = ManualClock(START)
    context = open_engine(database_url, forms=forms.FORMS, secret=SECRET, clock=clock)
    import_directory(context, actor=SYSTEM, directory=robot_and_clerk())
    for person in ("robot", "clerk"):
        create_account(context, actor=SYSTEM, person=PersonId(person), password=PASSWORD)
    yield TestEngine(context=context, clock=clock)
    context.close()


@pytest.fixture
def call(engine):
    client = create_app(engine.context, Settings(secret_key=SECRET)).test_client()
    tokens = {}

    def call(path, person="robot", **body):
        if person not in tokens:
            account = {"email": f"{person}@example.org", "password": PASSWORD}
            answer = client.post("/api/v1/session", json=account, headers=PLAIN)
            tokens[person] = answer.json["token"]
        sent = PLAIN | {"Authorization": f"Bearer {tokens[person]}"}
        return client.post(f"/api/v1/jobs/{path}", json=body, headers=sent)

    return call


@pytest.fixture
def case(engine):
    pay = service("J", "pay", {"sum": "=amount"}, {"currency": "EUR"})
    engine.deploy(line(pay, user("B"), beside=user("C") + on_error("X", "J", "C")))
    return engine.start_instance("P", {"amount": 12})


def test_a_program_takes_work_and_answers_it(engine, call, case):
    answer = call("activate", type="pay", limit=5, lock_seconds=60)
    assert answer.status_code == 200
    [job] = answer.json["jobs"]
    assert (job["case"], job["variables"], job["headers"]) == (
        case,
        {"sum": 12},
        {"currency": "EUR"},
    )
    assert call("activate", type="pay").json == {"jobs": []}
    path = f"{job['id']}/complete"
    done = {"lock": job["lock"], "variables": {"receipt": {"number": 7}}}
    assert call(path, **done).status_code == 204
    assert call(path, **done).status_code == 204
    assert engine.get_variables(case)["receipt"] == {"number": 7}


def test_a_program_says_that_it_could_not_and_when_to_try_again(engine, call, case):
    [job] = call("activate", type="pay").json["jobs"]
    path = f"{job['id']}/fail"
    failure = {"lock": job["lock"], "message": "The bank sleeps.", "retry_after_seconds": 0}
    assert call(path, **failure).status_code == 204
    assert call(path, **failure).status_code == 409
    [job] = call("activate", type="pay").json["jobs"]
    assert (job["lock"], job["retries"]) == (2, 2)
    assert call(path, lock=2, message="Closed.", permanent=True).status_code == 204
    assert [one.message for one in engine.list_incidents(case)] == ["Closed."]


def test_a_program_answers_with_an_error_that_the_diagram_catches(engine, call, case):
    [job] = call("activate", type="pay").json["jobs"]
    path = f"{job['id']}/error"
    assert call(path, lock=job["lock"], code="NOT_FOUND", message="Who?").status_code == 204
    assert [task.element for task in engine.list_user_tasks(case)] == ["C"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("activate", {}, 422),
        ("activate", {"type": "pay", "limit": 0}, 422),
        ("activate", {"type": "pay", "more": 1}, 422),
        ("activate", {"type": "docket:mail"}, 409),
        ("nothing/complete", {"lock": 1}, 404),
        ("nothing/fail", {"lock": 1}, 422),
        ("nothing/error", {"lock": 1, "code": "X"}, 404),
    ],
)
def test_wrong_requests_are_told_apart(call, path, body, status):
    answer = call(path, **body)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"


def test_people_who_are_no_integration_are_refused(call, case):
    assert call("activate", "clerk", type="pay").status_code == 403
    [job] = call("activate", type="pay").json["jobs"]
    for word, more in (("complete", {}), ("fail", {"message": "x"}), ("error", {"code": "X"})):
        assert call(f"{job['id']}/{word}", "clerk", lock=job["lock"], **more).status_code == 403
