from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, event, insert, select, update

from engine.errors import ConflictError
from engine.store.database import Database
from engine.store.prepared import Prepared
from engine.store.tables import idempotency, setting

ADD = Prepared(insert(setting), "key", "value")
GET = Prepared(select(setting.c.value).where(setting.c.key == bindparam("wanted")))
CHANGE = Prepared(
    update(setting).where(setting.c.key == bindparam("wanted")).values(value=bindparam("new"))
)
ROWS = [{"key": "one", "value": "1"}, {"key": "two", "value": "2"}]


def test_rows_go_in_and_come_out(database: Database) -> None:
    with database.transaction() as transaction:
        assert ADD.change(transaction, ROWS) == 2
    with database.reading() as transaction:
        assert GET.rows(transaction, wanted="two") == [("2",)]
        assert GET.row(transaction, wanted="three") is None


def test_a_change_says_how_many_rows_it_met(database: Database) -> None:
    with database.transaction() as transaction:
        ADD.change(transaction, ROWS)
        assert CHANGE.change(transaction, [{"wanted": "one", "new": "eins"}]) == 1
        assert CHANGE.change(transaction, [{"wanted": "three", "new": "drei"}]) == 0
        assert GET.row(transaction, wanted="one") == ("eins",)


def test_values_are_converted_as_their_columns_say(database: Database) -> None:
    columns = (idempotency.c.at, idempotency.c.result)
    add = Prepared(insert(idempotency), *(column.name for column in idempotency.c))
    get = Prepared(select(*columns).where(idempotency.c.key == bindparam("wanted")))
    there = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=3)))
    row = {"actor": "amal", "command": "begin", "result": {"case": None}, "at": there}
    with database.transaction() as transaction:
        add.change(transaction, [{**row, "key": "k"}])
        assert get.row(transaction, wanted="k") == (there, {"case": None})
        found = transaction.execute(select(*columns)).one()
    assert tuple(found) == (there, {"case": None})
    assert found.at.tzinfo is UTC


def test_an_error_of_the_driver_is_one_that_a_person_understands(database: Database) -> None:
    with pytest.raises(ConflictError), database.transaction() as transaction:
        ADD.change(transaction, [*ROWS, *ROWS])
    with database.reading() as transaction:
        assert GET.row(transaction, wanted="one") is None


def test_an_instant_without_a_time_zone_is_refused(database: Database) -> None:
    find = Prepared(select(idempotency.c.key).where(idempotency.c.at == bindparam("at")))
    naive = datetime(2026, 3, 2)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="no time zone"), database.reading() as transaction:
        find.rows(transaction, at=naive)


def test_whoever_watches_the_engine_sees_these_statements_too(database: Database) -> None:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, text: str, *_rest: object) -> None:
        seen.append(text)

    event.listen(database._engine, "before_cursor_execute", note)
    try:
        with database.transaction() as transaction:
            ADD.change(transaction, ROWS)
    finally:
        event.remove(database._engine, "before_cursor_execute", note)
    assert len([text for text in seen if text.startswith("INSERT INTO setting")]) == 1
