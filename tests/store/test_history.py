import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from sqlalchemy import text, update

from engine.errors import ConflictError, RefusedError
from engine.model.events import AuditEvent, ElementActivated, InstanceStarted, VariablesWritten
from engine.store import log
from engine.store.anchors import anchor_log
from engine.store.chain import NO_HEAD
from engine.store.database import Database, Transaction
from engine.store.tables import instance
from engine.store.verification import Verification, verify

AddCase = Callable[[Transaction, str], str]

STARTED = InstanceStarted(
    process_id="leave",
    definition_version=1,
    checksum="ab",
    business_key="KEY-one",
    initiator="amal",
    subject="amal",
    unit="CAIRO",
    zone="Africa/Cairo",
    variables={"days": Decimal(3)},
)
EVENTS: tuple[AuditEvent, ...] = (
    STARTED,
    ElementActivated(element="approve", token=3),
    VariablesWritten(scope=0, element="approve", variables={"reason": "naïve ☂ 𝄞"}),
)


def append(transaction: Transaction, case: str, head: log.Head, at: datetime) -> log.Head:
    new = log.append(transaction, instance_id=case, head=head, events=EVENTS, actor="amal", at=at)
    transaction.execute(
        update(instance).where(instance.c.id == case).values(event_seq=new.seq, head=new.hash)
    )
    return new


@pytest.fixture
def written(database: Database, add_case: AddCase, now: datetime) -> Database:
    """Two cases with six events each."""
    with database.transaction() as transaction:
        for case in ("one", "two"):
            add_case(transaction, case)
            head = append(transaction, case, log.Head(seq=0, hash=NO_HEAD), now)
            append(transaction, case, head, now + timedelta(hours=1))
    return database


@contextmanager
def foreign_hand(database_url: str) -> Iterator[Callable[[str], object]]:
    """Run statements past our guards, as somebody with the file or the database's password can."""
    if database_url.startswith("sqlite"):
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as connection:
            for table in ("event", "anchor", "anchor_leaf"):
                connection.execute(f"DROP TRIGGER {table}_refuses_update")
                connection.execute(f"DROP TRIGGER {table}_refuses_delete")
            yield connection.execute
        connection.close()
        return
    with psycopg.connect(database_url) as server:
        server.execute("SET session_replication_role = replica")
        yield server.execute


def check(database: Database) -> Verification:
    with database.reading() as transaction:
        return verify(transaction)


def test_events_are_read_back_as_they_were_written(written: Database, now: datetime) -> None:
    with written.reading() as transaction:
        recorded = log.read(transaction, "one")
    assert [one.event for one in recorded] == [*EVENTS, *EVENTS]
    assert [one.seq for one in recorded] == [1, 2, 3, 4, 5, 6]
    assert {one.at for one in recorded} == {now, now + timedelta(hours=1)}


def test_a_part_of_the_history_is_read(written: Database) -> None:
    with written.reading() as transaction:
        assert [one.seq for one in log.read(transaction, "one", after=2, limit=2)] == [3, 4]
        assert [one.seq for one in log.read(transaction, "one", kinds=["InstanceStarted"])] == [
            1,
            4,
        ]
        starts = log.read_kind(transaction, "InstanceStarted", instance_ids=["two", "one"])
    assert [(one.instance, one.seq) for one in starts] == [
        ("one", 1),
        ("one", 4),
        ("two", 1),
        ("two", 4),
    ]


def test_a_history_as_written_verifies(written: Database) -> None:
    assert check(written) == Verification(instances=2, events=12, anchors=0, faults=())


def test_one_case_is_verified_alone(written: Database) -> None:
    with written.reading() as transaction:
        found = verify(transaction, instance_id="two")
    assert (found.instances, found.events, found.faults) == (1, 6, ())


def test_two_who_append_without_the_lock_do_not_both_succeed(
    written: Database, now: datetime
) -> None:
    with written.reading() as transaction:
        third = log.read(transaction, "one")[2]
    stale = log.Head(seq=third.seq, hash=third.hash)
    with pytest.raises(ConflictError), written.transaction() as transaction:
        append(transaction, "one", stale, now)
    assert check(written).faults == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = '{}'",
        "DELETE FROM event",
        "UPDATE anchor SET root = ''",
        "DELETE FROM anchor_leaf",
    ],
)
def test_the_database_refuses_to_change_the_history(
    written: Database, now: datetime, statement: str
) -> None:
    with written.transaction() as transaction:
        anchor_log(transaction, now)
    with pytest.raises(RefusedError, match="only grows"), written.transaction() as transaction:
        transaction.execute(text(statement))
    assert check(written).faults == ()


