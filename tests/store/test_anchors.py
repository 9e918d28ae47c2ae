from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, text, update

from engine.errors import ConflictError
from engine.model.events import ElementActivated
from engine.store import log
from engine.store.anchors import anchor_log, find_last_anchor, list_anchors
from engine.store.chain import NO_HEAD
from engine.store.database import Database, Transaction, unguarded
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
        events=[ElementActivated(element="ask", token=seq + 1)],
        actor="amal",
        at=now,
    )
    transaction.execute(
        update(instance).where(instance.c.id == case).values(event_seq=new.seq, head=new.hash)
    )


@pytest.fixture
def anchored(database: Database, add_case: AddCase, now: datetime) -> Database:
    """Three cases under two anchors."""
    with database.transaction() as transaction:
        for case in ("one", "two", "three"):
            go_on(transaction, add_case(transaction, case), now)
        anchor_log(transaction, now)
        go_on(transaction, "two", now)
        anchor_log(transaction, now + timedelta(minutes=15))
    return database


def test_anchors_are_chained(anchored: Database) -> None:
    with anchored.reading() as transaction:
        first, second = list_anchors(transaction)
        assert find_last_anchor(transaction) == second
        assert verify(transaction).faults == ()
    assert (first.seq, first.previous, first.size) == (1, NO_HEAD, 3)
    assert (second.seq, second.previous, second.size) == (2, first.hash, 1)


def test_a_case_that_was_never_touched_is_not_anchored(
    database: Database, add_case: AddCase, now: datetime
) -> None:
    with database.transaction() as transaction:
        add_case(transaction, "one")
        assert anchor_log(transaction, now) is None
        assert find_last_anchor(transaction) is None


TAMPERINGS = {
    "a root": (
        "UPDATE anchor SET root = 'ff' WHERE seq = 1",
        ["Anchor 1 was altered", "leaves of anchor 1"],
    ),
    "a time": (
        "UPDATE anchor SET at = '2026-03-01 00:00:00.000000' WHERE seq = 2",
        ["Anchor 2 was altered"],
    ),
    "a hash": (
        "UPDATE anchor SET hash = 'ff' WHERE seq = 1",
        ["Anchor 1 was altered", "Anchor 2 does not follow"],
    ),
    "a leaf": (
        "UPDATE anchor_leaf SET head = 'ff' WHERE position = 2",
        ["leaves of anchor 1", "rewritten"],
    ),
    "a leaf taken out": ("DELETE FROM anchor_leaf WHERE position = 2", ["leaves of anchor 1"]),
    "a whole case": (
        "DELETE FROM event WHERE instance_id = 'one'",
        ["All 1 events", "Anchor 1 covers this event, and it was removed"],
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_what_was_altered_by_hand_is_named(anchored: Database, tampering: str) -> None:
    statement, expected = TAMPERINGS[tampering]
    with unguarded(anchored) as transaction:
        if anchored.dialect == "sqlite":
            for table in ("event", "anchor", "anchor_leaf"):
                transaction.execute(text(f"DROP TRIGGER {table}_refuses_update"))
                transaction.execute(text(f"DROP TRIGGER {table}_refuses_delete"))
        else:
            transaction.execute(text("SET LOCAL session_replication_role = replica"))
        transaction.execute(text(statement))
    with anchored.reading() as transaction:
        faults = [str(fault) for fault in verify(transaction).faults]
    assert len(faults) == len(expected)
    for fault, what in zip(faults, expected, strict=True):
        assert what in fault


def test_a_removed_anchor_leaves_a_gap(anchored: Database) -> None:
    with unguarded(anchored) as transaction:
        if anchored.dialect == "sqlite":
            transaction.execute(text("DROP TRIGGER anchor_refuses_delete"))
            transaction.execute(text("DROP TRIGGER anchor_leaf_refuses_delete"))
        else:
            transaction.execute(text("SET LOCAL session_replication_role = replica"))
        transaction.execute(text("DELETE FROM anchor_leaf WHERE anchor_seq = 1"))
        transaction.execute(text("DELETE FROM anchor WHERE seq = 1"))
    with anchored.reading() as transaction:
        faults = [str(fault) for fault in verify(transaction).faults]
    assert faults == ["Anchors: Anchor 2 does not follow the one before it."]


def test_of_two_that_anchor_at_once_one_does(
    database: Database, add_case: AddCase, now: datetime
) -> None:
    with database.transaction() as transaction:
        go_on(transaction, add_case(transaction, "one"), now)
    done: list[object] = []
    start = Barrier(2)

    def anchor() -> None:
        start.wait()
        try:
            with database.transaction() as transaction:
                done.append(anchor_log(transaction, now))
        except ConflictError as error:
            done.append(error)

    threads = [Thread(target=anchor) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as transaction:
        assert len(list_anchors(transaction)) == 1
        assert verify(transaction).faults == ()
    assert len(done) == 2
