import pytest

from engine.errors import ConnectorError
from engine.model.connectors import ConnectorCall, NotYet
from engine.scenarios.exchange import Exchange, leave_files, make_connectors


def _call(kind: str, **variables: object) -> ConnectorCall:
    return ConnectorCall(
        type=kind, headers={}, variables=variables, key="1", instance="i", element="e"
    )


def test_a_file_that_another_system_left_is_picked_up_once() -> None:
    exchange = Exchange()
    pick_up = make_connectors(exchange)["docket:file-pickup"]
    call = _call("docket:file-pickup", name="reply-*.csv", folder="tpa", pause="PT1H")
    waiting = pick_up(call)
    assert isinstance(waiting, NotYet)
    assert waiting.again.total_seconds() == 3600
    leave_files(exchange, {"reply-7.csv": "a\n0\n", "tpa/reply-7.csv": "line,code\n1,LOADED\n"})
    assert pick_up(call) == {
        "file": {"name": "reply-7.csv", "content": [{"line": "1", "code": "LOADED"}]}
    }
    assert isinstance(pick_up(call), NotYet)


def test_a_file_that_cannot_be_read_is_said_with_its_name() -> None:
    exchange = Exchange()
    leave_files(exchange, {"x.json": "{"})
    with pytest.raises(ConnectorError, match=r"x\.json cannot be read"):
        make_connectors(exchange)["docket:file-pickup"](_call("docket:file-pickup", name="x.json"))


def test_a_mail_is_kept_unless_the_mail_server_takes_none() -> None:
    exchange = Exchange()
    send = make_connectors(exchange)["docket:mail"]
    call = _call("docket:mail", to="ann@example.org", subject="Hello", body="Text")
    sent = send(call)
    assert isinstance(sent, dict)
    assert sent["mail"]["files"] == 0
    for reply, last in (("421 not now", False), ("550 unknown", True)):
        exchange.mail_fails = reply
        with pytest.raises(ConnectorError, match=reply) as refused:
            send(call)
        assert refused.value.permanent is last
    assert [(mail.to, mail.body) for mail in exchange.mails] == [(["ann@example.org"], "Text")]


def test_a_mail_that_nobody_could_get_is_refused_in_a_scenario_too() -> None:
    with pytest.raises(ConnectorError, match="nobody to go to"):
        make_connectors(Exchange())["docket:mail"](_call("docket:mail", subject="Hello"))


def test_what_is_left_for_another_system_is_kept_and_never_written_over() -> None:
    exchange = Exchange()
    drop = make_connectors(exchange)["docket:file-drop"]
    drop(_call("docket:file-drop", name="a.csv", folder="tpa", content=[{"n": "1"}]))
    assert exchange.read_dropped() == {"tpa/a.csv": "n\r\n1\r\n"}
    with pytest.raises(ConnectorError, match="lies there already"):
        drop(_call("docket:file-drop", name="a.csv", folder="tpa", content=[]))