TAMPERINGS = {
    "a body": (
        "UPDATE event SET body = replace(body, '3', '4') WHERE instance_id = 'one' AND seq = 1",
        [("KEY-one", 1, "altered")],
    ),
    "an actor": (
        "UPDATE event SET actor = 'boris' WHERE instance_id = 'two' AND seq = 5",
        [("KEY-two", 5, "altered")],
    ),
    "an hour": (
        "UPDATE event SET at = '2026-03-02 08:59:59.000000+00' WHERE instance_id = 'two' AND seq = 1",
        [("KEY-two", 1, "altered")],
    ),
    "a hash in the middle": (
        "UPDATE event SET hash = 'ff' WHERE instance_id = 'one' AND seq = 4",
        [("KEY-one", 4, "altered"), ("KEY-one", 5, "altered")],
    ),
    "a removed event": (
        "DELETE FROM event WHERE instance_id = 'one' AND seq IN (2, 3)",
        [("KEY-one", 4, "events 2 to 3 were removed")],
    ),
    "a cut end": (
        "DELETE FROM event WHERE instance_id = 'one' AND seq = 6",
        [("KEY-one", 5, "event 6 was cut off")],
    ),
    "all events of a case": (
        "DELETE FROM event WHERE instance_id = 'two'",
        [("KEY-two", 0, "All 6 events were removed")],
    ),
    "an added event": (
        (
            "INSERT INTO event SELECT instance_id, 7, at, actor, kind, version, body, hash "
            "FROM event WHERE instance_id = 'one' AND seq = 6"
        ),
        [("KEY-one", 7, "altered"), ("KEY-one", 7, "does not know this event")],
    ),
    "the head of a case": (
        "UPDATE instance SET head = 'ff' WHERE id = 'two'",
        [("KEY-two", 6, "another hash")],
    ),
    "a removed case": (
        "DELETE FROM instance WHERE id = 'two'",
        [("", 0, "the case was removed")],
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_altering_the_tables_by_hand_is_found_and_named(
    written: Database, database_url: str, tampering: str
) -> None:
    statement, expected = TAMPERINGS[tampering]
    if database_url.startswith("sqlite"):
        statement = statement.replace("+00'", "'")
    with foreign_hand(database_url) as execute:
        execute(statement)
    faults = check(written).faults
    assert [(fault.business_key, fault.seq) for fault in faults] == [
        (key, seq) for key, seq, _ in expected
    ]
    for fault, (_, _, what) in zip(faults, expected, strict=True):
        assert what in str(fault)


def test_swapping_two_events_is_found(written: Database, database_url: str) -> None:
    with foreign_hand(database_url) as execute:
        for before, after in ((2, 20), (3, 2), (20, 3)):
            execute(f"UPDATE event SET seq = {after} WHERE instance_id = 'one' AND seq = {before}")
    assert {fault.seq for fault in check(written).faults} >= {2, 3}


def test_a_whole_chain_forged_anew_is_found_by_its_anchor(
    written: Database, database_url: str, now: datetime
) -> None:
    with written.transaction() as transaction:
        anchor_log(transaction, now)
        row = log.read(transaction, "one")
    with foreign_hand(database_url) as execute:
        execute("DELETE FROM event WHERE instance_id = 'one'")
        execute(f"UPDATE instance SET event_seq = 0, head = '{NO_HEAD}' WHERE id = 'one'")
    with written.transaction() as transaction:
        forged = replace(STARTED, variables={"days": Decimal(30)})
        head = log.append(
            transaction,
            instance_id="one",
            head=log.Head(seq=0, hash=NO_HEAD),
            events=[forged, *EVENTS[1:], *EVENTS],
            actor="amal",
            at=row[0].at,
        )
        transaction.execute(
            update(instance).where(instance.c.id == "one").values(event_seq=6, head=head.hash)
        )
    faults = [str(fault) for fault in check(written).faults]
    assert faults == ["Case KEY-one, event 6: Anchor 1 covers this event, and it was rewritten."]
