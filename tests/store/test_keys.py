import hashlib
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import text, update

from engine.errors import ConflictError, DocketError, IntegrityError, NotFoundError, RefusedError
from engine.model.events import VariablesWritten
from engine.store import log
from engine.store.attachments import (
    OpenedFile,
    bind_attachments,
    forget_unbound,
    list_attachments,
    open_attachment,
    save_attachment,
)
from engine.store.chain import NO_HEAD
from engine.store.database import Database, Transaction, open_database
from engine.store.keyring import Keyring, change_secret, erase_key, open_keyring
from engine.store.migration import migrate
from engine.store.sealed import open_sealed, seal
from engine.store.tables import attachment, instance, sealed_value
from engine.store.verification import verify

AddCase = Callable[[Transaction, str], str]
DIAGNOSIS = {"diagnosis": "influenza", "days": Decimal("2.5")}
PDF = OpenedFile(name="certificate.pdf", type="application/pdf", content=b"%PDF-1.7 ...")


@pytest.fixture
def keyring() -> Keyring:
    return open_keyring(b"k" * 32)


def test_a_sealed_value_is_opened_with_the_key(
    database: Database, keyring: Keyring, now: datetime
) -> None:
    with database.transaction() as transaction:
        reference = seal(transaction, keyring, subject="amal", value=DIAGNOSIS, now=now)
    assert reference["count"] == 1
    with database.reading() as transaction:
        assert open_sealed(transaction, keyring, reference) == DIAGNOSIS


def test_a_sealed_list_tells_its_length_and_nothing_else(
    database: Database, keyring: Keyring, now: datetime
) -> None:
    with database.transaction() as transaction:
        reference = seal(transaction, keyring, subject="amal", value=["a", "b"], now=now)
    assert reference["count"] == 2
    assert set(reference) == {"sealed", "count", "digest"}


def test_nothing_confidential_is_readable_in_the_file(
    tmp_path: Path, keyring: Keyring, now: datetime
) -> None:
    path = tmp_path / "docket.db"
    with closing(open_database(f"sqlite:///{path}")) as database:
        migrate(database)
        with database.transaction() as transaction:
            seal(transaction, keyring, subject="amal", value=DIAGNOSIS, now=now)
            save_attachment(
                transaction, keyring, subject="amal", uploaded_by="amal", file=PDF, now=now
            )
    stored = path.read_bytes()
    for secret in (
        b"influenza",
        b"certificate.pdf",
        b"%PDF-1.7",
        hashlib.sha256(PDF.content).digest(),
    ):
        assert secret not in stored


def test_erasing_a_person_leaves_nothing_to_open_and_the_history_valid(
    database: Database, add_case: AddCase, keyring: Keyring, now: datetime
) -> None:
    with database.transaction() as transaction:
        reference = seal(transaction, keyring, subject="amal", value=DIAGNOSIS, now=now)
        other = seal(transaction, keyring, subject="boris", value="well", now=now)
        add_case(transaction, "one")
        head = log.append(
            transaction,
            instance_id="one",
            head=log.Head(seq=0, hash=NO_HEAD),
            events=[VariablesWritten(scope=0, element="ask", variables={"why": reference})],
            actor="amal",
            at=now,
        )
        transaction.execute(update(instance).values(event_seq=head.seq, head=head.hash))
    with database.transaction() as transaction:
        assert erase_key(transaction, "amal", now)
        assert not erase_key(transaction, "amal", now)
    with database.reading() as transaction:
        assert verify(transaction).faults == ()
        assert len(log.read(transaction, "one")) == 1
        assert open_sealed(transaction, keyring, other) == "well"
        with pytest.raises(RefusedError, match="erased on 2026-03-02"):
            open_sealed(transaction, keyring, reference)
    with pytest.raises(RefusedError), database.transaction() as transaction:
        seal(transaction, keyring, subject="amal", value="more", now=now)


def test_the_key_is_gone_from_the_file_after_an_erasure(
    tmp_path: Path, keyring: Keyring, now: datetime
) -> None:
    path = tmp_path / "docket.db"
    with closing(open_database(f"sqlite:///{path}")) as database:
        migrate(database)
        with database.transaction() as transaction:
            seal(transaction, keyring, subject="amal", value=DIAGNOSIS, now=now)
            wrapped = transaction.execute(text("SELECT wrapped FROM subject_key")).scalar_one()
        with database.transaction() as transaction:
            erase_key(transaction, "amal", now)
    assert not path.with_name("docket.db-wal").exists()
    assert wrapped not in path.read_bytes()


