import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, insert, select

from engine.store import log
from engine.store.database import Database, Transaction
from engine.store.tables import (
    job,
    job_is_waiting,
    message,
    message_is_waiting,
    metadata,
    task_is_open,
    user_task,
)
from engine.store.verification import verify

AddCase = Callable[[Transaction, str], str]


@contextmanager
def plans_of(transaction: Transaction) -> Iterator[list[str]]:
    """Collect how SQLite will work out each statement that is run inside."""
    plans: list[str] = []

    @event.listens_for(transaction, "after_cursor_execute")
    def explain(_connection, cursor, statement, parameters, _context, _many) -> None:  # type: ignore[no-untyped-def]  # as SQLAlchemy calls it
        if statement.startswith("SELECT"):
            asked = cursor.connection.execute("EXPLAIN QUERY PLAN " + statement, parameters)
            plans.append("; ".join(detail for *_, detail in asked))

    yield plans


QUERIES = {
    "my tasks by due date": (
        select(user_task.c.id)
        .where(task_is_open, user_task.c.assignee == "amal")
        .order_by(user_task.c.due_order, user_task.c.id),
        "ix_user_task_open_assignee",
    ),
    "all open tasks by due date": (
        select(user_task.c.id)
        .where(task_is_open)
        .order_by(user_task.c.due_order, user_task.c.id)
        .limit(25),
        "ix_user_task_open_due",
    ),
    "all open tasks, the newest first": (
        select(user_task.c.id)
        .where(task_is_open)
        .order_by(user_task.c.created_at.desc(), user_task.c.id.desc())
        .limit(25),
        "ix_user_task_open_created",
    ),
    "the jobs that are due": (
        select(job.c.id)
        .where(job_is_waiting, job.c.due_at <= datetime.fromisoformat("2026-03-02T00:00Z"))
        .order_by(job.c.due_at, job.c.id)
        .limit(100),
        "ix_job_waiting_due",
    ),
    "the messages that wait for a case": (
        select(message.c.id)
        .where(message_is_waiting, message.c.name == "paid", message.c.correlation_key == "1")
        .order_by(message.c.id),
        "ix_message_waiting",
    ),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("asked", QUERIES)
def test_what_is_asked_all_day_walks_one_index_and_sorts_nothing(
    database: Database, asked: str
) -> None:
    query, index = QUERIES[asked]
    with database.reading() as transaction, plans_of(transaction) as plans:
        transaction.execute(query)
    assert len(plans) == 1
    assert index in plans[0]
    assert "TEMP B-TREE" not in plans[0]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_history_of_one_case_is_found_by_its_key(database: Database) -> None:
    with database.reading() as transaction, plans_of(transaction) as plans:
        log.read(transaction, "one", after=3)
        verify(transaction, instance_id="one")
    assert plans
    for plan in plans:
        assert re.search(r"SEARCH (event|instance) USING", plan), plan
        assert "SCAN" not in plan
        assert "TEMP B-TREE" not in plan


def test_every_reference_between_tables_can_be_followed_back_by_an_index() -> None:
    #: Tables of a few rows, or references that nobody follows back.
    small = {"holiday", "unit", "absence", "membership", "relation", "definition_draft", "account"}
    for table in metadata.sorted_tables:
        if table.name in small:
            continue
        leading = {next(iter(index.columns)).name for index in table.indexes}
        leading.add(next(iter(table.primary_key)).name)
        for key in table.foreign_keys:
            assert key.parent.name in leading, f"{table.name}.{key.parent.name}"


def test_the_due_order_of_a_task_follows_its_due_date(
    database: Database, add_case: AddCase, now: datetime
) -> None:
    common = {
        "instance_id": "one",
        "token": 1,
        "element": "ask",
        "name": "Ask",
        "status": "created",
        "unit": "CAIRO",
        "form": "ask",
        "created_at": now,
        "process_id": "leave",
        "business_key": "KEY-one",
        "subject": "amal",
        "title": "Leave",
    }
    with database.transaction() as transaction:
        add_case(transaction, "one")
        rows = [{**common, "id": "late", "due_at": None}, {**common, "id": "soon", "due_at": now}]
        transaction.execute(insert(user_task), rows)
        transaction.execute(
            insert(user_task).values(**common, id="later", due_at=now + timedelta(days=1))
        )
        query = select(user_task.c.id).order_by(user_task.c.due_order, user_task.c.id)
        assert list(transaction.execute(query).scalars()) == ["soon", "later", "late"]
