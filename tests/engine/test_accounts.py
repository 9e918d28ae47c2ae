from datetime import timedelta

import pytest

from engine.commands.change_password import change_password
from engine.commands.create_account import create_account
from engine.commands.import_directory import import_directory
from engine.commands.open_demo_accounts import open_demo_accounts
from engine.commands.sign_in import sign_in
from engine.commands.sign_out import sign_out
from engine.errors import NotAllowedError, RefusedError
from engine.model.ids import SYSTEM
from engine.queries.sessions import find_session

GOOD = "correct horse battery"


@pytest.fixture
def ann(house):
    create_account(house.context, actor=SYSTEM, person="ann", password=GOOD)
    return lambda password=GOOD, email="ann@example.org", **more: sign_in(
        house.context, email=email, password=password, **more
    )


def test_a_person_signs_in_with_address_or_id(house, ann):
    for email in ("ann@example.org", "ANN@example.org ", "ann"):
        session = find_session(house.context, token=ann(email=email).token)
        assert (session.person, session.zone, session.is_administrator) == (
            "ann", "Africa/Nairobi", False,
        )  # fmt: skip


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(ann):
    with pytest.raises(NotAllowedError) as wrong:
        ann("wrong password")
    with pytest.raises(NotAllowedError) as unknown:
        ann(email="nobody@example.org")
    assert str(wrong.value) == str(unknown.value)


def test_after_too_many_failures_even_the_right_password_waits(house, ann):
    for _ in range(10):
        with pytest.raises(NotAllowedError):
            ann("wrong password")
    with pytest.raises(NotAllowedError, match="too many"):
        ann()
    house.clock.move_by(timedelta(minutes=16))
    assert ann().token


def test_a_session_ends_when_idle_when_signed_out_and_at_its_end(house, ann):
    token = ann().token
    house.clock.move_by(timedelta(hours=1))
    assert find_session(house.context, token=token)
    house.clock.move_by(timedelta(hours=1, minutes=30))
    assert find_session(house.context, token=token), "using it kept it going"
    house.clock.move_by(timedelta(hours=3))
    assert find_session(house.context, token=token) is None
    other = ann().token
    sign_out(house.context, token=other)
    sign_out(house.context, token=other)
    assert find_session(house.context, token=other) is None


def test_a_changed_password_ends_every_session(house, ann):
    token = ann().token
    with pytest.raises(NotAllowedError):
        change_password(house.context, actor="ann", old="wrong password", new="another good one")
    change_password(house.context, actor="ann", old=GOOD, new="another good one")
    assert find_session(house.context, token=token) is None
    assert ann("another good one").token


def test_a_short_password_is_refused(house):
    with pytest.raises(RefusedError, match="12"):
        create_account(house.context, actor=SYSTEM, person="ann", password="short")


def test_only_administrators_make_accounts(house):
    with pytest.raises(NotAllowedError):
        create_account(house.context, actor="ann", person="bob", password=GOOD)
    create_account(house.context, actor="eve", person="bob", password=GOOD)


def test_a_demo_account_works_on_this_machine_only(house):
    open_demo_accounts(house.context, actor=SYSTEM, password=GOOD)
    with pytest.raises(NotAllowedError):
        sign_in(house.context, email="bob", password=GOOD)
    assert sign_in(house.context, email="bob", password=GOOD, loopback=True).token


def test_everybody_of_a_demonstration_gets_its_new_password(house):
    for password in ("the first password", GOOD):
        open_demo_accounts(house.context, actor=SYSTEM, password=password)
    for person in ("ann", "bob"):
        assert sign_in(house.context, email=person, password=GOOD, loopback=True).token
    with pytest.raises(NotAllowedError):
        open_demo_accounts(house.context, actor="ann", password=GOOD)


def test_a_person_who_left_is_signed_out(house, ann, kit):
    token = ann().token
    people = kit.make_directory()
    import_directory(
        house.context,
        actor=SYSTEM,
        directory=kit.make_directory(
            people=tuple(one for one in people.people if one.id != "ann"),
            memberships=tuple(one for one in people.memberships if one.person != "ann"),
            relations=(),
        ),
    )
    assert find_session(house.context, token=token) is None
    with pytest.raises(NotAllowedError):
        ann()
