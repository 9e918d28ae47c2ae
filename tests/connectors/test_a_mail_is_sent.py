from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from engine.connectors.mail import send_mail
from engine.errors import ConnectorError
from engine.model.connectors import Mail


@pytest.fixture
def mail(mail_server):
    return Mail(host="127.0.0.1", port=mail_server.port, sender="docket@example.org", tls=False)


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def test_a_mail_goes_to_everybody_named_in_words_of_any_language(mail, mail_server, make_call):
    call = make_call(
        "docket:mail",
        to=["ann@example.org", "bob@example.org"],
        cc="eve@example.org",
        replyTo="hr@example.org",
        subject="Congé\naccordé",
        body="Ça va. 已批准",
    )
    assert send_mail(mail, call) == {"mail": {"id": "<C1.7.3@example.org>", "files": 0}}
    found = read(mail_server.mails[0])
    assert found["To"] == "ann@example.org, bob@example.org"
    assert (found["Cc"], found["Reply-To"]) == ("eve@example.org", "hr@example.org")
    assert found["Subject"] == "Congé accordé"
    assert found.get_content().strip() == "Ça va. 已批准"


def test_a_mail_sent_again_has_the_same_message_id(mail, mail_server, make_call):
    call = make_call("docket:mail", to="ann@example.org", subject="Hello", body="")
    mail_server.lost_replies = 1
    with pytest.raises(ConnectorError) as lost:
        send_mail(mail, call)
    assert not lost.value.permanent
    send_mail(mail, call)
    first, second = (read(one)["Message-ID"] for one in mail_server.mails)
    assert first == second == "<C1.7.3@example.org>"


def test_other_work_has_another_message_id(mail, mail_server, make_call):
    for key in ("C1 7 3", "C1 8 3"):
        send_mail(mail, make_call("docket:mail", key=key, to="ann@example.org", subject="Hello"))
    first, second = (read(one)["Message-ID"] for one in mail_server.mails)
    assert first != second


@pytest.mark.parametrize(
    ("reply", "permanent"), [(b"550 unknown", True), (b"450 mailbox is busy", False)]
)
def test_an_address_that_is_not_taken_is_named(mail, mail_server, make_call, reply, permanent):
    mail_server.refused["ann@example.org"] = reply
    with pytest.raises(ConnectorError, match=r"ann@example\.org") as refused:
        send_mail(mail, make_call("docket:mail", to="ann@example.org", subject="Hello"))
    assert refused.value.permanent is permanent


def test_a_mail_that_some_got_is_not_sent_again_by_itself(mail, mail_server, make_call):
    mail_server.refused["bob@example.org"] = b"450 mailbox is busy"
    call = make_call("docket:mail", to="ann@example.org, bob@example.org", subject="Hello")
    with pytest.raises(ConnectorError, match=r"bob@example\.org") as refused:
        send_mail(mail, call)
    assert refused.value.permanent
    assert len(mail_server.mails) == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"subject": "x"}, "nobody"),
        ({"to": "ann@example.org"}, "subject"),
        ({"to": {"a": 1}, "subject": "x"}, "list of texts"),
        ({"to": "ann@example.org\nBcc: all@example.org", "subject": "x"}, "cannot be written"),
    ],
)
def test_a_mail_that_cannot_be_written_is_refused_at_once(mail, mail_server, make_call, wrong, why):
    with pytest.raises(ConnectorError, match=why) as refused:
        send_mail(mail, make_call("docket:mail", **wrong))
    assert refused.value.permanent
    assert mail_server.mails == []


def test_a_server_that_is_not_there_is_tried_again(make_call):
    nowhere = Mail(host="127.0.0.1", port=1, sender="docket@example.org", tls=False)
    with pytest.raises(ConnectorError, match="cannot be used") as refused:
        send_mail(nowhere, make_call("docket:mail", to="ann@example.org", subject="Hello"))
    assert not refused.value.permanent
