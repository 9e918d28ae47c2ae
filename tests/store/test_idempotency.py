from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from engine.errors import ConflictError
from engine.store.database import Database
from engine.store.idempotency import Answer, claim_key, forget_answers, save_answer


def test_a_key_sent_again_gets_the_first_answer(database: Database, now: datetime) -> None:
    with database.transaction() as transaction:
        assert claim_key(transaction, actor="amal", key="k", command="start", at=now) is None
        save_answer(transaction, actor="amal", key="k", result={"instance": "one"})
    with database.transaction() as transaction:
        answer = claim_key(transaction, actor="amal", key="k", command="start", at=now)
    assert answer == Answer(result={"instance": "one"})


def test_two_people_may_choose_the_same_key(database: Database, now: datetime) -> None:
    with database.transaction() as transaction:
        assert claim_key(transaction, actor="amal", key="k", command="start", at=now) is None
        assert claim_key(transaction, actor="boris", key="k", command="start", at=now) is None


def test_a_key_used_for_something_else_is_a_conflict(database: Database, now: datetime) -> None:
    with database.transaction() as transaction:
        claim_key(transaction, actor="amal", key="k", command="start", at=now)
    with (
        pytest.raises(ConflictError, match="used for start"),
        database.transaction() as transaction,
    ):
        claim_key(transaction, actor="amal", key="k", command="complete", at=now)


def test_a_key_whose_command_failed_can_be_sent_again(database: Database, now: datetime) -> None:
    def fail() -> None:
        with database.transaction() as transaction:
            claim_key(transaction, actor="amal", key="k", command="start", at=now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.transaction() as transaction:
        assert claim_key(transaction, actor="amal", key="k", command="start", at=now) is None


def test_of_eight_that_send_one_key_at_once_one_does_it_and_all_get_its_answer(
    database: Database, now: datetime
) -> None:
    done: list[int] = []
    answers: list[object] = []
    start = Barrier(8)

    def send(number: int) -> None:
        start.wait()
        with database.transaction() as transaction:
            earlier = claim_key(transaction, actor="amal", key="k", command="start", at=now)
            if earlier is None:
                done.append(number)
                save_answer(transaction, actor="amal", key="k", result=number)
                answers.append(number)
            else:
                answers.append(earlier.result)

    threads = [Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert answers == done * 8


def test_old_answers_are_forgotten(database: Database, now: datetime) -> None:
    with database.transaction() as transaction:
        claim_key(transaction, actor="amal", key="old", command="start", at=now - timedelta(days=9))
        claim_key(transaction, actor="amal", key="new", command="start", at=now)
        assert forget_answers(transaction, now - timedelta(days=7)) == 1
        assert claim_key(transaction, actor="amal", key="old", command="start", at=now) is None
        assert claim_key(transaction, actor="amal", key="new", command="start", at=now) is not None
