import socket
from datetime import timedelta
from decimal import Decimal

import pytest

from engine.connectors.addresses import is_public
from engine.connectors.http import call_http
from engine.errors import ConnectorError
from engine.model.connectors import Origin, Outside, ThrownError


@pytest.fixture
def outside(web_server):
    return Outside(origins={web_server.url: Origin(internal=True)})


def refused(outside, call) -> ConnectorError:
    with pytest.raises(ConnectorError) as found:
        call_http(outside, call)
    return found.value


def test_what_is_asked_and_what_is_answered(outside, web_server, make_call):
    web_server.body = b'{"id": 7, "rate": 12.345678901234567890, "tags": ["a", null]}'
    call = make_call(
        "docket:http",
        method="post",
        url=f"{web_server.url}/orders?x=1",
        query={"name": "Łucja & co", "none": None},
        headers={"X-Unit": "HQ"},
        body={"sum": Decimal("12.50"), "lines": [{"n": Decimal(1)}], "ok": True},
    )
    found = call_http(outside, call)["response"]
    assert found["status"] == 200
    assert found["headers"]["content-type"] == "application/json"
    assert found["body"] == {
        "id": 7,
        "rate": Decimal("12.345678901234567890"),
        "tags": ["a", None],
    }
    [(method, path, headers, body)] = web_server.asked
    assert (method, path) == ("POST", "/orders?x=1&name=%C5%81ucja+%26+co")
    assert body == b'{"sum": 12.50, "lines": [{"n": 1}], "ok": true}'
    assert (headers["Content-Type"], headers["X-Unit"]) == ("application/json", "HQ")


def test_every_attempt_at_the_same_work_carries_the_same_key(outside, web_server, make_call):
    for _ in range(2):
        call_http(outside, make_call("docket:http", url=web_server.url))
    assert [headers["Idempotency-Key"] for _, _, headers, _ in web_server.asked] == ["C1 7 3"] * 2


def test_the_secret_of_a_system_is_sent_and_a_diagram_cannot_take_its_place(web_server, make_call):
    outside = Outside(origins={web_server.url: Origin(internal=True, authorization="Bearer s")})
    call = make_call("docket:http", url=web_server.url, headers={"authorization": "Bearer mine"})
    call_http(outside, call)
    sent = web_server.asked[0][2]
    assert [value for name, value in sent.items() if name.lower() == "authorization"] == [
        "Bearer s"
    ]
    assert "Bearer s" not in repr(outside)


def test_text_stays_text_and_other_bytes_come_in_base64(outside, web_server, make_call):
    call = make_call("docket:http", {"resultVariable": "page"}, url=web_server.url, body="plain")
    web_server.headers, web_server.body = {"Content-Type": "text/plain"}, b"12"
    assert call_http(outside, call)["page"]["body"] == "12"
    web_server.body = b"\xff\x00"
    assert call_http(outside, call)["page"]["body"] == "/wA="
    web_server.body = b""
    assert call_http(outside, call)["page"]["body"] is None


@pytest.mark.parametrize(
    ("status", "permanent"), [(400, True), (404, True), (301, True), (429, False), (503, False)]
)
def test_a_failure_is_tried_again_when_that_may_help(
    outside, web_server, make_call, status, permanent
):
    web_server.status = status
    web_server.headers = {"Location": f"{web_server.url}/elsewhere"}
    error = refused(outside, make_call("docket:http", url=web_server.url))
    assert str(status) in str(error)
    assert error.permanent is permanent
    assert len(web_server.asked) == 1, "redirects are not followed"


@pytest.mark.parametrize(
    ("text", "thrown"),
    [
        ('=if response.status = 404 then "NOT_FOUND" else null', ("NOT_FOUND", "")),
        ('={code: "GONE", message: response.body.why}', ("GONE", "no such order")),
    ],
)
def test_an_answer_may_be_an_outcome_that_the_diagram_catches(
    outside, web_server, make_call, text, thrown
):
    web_server.status, web_server.body = 404, b'{"why": "no such order"}'
    answer = call_http(
        outside, make_call("docket:http", {"errorExpression": text}, url=web_server.url)
    )
    assert isinstance(answer, ThrownError)
    assert (answer.code, answer.message) == thrown
    assert answer.variables["response"]["status"] == 404


