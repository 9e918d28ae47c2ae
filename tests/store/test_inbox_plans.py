"""How the databases work out a page of the inbox among many thousand open tasks."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, insert, text

from engine.model.access import Reach
from engine.store.database import Database, Transaction
from engine.store.inbox import Wanted, count_all, count_mine, list_page
from engine.store.tables import task_candidate, user_task

REACH = Reach(people=("amal",), roles=(("rr", "CAIRO"), ("claims", "CAIRO")), everything=False)
#: Open tasks: one in ten is for anybody in Cairo, one in a hundred is Amal's.
_TASKS = 5_000


@pytest.fixture
def filled(database: Database, add_case, now: datetime) -> Database:  # type: ignore[no-untyped-def]
    with database.transaction() as transaction:
        add_case(transaction, "one")
        tasks = [_task(number, now) for number in range(_TASKS)]
        transaction.execute(insert(user_task), tasks)
        transaction.execute(insert(task_candidate), [_candidate(task) for task in tasks])
        if transaction.dialect.name == "postgresql":
            transaction.execute(text("ANALYZE"))
    return database


def _task(number: int, now: datetime) -> dict[str, object]:
    # Scattered, so that the order of writing is not the order of reading.
    due = now + timedelta(minutes=number * 7919 % _TASKS)
    amals = number % 100 == 1
    return {
        "id": f"t{number:05}", "instance_id": "one", "token": number, "element": "ask",
        "name": "Ask", "status": "assigned" if amals else "created",
        "assignee": "amal" if amals else None, "unit": "CAIRO" if number % 10 == 0 else "LIMA",
        "form": "", "due_at": due, "due_order": due, "created_at": now, "process_id": "leave",
        "business_key": f"LV-{number}", "subject": "amal", "title": "",
    }  # fmt: skip


def _candidate(task: dict[str, object]) -> dict[str, object]:
    return {"task_id": task["id"], "role": "rr", "unit": task["unit"], "person": "",
            "due_order": task["due_order"]}  # fmt: skip


@contextmanager
def _plans(transaction: Transaction) -> Iterator[list[str]]:
    found: list[str] = []
    ask = "EXPLAIN QUERY PLAN " if transaction.dialect.name == "sqlite" else "EXPLAIN "

    @event.listens_for(transaction, "after_cursor_execute")
    def explain(_connection, cursor, statement, parameters, _context, _many):  # type: ignore[no-untyped-def]
        if statement.startswith("SELECT") and "due_order, user_task" not in statement:
            with cursor.connection.cursor() if ask == "EXPLAIN " else _own(cursor) as other:
                other.execute(ask + statement, parameters)
                found.append("\n".join(str(row[-1]) for row in other.fetchall()))

    yield found


@contextmanager
def _own(cursor) -> Iterator[object]:  # type: ignore[no-untyped-def]
    yield cursor.connection.cursor()


@pytest.mark.parametrize("page", [1, 2, 21, 22])
def test_a_page_by_due_date_walks_indexes_in_order_and_stops_when_it_is_full(
    filled: Database, page: int
) -> None:
    with filled.reading() as transaction:
        with _plans(transaction) as plans:
            rows, total = list_page(transaction, Wanted(reach=REACH), page=page, per_page=25)
        paged = plans[-2]
    assert total == 550
    assert len(rows) == 25
    assert "Seq Scan" not in paged
    # What is put in order at the end is the few that each index gave, not the tables.
    steps = paged.splitlines()
    assert not any(step.startswith(("SCAN user_task", "SCAN task_candidate")) for step in steps)
    for before, step in itertools.pairwise(steps):
        assert "TEMP B-TREE" not in step or before.startswith("SCAN anon")
    for index in ("ix_user_task_open_assignee", "ix_task_candidate_role_unit"):
        assert index in paged


def test_the_pages_by_due_date_are_in_order_and_hold_every_task_once(filled: Database) -> None:
    with filled.reading() as transaction:
        pages = [
            list_page(transaction, Wanted(reach=REACH), page=page, per_page=25)[0]
            for page in range(1, 24)
        ]
    tasks = [row for rows in pages for row in rows]
    assert [len(rows) for rows in pages] == [25] * 22 + [0]
    assert tasks == sorted(tasks, key=lambda row: (row.due_at, row.id))
    assert len({row.id for row in tasks}) == 550


@pytest.mark.parametrize("sort", ["created", "case"])
def test_the_other_orders_hold_every_task_once_too(filled: Database, sort: str) -> None:
    with filled.reading() as transaction:
        wanted = Wanted(reach=REACH, sort=sort)  # type: ignore[arg-type]
        found = [
            row.id
            for page in range(1, 7)
            for row in list_page(transaction, wanted, page=page, per_page=100)[0]
        ]
        whole = [row.id for row in list_page(transaction, wanted, page=1, per_page=600)[0]]
    assert found == whole
    assert len(set(found)) == 550


@pytest.mark.parametrize(("view", "length"), [("mine", 50), ("groups", 500), ("all", 550)])
def test_each_view_lists_what_the_counts_say(filled: Database, view: str, length: int) -> None:
    with filled.reading() as transaction:
        wanted = Wanted(reach=REACH, view=view)  # type: ignore[arg-type]
        assert list_page(transaction, wanted, page=1, per_page=10)[1] == length
        counts = count_all(transaction, REACH, datetime.fromisoformat("2026-03-02T10:00Z"))
        assert (counts.mine, counts.groups) == (50, 500)
        assert 0 < counts.overdue < 20
        assert count_mine(transaction, REACH) == 50
