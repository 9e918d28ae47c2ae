import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from engine.errors import NotFoundError
from engine.model.directory import Directory
from engine.store import accounts, sessions
from engine.store.database import Database
from engine.store.directory_import import import_directory
from engine.store.throttle import find_end_of_wait, forget_attempts, record_attempt

IDLE, LIFETIME = timedelta(hours=2), timedelta(hours=12)
WINDOW = timedelta(minutes=15)


@pytest.fixture
def signed_in(staffed: Database, now: datetime) -> tuple[Database, str]:
    """Amal has an account and a session since now."""
    with staffed.transaction() as transaction:
        accounts.create_account(transaction, person="amal", now=now, password_hash="$argon2id$...")
        token = sessions.create_session(transaction, person="amal", now=now, lifetime=LIFETIME)
    return staffed, token


def who(signed_in: tuple[Database, str], at: datetime) -> str | None:
    database, token = signed_in
    with database.reading() as transaction:
        found = sessions.find_session(transaction, token, now=at, idle=IDLE)
    return None if found is None else found.person


def test_a_token_names_the_person(signed_in: tuple[Database, str], now: datetime) -> None:
    assert who(signed_in, now) == "amal"
    assert who((signed_in[0], "made up"), now) is None


def test_only_a_hash_of_the_token_is_kept(signed_in: tuple[Database, str]) -> None:
    database, token = signed_in
    with database.reading() as transaction:
        stored = transaction.execute(text("SELECT token_hash FROM session")).scalar_one()
    assert stored == hashlib.sha256(token.encode()).hexdigest()


def test_a_session_that_nobody_uses_ends(signed_in: tuple[Database, str], now: datetime) -> None:
    assert who(signed_in, now + IDLE - timedelta(seconds=1)) == "amal"
    assert who(signed_in, now + IDLE) is None


def test_using_a_session_keeps_it_until_the_end_of_its_life(
    signed_in: tuple[Database, str], now: datetime
) -> None:
    database, token = signed_in
    for hours in range(1, 12):
        with database.transaction() as transaction:
            sessions.touch_session(transaction, token, now + timedelta(hours=hours))
    assert who(signed_in, now + LIFETIME - timedelta(seconds=1)) == "amal"
    assert who(signed_in, now + LIFETIME) is None


def test_signing_out_ends_one_session_and_no_other(
    signed_in: tuple[Database, str], now: datetime
) -> None:
    database, token = signed_in
    with database.transaction() as transaction:
        other = sessions.create_session(transaction, person="amal", now=now, lifetime=LIFETIME)
        sessions.end_session(transaction, token)
    assert who((database, other), now) == "amal"
    assert who((database, token), now) is None


def test_all_other_sessions_can_be_ended(signed_in: tuple[Database, str], now: datetime) -> None:
    database, token = signed_in
    with database.transaction() as transaction:
        sessions.create_session(transaction, person="amal", now=now, lifetime=LIFETIME)
        assert sessions.end_sessions(transaction, "amal", keep=token) == 1
        assert len(sessions.list_sessions(transaction, "amal")) == 1
    assert who(signed_in, now) == "amal"


def test_a_new_password_ends_every_session(signed_in: tuple[Database, str], now: datetime) -> None:
    with signed_in[0].transaction() as transaction:
        accounts.save_password_hash(transaction, "amal", "$new$", now)
        account = accounts.find_account(transaction, "amal")
        assert account is not None
        assert account.password_hash == "$new$"
    assert who(signed_in, now) is None


def test_the_same_password_hashed_anew_ends_none(
    signed_in: tuple[Database, str], now: datetime
) -> None:
    with signed_in[0].transaction() as transaction:
        accounts.refresh_password_hash(transaction, "amal", "$stronger$")
    assert who(signed_in, now) == "amal"


def test_a_disabled_account_is_signed_out_at_once(
    signed_in: tuple[Database, str], now: datetime
) -> None:
    database, _ = signed_in
    with database.transaction() as transaction:
        accounts.disable_account(transaction, "amal", now)
    assert who(signed_in, now) is None
    with database.transaction() as transaction:
        token = sessions.create_session(transaction, person="amal", now=now, lifetime=LIFETIME)
    assert who((database, token), now) is None
    with database.transaction() as transaction:
        accounts.enable_account(transaction, "amal")
    assert who((database, token), now) == "amal"


