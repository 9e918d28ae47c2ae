from datetime import timedelta

import pytest

from engine.commands.assign_task import assign_task
from engine.commands.cancel_instance import cancel_instance
from engine.commands.correct_variables import correct_variables
from engine.commands.import_directory import import_directory
from engine.commands.retry_incidents import retry_incidents
from engine.context import Settings, reading
from engine.errors import ConflictError, ConnectorError, NotAllowedError, RefusedError
from engine.model.connectors import Mail, ThrownError
from engine.model.directory import Membership
from engine.model.ids import SYSTEM
from engine.queries.audit import replay, verify
from engine.queries.incidents import list_incidents
from engine.queries.notices import list_notices
from engine.store import instances, jobs
from engine.worker import run_due


def _deploy(house, kit, name, body, definitions=""):
    house.deploy(
        {
            "procedure.toml": kit.settings(name),
            f"{name}.bpmn": kit.diagram(name, body, definitions),
        }
    )


def _row(house, started):
    with reading(house.context) as work:
        return instances.get(work.transaction, started.instance)


@pytest.fixture
def judged(house, kit):
    _deploy(
        house,
        kit,
        "court",
        '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>'
        + kit.task("decide", 'candidateGroups="judge"')
        + kit.flows("s", "decide", "e"),
    )
    return house.start("court")


def test_a_role_that_nobody_holds_is_an_incident_with_role_office_and_remedy(house, judged):
    [incident] = list_incidents(house.context, viewer="eve", instance=judged.instance).rows
    assert "Nobody holds the role Judge in Kenya" in incident.message
    assert "retry, or assign" in incident.message
    assert _row(house, judged).incidents == 1


def test_once_somebody_holds_the_role_a_retry_offers_them_the_task(house, judged, kit):
    people = kit.make_directory()
    judge = Membership(
        person="cyd", role="judge", unit="hq", valid_from=people.memberships[0].valid_from
    )
    import_directory(
        house.context,
        actor=SYSTEM,
        directory=kit.make_directory(memberships=(*people.memberships, judge)),
    )
    assert retry_incidents(house.context, actor="eve", instance=judged.instance) == 0
    house.finish(judged, "decide", "cyd")
    assert _row(house, judged).status == "completed"
    assert replay(house.context, instance=judged.instance).reproduced


def test_a_retry_that_finds_nobody_leaves_the_incident(house, judged):
    assert retry_incidents(house.context, actor="eve", instance=judged.instance) == 1


def test_assigning_the_task_settles_the_incident(house, judged):
    task = house.task_of(judged, "decide")
    assign_task(house.context, actor="eve", task=task, assignee="dan", reason="no judge yet")
    assert _row(house, judged).incidents == 0
    house.finish(judged, "decide", "dan")


def test_only_administrators_retry_correct_and_cancel(house, judged):
    for command, more in (
        (retry_incidents, {}),
        (correct_variables, {"variables": {"a": 1}, "reason": "why not"}),
        (cancel_instance, {"reason": "why not"}),
    ):
        with pytest.raises(NotAllowedError, match="administrator"):
            command(house.context, actor="bob", instance=judged.instance, **more)


def test_a_failing_expression_stops_its_token_until_the_variable_is_corrected(house, kit):
    _deploy(
        house,
        kit,
        "sums",
        '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:scriptTask id="sum">'
        '<bpmn:extensionElements><zeebe:script expression="=amount * 2" resultVariable="double"/>'
        "</bpmn:extensionElements></bpmn:scriptTask>" + kit.flows("s", "sum", "e"),
    )
    started = house.start("sums", answers={})
    [incident] = list_incidents(house.context, viewer="eve").rows
    assert "amount" in incident.message
    with pytest.raises(RefusedError, match="why"):
        correct_variables(
            house.context, actor="eve", instance=started.instance, variables={}, reason=""
        )
    correct_variables(
        house.context,
        actor="eve",
        instance=started.instance,
        variables={"amount": 2},
        reason="was left out",
    )
    assert retry_incidents(house.context, actor="eve", instance=started.instance) == 0
    assert _row(house, started).status == "completed"
    assert replay(house.context, instance=started.instance).reproduced
    assert verify(house.context).faults == ()
    with pytest.raises(ConflictError, match="ended"):
        cancel_instance(house.context, actor="eve", instance=started.instance, reason="late")
    assert (
        list_incidents(house.context, viewer="eve", resolved=True).rows[0].resolved_by.id == "eve"
    )


def test_a_cancelled_case_waits_for_nothing(house, judged):
    cancel_instance(house.context, actor="eve", instance=judged.instance, reason="withdrawn")
    row = _row(house, judged)
    assert (row.status, row.incidents, house.open_tasks(judged)) == ("terminated", 0, [])
    assert replay(house.context, instance=judged.instance).reproduced


