"""How the databases find cases among many thousand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, text

from engine.model.access import Reach
from engine.store.case_search import Wanted, list_page
from engine.store.database import Database, Transaction
from engine.store.tables import instance

_CASES = 20_000
AMAL = Reach(people=("amal",), roles=(("rr", "CAIRO"),), everything=False)
FOLLOWER = Reach(
    people=("bob",), roles=(), everything=False, followed=(("rare", "CAIRO"), ("other", ""))
)
AUDITOR = Reach(people=("auditor",), roles=(("auditor", "HQ"),), everything=True)
#: What differs between the cases; one in four hundred was begun by Amal.
_DIFFERENT = {
    "id": "'z' || CAST(100000 + i AS VARCHAR)",
    "business_key": "'LV-' || CAST(i AS VARCHAR)",
    "title": "'Request ' || CAST(i AS VARCHAR)",
    "initiator": "CASE WHEN i % 400 = 0 THEN 'amal' ELSE 'omar' END",
    "subject": "'omar'",
    "process_id": "CASE WHEN i % 100 = 0 THEN 'rare' ELSE 'leave' END",
}


@pytest.fixture
def filled(database: Database, add_case: Callable[[Transaction, str], str]) -> Database:
    names = [column.name for column in instance.c]
    values = ", ".join(_DIFFERENT.get(name, f"one.{name}") for name in names)
    with database.transaction() as transaction:
        add_case(transaction, "one")
        transaction.execute(
            text(
                "WITH RECURSIVE n(i) AS "
                f"(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {_CASES}) "
                f"INSERT INTO instance ({', '.join(names)}) "
                f"SELECT {values} FROM instance AS one, n WHERE one.id = 'one'"
            )
        )
        if transaction.dialect.name == "postgresql":
            transaction.execute(text("ANALYZE"))
    return database


@contextmanager
def plans_of(transaction: Transaction) -> Iterator[list[str]]:
    found: list[str] = []
    sqlite = transaction.dialect.name == "sqlite"

    @event.listens_for(transaction, "after_cursor_execute")
    def explain(_connection, cursor, statement, parameters, _context, _many):  # type: ignore[no-untyped-def]  # as SQLAlchemy calls it
        if "definition" not in statement:  # the rows of a page, by their ids
            other = cursor.connection.cursor()
            other.execute(("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + statement, parameters)
            found.append("\n".join(str(row[-1]) for row in other.fetchall()))
            other.close()

    yield found


ASKED = {
    "an auditor's newest": (Wanted(reach=AUDITOR), 1_001, "instance"),
    "an auditor's of one procedure": (
        Wanted(reach=AUDITOR, process_id="rare"), 200, "ix_instance_process_id_id",
    ),
    "a person's own": (Wanted(reach=AMAL, view="mine"), 51, "ix_instance_initiator_id"),
    "all that a person may see": (Wanted(reach=AMAL), 51, "ix_instance_initiator_id"),
    "those that a person follows": (Wanted(reach=FOLLOWER), 200, "ix_instance_"),
    "one by its number": (Wanted(reach=AMAL, search="lv-400"), 2, "instance_business_key"),
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_cases_are_found_by_an_index_and_nothing_is_sorted_but_what_is_found(
    filled: Database, asked: str
) -> None:
    wanted, count, index = ASKED[asked]
    with filled.reading() as transaction, plans_of(transaction) as plans:
        rows, total = list_page(transaction, wanted, page=1, per_page=25)
    [plan] = plans
    assert total == count
    assert [row.id for row in rows] == sorted((row.id for row in rows), reverse=True)
    assert "Seq Scan on instance" not in plan
    assert "SCAN instance\n" not in f"{plan}\n"
    if transaction.dialect.name == "sqlite" and "number" not in asked and "newest" not in asked:
        assert index in plan


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_search_reads_the_words_alone_and_not_the_cases(filled: Database) -> None:
    with filled.reading() as transaction, plans_of(transaction) as plans:
        rows, total = list_page(
            transaction, Wanted(reach=AUDITOR, search="REQUEST 1999"), page=1, per_page=25
        )
    assert total == 11
    assert len(rows) == 11
    assert "COVERING INDEX ix_instance_words" in plans[0]
    assert "TEMP B-TREE" not in plans[0].replace("USE TEMP B-TREE FOR ORDER BY", "", 1)


def test_the_pages_hold_every_case_once(filled: Database) -> None:
    wanted = Wanted(reach=AUDITOR, process_id="rare")
    with filled.reading() as transaction:
        pages = [list_page(transaction, wanted, page=page, per_page=60)[0] for page in range(1, 6)]
        deep, total = list_page(transaction, Wanted(reach=AUDITOR), page=60, per_page=25)
    assert [len(rows) for rows in pages] == [60, 60, 60, 20, 0]
    assert len({row.id for rows in pages for row in rows}) == 200
    assert (len(deep), total) == (25, 1_001)
