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


def test_what_is_left_for_another_system_is_kept_and_never_written_over() -> None:
    exchange = Exchange()
    drop = make_connectors(exchange)["docket:file-drop"]
    drop(_call("docket:file-drop", name="a.csv", folder="tpa", content=[{"n": "1"}]))
    assert exchange.read_dropped() == {"tpa/a.csv": "n\r\n1\r\n"}
    with pytest.raises(ConnectorError, match="lies there already"):
        drop(_call("docket:file-drop", name="a.csv", folder="tpa", content=[]))