SERVICE = (
    '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/><bpmn:serviceTask id="pay">'
    '<bpmn:extensionElements><zeebe:taskDefinition type="pay" retries="2"/>'
    '<zeebe:ioMapping><zeebe:input source="=amount" target="sum"/></zeebe:ioMapping>'
    "</bpmn:extensionElements></bpmn:serviceTask>"
)


def _connected(house, kit, connector):
    made = kit.make_house(
        house.context.database, start=house.clock.now(), connectors={"pay": connector}
    )
    _deploy(made, kit, "payment", SERVICE + kit.flows("s", "pay", "e"))
    return made, made.start("payment", answers={"amount": 12})


def test_a_connector_works_outside_the_transaction_and_its_answer_moves_the_case_on(house, kit):
    calls = []

    def pay(call):
        with house.context.database.reading() as transaction:
            assert jobs.list_waiting(transaction, call.instance)
        calls.append((call.variables, call.key))
        return {"receipt": "R1"}

    made, started = _connected(house, kit, pay)
    assert calls == []
    assert run_due(made.context) == 1
    assert [variables for variables, _ in calls] == [{"sum": 12}]
    assert _row(made, started).status == "completed"
    assert replay(made.context, instance=started.instance).reproduced


def test_a_failing_connector_is_tried_again_later_and_then_becomes_an_incident(house, kit):
    keys = []

    def pay(call):
        keys.append(call.key)
        if len(keys) < 3:
            raise ConnectorError("The bank is closed.")
        return {}

    made, started = _connected(house, kit, pay)
    run_due(made.context)
    assert _row(made, started).incidents == 0
    run_due(made.context)
    assert len(keys) == 1, "the second attempt waits"
    made.clock.move_by(timedelta(minutes=1))
    run_due(made.context)
    [incident] = list_incidents(made.context, viewer="eve").rows
    assert incident.message == "The bank is closed."
    assert keys[0] == keys[1], "the bank can tell that it is the same payment"
    retry_incidents(made.context, actor="eve", instance=started.instance)
    run_due(made.context)
    assert _row(made, started).status == "completed"
    assert replay(made.context, instance=started.instance).reproduced


def test_an_error_that_a_connector_throws_and_nobody_catches_is_an_incident(house, kit):
    made, started = _connected(house, kit, lambda _: ThrownError(code="BROKE", message="no money"))
    run_due(made.context)
    assert _row(made, started).incidents == 1


def test_a_bug_in_a_connector_is_an_incident_and_does_not_stop_the_worker(house, kit):
    def pay(_call):
        raise ZeroDivisionError

    made, started = _connected(house, kit, pay)
    second = made.start("payment", answers={"amount": 1})
    for _ in range(3):
        run_due(made.context)
        made.clock.move_by(timedelta(hours=1))
    assert (_row(made, started).incidents, _row(made, second).incidents) == (1, 1)


def test_a_service_of_the_house_that_it_does_not_have_is_an_incident_that_says_so(house, kit):
    service = SERVICE.replace('type="pay"', 'type="docket:pay"')
    _deploy(house, kit, "payment", service + kit.flows("s", "pay", "e"))
    house.start("payment", answers={"amount": 12})
    run_due(house.context)
    [incident] = list_incidents(house.context, viewer="eve").rows
    assert "type docket:pay" in incident.message


def test_a_mail_that_cannot_be_sent_is_tried_again_and_ends_as_an_incident(house, kit):
    nowhere = Settings(mail=Mail(host="no-such-host.invalid", sender="docket@example.org"))
    made = kit.make_house(house.context.database, start=house.clock.now(), settings=nowhere)
    service = (
        '<bpmn:sendTask id="tell"><bpmn:extensionElements><zeebe:taskDefinition type="docket:notify"/>'
        '<zeebe:taskHeaders><zeebe:header key="template" value="told"/></zeebe:taskHeaders>'
        '<zeebe:ioMapping><zeebe:input source="=&quot;bob&quot;" target="to"/></zeebe:ioMapping>'
        "</bpmn:extensionElements></bpmn:sendTask>"
    )
    made.deploy(
        {
            "procedure.toml": kit.settings("mailing"),
            "letters/told.md": b"# Hello\n\nText.",
            "mailing.bpmn": kit.diagram(
                "mailing",
                '<bpmn:startEvent id="s"/>'
                + service
                + kit.task("wait", 'assignee="=subject"')
                + kit.flows("s", "tell", "wait"),
            ),
        }
    )
    started = made.start("mailing", answers={})
    for _ in range(8):
        assert _row(made, started).incidents == 0
        run_due(made.context)
        made.clock.move_by(timedelta(hours=2))
    [incident] = list_incidents(made.context, viewer="eve").rows
    assert "no-such-host.invalid" in incident.message
    assert [one.subject for one in list_notices(made.context, person="bob").rows] == ["Hello"]
    retry_incidents(made.context, actor="eve", instance=started.instance)
    assert _row(made, started).incidents == 0