def test_another_secret_opens_nothing(database: Database, keyring: Keyring, now: datetime) -> None:
    with database.transaction() as transaction:
        reference = seal(transaction, keyring, subject="amal", value=DIAGNOSIS, now=now)
    with (
        pytest.raises(IntegrityError, match="DOCKET_SECRET_KEY"),
        database.reading() as transaction,
    ):
        open_sealed(transaction, open_keyring(b"x" * 32), reference)


def test_the_secret_is_changed_without_losing_anything(
    database: Database, keyring: Keyring, now: datetime
) -> None:
    other = open_keyring(b"x" * 32)
    with database.transaction() as transaction:
        references = [
            seal(transaction, keyring, subject=subject, value=subject, now=now)
            for subject in ("amal", "boris", "chen")
        ]
        erase_key(transaction, "chen", now)
        assert change_secret(transaction, keyring, other) == 2
    with database.reading() as transaction:
        assert [open_sealed(transaction, other, one) for one in references[:2]] == ["amal", "boris"]
        with pytest.raises(IntegrityError):
            open_sealed(transaction, keyring, references[0])


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(DocketError, match="at least 32"):
        open_keyring(b"short")


def test_a_value_put_in_the_place_of_another_is_found(
    database: Database, keyring: Keyring, now: datetime
) -> None:
    with database.transaction() as transaction:
        one = seal(transaction, keyring, subject="amal", value="one", now=now)
        two = seal(transaction, keyring, subject="amal", value="two", now=now)
        transaction.execute(
            update(sealed_value)
            .where(sealed_value.c.id == one["sealed"])
            .values(ciphertext=b"something else entirely")
        )
    with database.reading() as transaction:
        with pytest.raises(IntegrityError, match="not the one that the history speaks of"):
            open_sealed(transaction, keyring, one)
        with pytest.raises(NotFoundError):
            open_sealed(transaction, keyring, {"sealed": "nothing"})
        assert open_sealed(transaction, keyring, two) == "two"


def test_keys_made_for_one_person_by_many_threads_are_one_key(
    database: Database, keyring: Keyring, now: datetime
) -> None:
    references: list[dict[str, object]] = []
    start = Barrier(6)

    def write() -> None:
        start.wait()
        with database.transaction() as transaction:
            references.append(seal(transaction, keyring, subject="amal", value=1, now=now))

    threads = [Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as transaction:
        assert [open_sealed(transaction, keyring, one) for one in references] == [1] * 6


def test_a_file_is_opened_as_it_was_uploaded(
    database: Database, add_case: AddCase, keyring: Keyring, now: datetime
) -> None:
    with database.transaction() as transaction:
        row = save_attachment(
            transaction, keyring, subject="amal", uploaded_by="boris", file=PDF, now=now
        )
        assert row.instance_id == ""
        assert row.size == len(PDF.content)
        bind_attachments(transaction, [row.id], add_case(transaction, "one"))
    with database.reading() as transaction:
        assert [one.id for one in list_attachments(transaction, "one")] == [row.id]
        assert open_attachment(transaction, keyring, row.id) == PDF


def test_a_file_of_one_case_cannot_be_carried_into_another(
    database: Database, add_case: AddCase, keyring: Keyring, now: datetime
) -> None:
    with database.transaction() as transaction:
        for case in ("one", "two"):
            add_case(transaction, case)
        row = save_attachment(
            transaction, keyring, subject="amal", uploaded_by="amal", file=PDF, now=now
        )
        bind_attachments(transaction, [row.id], "one")
        bind_attachments(transaction, [row.id], "one")
    with pytest.raises(ConflictError, match="another case"), database.transaction() as transaction:
        bind_attachments(transaction, [row.id], "two")


def test_a_file_altered_by_hand_is_found(
    database: Database, keyring: Keyring, now: datetime
) -> None:
    with database.transaction() as transaction:
        row = save_attachment(
            transaction, keyring, subject="amal", uploaded_by="amal", file=PDF, now=now
        )
        transaction.execute(update(attachment).values(nonce=b"0" * 12))
    with pytest.raises(IntegrityError, match="not the one"), database.reading() as transaction:
        open_attachment(transaction, keyring, row.id)


def test_files_that_no_submission_carried_are_forgotten(
    database: Database, add_case: AddCase, keyring: Keyring, now: datetime
) -> None:
    with database.transaction() as transaction:
        add_case(transaction, "one")
        rows = [
            save_attachment(
                transaction, keyring, subject="amal", uploaded_by="amal", file=PDF, now=at
            )
            for at in (now, now - timedelta(days=2), now - timedelta(days=2))
        ]
        bind_attachments(transaction, [rows[2].id], "one")
        assert forget_unbound(transaction, now - timedelta(days=1)) == 1
        with pytest.raises(NotFoundError):
            open_attachment(transaction, keyring, rows[1].id)
