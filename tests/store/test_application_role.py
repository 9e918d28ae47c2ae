from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import insert, text

from engine.errors import DocketError, RefusedError
from engine.store.database import Database, open_database
from engine.store.guards import list_grants
from engine.store.migration import check_schema
from engine.store.settings import get_setting, save_setting
from engine.store.tables import anchor
from engine.store.throttle import record_attempt

ROLE = "docket_app"


@pytest.fixture
def as_role(make_postgresql, now) -> Iterator[Database]:  # type: ignore[no-untyped-def]  # fixtures
    """A database opened as a role that owns nothing, with one anchor in its history."""
    url = make_postgresql()
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {ROLE} LOGIN")
        for statement in list_grants(ROLE):
            owner.execute(statement)
    separator = "&" if "?" in url else "?"
    try:
        with closing(open_database(f"{url}{separator}user={ROLE}")) as database:
            with database.transaction() as transaction:
                row = {"seq": 1, "at": now, "size": 1, "root": "r", "previous": "p", "hash": "h"}
                transaction.execute(insert(anchor).values(row))
            yield database
    finally:
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute(f"DROP OWNED BY {ROLE}")
            owner.execute(f"DROP ROLE {ROLE}")


def test_the_role_can_do_what_docket_does(as_role: Database, now) -> None:  # type: ignore[no-untyped-def]  # fixture
    check_schema(as_role)
    with as_role.transaction() as transaction:
        save_setting(transaction, "a", "1")
        save_setting(transaction, "a", "2")
        record_attempt(transaction, account="amal", address="x", succeeded=True, now=now)
    with as_role.reading() as transaction:
        assert get_setting(transaction, "a") == "2"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE anchor SET root = ''",
        "DELETE FROM anchor",
        "TRUNCATE anchor CASCADE",
        "ALTER TABLE anchor DISABLE TRIGGER ALL",
        "DROP TABLE anchor CASCADE",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE sql AS 'SELECT NULL'",
    ],
)
def test_the_role_has_no_way_around_the_guards(as_role: Database, statement: str) -> None:
    with pytest.raises(RefusedError), as_role.transaction() as transaction:
        transaction.execute(text(statement))


def test_a_name_that_is_no_plain_word_is_refused() -> None:
    with pytest.raises(DocketError, match="is not a name for a role"):
        list_grants("app; DROP TABLE event")
