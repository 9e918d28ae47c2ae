import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import rfc8785
from sqlalchemy import select, update

from engine.errors import IntegrityError, NotFoundError
from engine.model.events import ElementActivated, VariablesWritten
from engine.store import log
from engine.store.anchors import anchor_log, list_anchors, list_inclusions
from engine.store.case_file import check_case_file, export_case
from engine.store.database import Database, Transaction
from engine.store.tables import instance
from engine.store.verification import verify

AddCase = Callable[[Transaction, str], str]


def go_on(transaction: Transaction, case: str, now: datetime) -> None:
    query = select(instance.c.event_seq, instance.c.head).where(instance.c.id == case)
    seq, head = transaction.execute(query).one()
    new = log.append(
        transaction,
        instance_id=case,
        head=log.Head(seq=seq, hash=head),
        events=[
            ElementActivated(element="ask", token=seq + 1),
            VariablesWritten(
                scope=0, element="ask", variables={"é 𝄞": Decimal("1.50"), "b": "\u2028"}
            ),
        ],
        actor="amal",
        at=now,
    )
    transaction.execute(
        update(instance).where(instance.c.id == case).values(event_seq=new.seq, head=new.hash)
    )


@pytest.fixture
def anchored(database: Database, add_case: AddCase, now: datetime) -> Database:
    """Five cases under two anchors; case 2 went on after the first."""
    with database.transaction() as transaction:
        for number in range(5):
            go_on(transaction, add_case(transaction, f"c{number}"), now)
        anchor_log(transaction, now)
        go_on(transaction, "c2", now + timedelta(hours=1))
        anchor_log(transaction, now + timedelta(hours=2))
    return database


def exported(database: Database, case: str, now: datetime) -> bytes:
    with database.reading() as transaction:
        return export_case(transaction, case, now)


def test_an_anchor_covers_what_changed_since_the_last_one(
    anchored: Database, now: datetime
) -> None:
    with anchored.transaction() as transaction:
        assert [one.size for one in list_anchors(transaction)] == [5, 1]
        assert anchor_log(transaction, now + timedelta(hours=3)) is None
        covered = [
            (one.anchor.seq, one.leaf.event_seq) for one in list_inclusions(transaction, "c2")
        ]
        assert verify(transaction).anchors == 2
        assert verify(transaction).faults == ()
    assert covered == [(1, 2), (2, 4)]


def test_a_file_proves_itself(anchored: Database, now: datetime) -> None:
    found = check_case_file(exported(anchored, "c2", now))
    assert (found.business_key, found.events, found.faults) == ("KEY-c2", 4, ())
    with anchored.reading() as transaction:
        assert found.anchors == tuple((one.seq, one.hash) for one in list_anchors(transaction))


def test_the_file_is_checked_by_anybody_who_reads_the_description(
    anchored: Database, now: datetime
) -> None:
    content = json.loads(exported(anchored, "c2", now))
    previous = "0" * 64
    for one in content["events"]:
        fields = [one[name] for name in ("seq", "at", "actor", "kind", "version", "body")]
        text = rfc8785.dumps([previous, content["instance"], *fields])
        previous = hashlib.sha256(text).hexdigest()
        assert previous == one["hash"]
    for one in content["anchors"]:
        names = ("previous", "seq", "at", "size", "root")
        assert (
            hashlib.sha256(rfc8785.dumps([one[name] for name in names])).hexdigest() == one["hash"]
        )


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda file: file["events"][1]["body"].update(element="x"), "Event 2: VariablesWritten"),
        (lambda file: file["events"][0].update(actor="boris"), "Event 1: ElementActivated"),
        (lambda file: file["events"].pop(1), "Event 3: Before this event, event 2 was removed"),
        (lambda file: file["events"].pop(), "Anchor 2: event 4 is not the one"),
        (lambda file: file["anchors"][0].update(root="00" * 32), "Anchor 1: the proof"),
        (lambda file: file["anchors"][0].update(position=3), "Anchor 1: the proof"),
        (lambda file: file["anchors"][0]["path"].pop(), "Anchor 1: the proof"),
        (lambda file: file["anchors"][1].update(previous="ff"), "Anchor 2: it was altered"),
        (lambda file: file.update(instance="c3"), "Event 1"),
    ],
    ids=[
        "a variable",
        "an actor",
        "an event left out",
        "the last event left out",
        "a root",
        "a place",
        "a hash of the proof",
        "an anchor's chain",
        "the case",
    ],
)
def test_a_change_in_the_file_is_named(
    anchored: Database, now: datetime, change: Callable[[dict[str, object]], object], what: str
) -> None:
    content = json.loads(exported(anchored, "c2", now))
    change(content)
    faults = check_case_file(json.dumps(content).encode()).faults
    assert any(what in fault for fault in faults)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"format": "docket-case-2"}', b'{"format": "docket-case-1"}', b"\xff"],
)
def test_what_is_no_case_file_is_said_so(data: bytes) -> None:
    with pytest.raises(IntegrityError, match="not a case file"):
        check_case_file(data)


def test_a_case_that_is_not_there_cannot_be_handed_out(database: Database, now: datetime) -> None:
    with pytest.raises(NotFoundError, match="no case x9"):
        exported(database, "x9", now)