def test_an_error_expression_that_says_nothing_leaves_the_answer_alone(
    outside, web_server, make_call
):
    text = '=if response.status = 404 then "NOT_FOUND" else null'
    call = make_call("docket:http", {"errorExpression": text}, url=web_server.url)
    assert call_http(outside, call)["response"]["body"] == {"ok": True}
    web_server.status = 400
    assert refused(outside, call).permanent


def test_an_answer_that_is_too_large_is_not_read(web_server, make_call):
    web_server.body = b"x" * 2000
    outside = Outside(origins={web_server.url: Origin(internal=True)}, http_bytes=1000)
    error = refused(outside, make_call("docket:http", url=web_server.url))
    assert "larger than 1000 bytes" in str(error)
    assert error.permanent


def test_an_answer_that_does_not_come_in_time_is_broken_off_and_tried_again(web_server, make_call):
    web_server.gate.clear()
    outside = Outside(
        origins={web_server.url: Origin(internal=True)}, http_timeout=timedelta(seconds=0.2)
    )
    error = refused(outside, make_call("docket:http", url=web_server.url, timeout=Decimal(60)))
    assert "did not answer within 0.2 seconds" in str(error)
    assert not error.permanent


def test_an_answer_that_drips_for_ever_is_broken_off(make_call):
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        outside = Outside(origins={url: Origin(internal=True)}, http_timeout=timedelta(seconds=0.3))
        # Nobody takes the connection: the machine does, and no byte ever comes back.
        error = refused(outside, make_call("docket:http", url=url))
    assert "did not answer" in str(error)


def test_what_is_no_json_is_said(outside, web_server, make_call):
    web_server.body = b"{broken"
    assert "not JSON" in str(refused(outside, make_call("docket:http", url=web_server.url)))


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:5432/",
        "https://erp.example.org:444/",
        "http://erp.example.org/",
        "https://erp.example.org.evil.example/",
        "https://erp.example.org@evil.example/",
        "https://user:secret@erp.example.org/",
        "file:///etc/passwd",
        "gopher://erp.example.org/",
        "https://",
        "https://[::1/",
        "//erp.example.org/",
    ],
)
def test_a_diagram_reaches_only_what_the_installation_names(make_call, url):
    outside = Outside(origins={"https://erp.example.org": Origin(internal=True)})
    error = refused(outside, make_call("docket:http", url=url))
    assert error.permanent


def test_a_public_name_that_points_inside_is_not_called(web_server, make_call):
    outside = Outside(origins={web_server.url: Origin()})
    error = refused(outside, make_call("docket:http", url=web_server.url))
    assert "127.0.0.1, which is not a public one" in str(error)
    assert web_server.asked == []


def test_a_name_with_one_address_inside_is_not_called(make_call, monkeypatch):
    def look_up(host, port, **_):
        return [(2, 1, 6, "", (address, port)) for address in ("93.184.215.14", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    outside = Outside(origins={"https://erp.example.org": Origin()})
    error = refused(outside, make_call("docket:http", url="https://erp.example.org/"))
    assert "10.0.0.7" in str(error)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "ff02::1",
    ],
)  # fmt: skip
def test_addresses_inside_are_known_in_every_dress(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14"])
def test_public_addresses_are_known(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("inputs", "why"),
    [
        ({}, "“url” is missing"),
        ({"method": "TRACE"}, "TRACE"),
        ({"headers": {"Host": "evil"}}, "Host cannot be set"),
        ({"headers": [1]}, "must be a context"),
        ({"timeout": "soon"}, "duration"),
        ({"timeout": Decimal(-1)}, "duration"),
    ],
)
def test_inputs_that_do_not_fit_are_refused_at_once(outside, web_server, make_call, inputs, why):
    given = {"url": web_server.url, **inputs} if inputs else {}
    error = refused(outside, make_call("docket:http", **given))
    assert why in str(error)
    assert error.permanent
    assert web_server.asked == []


def test_a_header_cannot_carry_another(outside, web_server, make_call):
    call = make_call("docket:http", url=web_server.url, headers={"X-A": "b\r\nX-Evil: 1"})
    assert refused(outside, call).permanent
    assert web_server.asked == []