def test_a_person_who_left_is_signed_out(
    signed_in: tuple[Database, str], directory: Directory, now: datetime
) -> None:
    left = tuple(replace(one, active=one.id != "amal") for one in directory.people)
    with signed_in[0].transaction() as transaction:
        import_directory(transaction, replace(directory, people=left))
    assert who(signed_in, now) is None


def test_sessions_that_ended_are_forgotten(signed_in: tuple[Database, str], now: datetime) -> None:
    with signed_in[0].transaction() as transaction:
        assert sessions.forget_ended_sessions(transaction, now=now, idle=IDLE) == 0
        assert sessions.forget_ended_sessions(transaction, now=now + IDLE, idle=IDLE) == 1


def test_an_account_is_made_once(signed_in: tuple[Database, str], now: datetime) -> None:
    with signed_in[0].transaction() as transaction:
        assert not accounts.create_account(transaction, person="amal", now=now, password_hash="x")
        assert [one.person for one in accounts.list_accounts(transaction)] == ["amal"]
        with pytest.raises(NotFoundError, match="no account"):
            accounts.disable_account(transaction, "boris", now)


def test_an_account_elsewhere_belongs_to_one_person(
    signed_in: tuple[Database, str], now: datetime
) -> None:
    with signed_in[0].transaction() as transaction:
        accounts.create_account(transaction, person="boris", now=now, external_subject="oidc|7")
        found = accounts.find_external_account(transaction, "oidc|7")
        assert found is not None
        assert found.person == "boris"
        assert accounts.find_external_account(transaction, "oidc|8") is None


def end_of_wait(database: Database, at: datetime, account: str, address: str) -> datetime | None:
    with database.reading() as transaction:
        return find_end_of_wait(
            transaction, account=account, address=address, now=at, attempts=3, window=WINDOW
        )


def fail(database: Database, at: datetime, account: str, address: str, times: int = 1) -> None:
    with database.transaction() as transaction:
        for _ in range(times):
            record_attempt(transaction, account=account, address=address, succeeded=False, now=at)


def test_three_failures_make_an_account_wait_until_the_first_is_old(
    database: Database, now: datetime
) -> None:
    fail(database, now, "amal", "192.0.2.1", times=2)
    assert end_of_wait(database, now, "amal", "192.0.2.9") is None
    fail(database, now + timedelta(minutes=1), " AMAL ", "192.0.2.2")
    later = now + timedelta(minutes=2)
    assert end_of_wait(database, later, "amal", "192.0.2.9") == now + WINDOW
    assert end_of_wait(database, later, "boris", "192.0.2.9") is None
    assert end_of_wait(database, now + WINDOW, "amal", "192.0.2.9") is None


def test_a_success_clears_an_account(database: Database, now: datetime) -> None:
    fail(database, now, "amal", "192.0.2.1", times=2)
    with database.transaction() as transaction:
        record_attempt(transaction, account="amal", address="192.0.2.1", succeeded=True, now=now)
    fail(database, now, "amal", "192.0.2.1", times=2)
    assert end_of_wait(database, now, "amal", "192.0.2.1") is None
    fail(database, now, "amal", "192.0.2.1")
    assert end_of_wait(database, now, "amal", "192.0.2.1") is not None


def test_an_address_that_tries_many_accounts_waits_whatever_it_owns(
    database: Database, now: datetime
) -> None:
    for number in range(15):
        fail(database, now, f"person {number}", "192.0.2.1")
    with database.transaction() as transaction:
        record_attempt(transaction, account="own", address="192.0.2.1", succeeded=True, now=now)
    assert end_of_wait(database, now, "fresh", "192.0.2.1") == now + WINDOW
    assert end_of_wait(database, now, "fresh", "192.0.2.2") is None


def test_old_attempts_are_forgotten(database: Database, now: datetime) -> None:
    fail(database, now, "amal", "192.0.2.1", times=3)
    with database.transaction() as transaction:
        assert forget_attempts(transaction, now + timedelta(days=1)) == 3
    assert end_of_wait(database, now, "amal", "192.0.2.1") is None
