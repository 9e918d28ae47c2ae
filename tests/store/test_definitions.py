from datetime import datetime, timedelta

import pytest

from engine.errors import ConflictError, IntegrityError, NotFoundError
from engine.store import definitions, drafts
from engine.store.database import Database, Transaction
from engine.store.packing import checksum_of, pack, unpack

FILES = {"leave.bpmn": b"<definitions/>", "forms/ask.form": b"{}", "letters/\u00e9.md": b""}


def deploy(
    transaction: Transaction, now: datetime, process_id: str = "leave", **files: bytes
) -> str:
    return definitions.save_definition(
        transaction,
        process_id=process_id,
        title=process_id.title(),
        files=files or FILES,
        deployed_by="chen",
        approved_by="dora",
        now=now,
    ).id


def test_files_come_back_as_they_were_deployed(database: Database, now: datetime) -> None:
    with database.transaction() as transaction:
        deployed = deploy(transaction, now)
    with database.reading() as transaction:
        assert definitions.get_files(transaction, deployed) == FILES
        row = definitions.get_definition(transaction, deployed)
    assert (row.version, row.checksum, row.deployed_at) == (1, checksum_of(FILES), now)


def test_versions_count_up_within_a_procedure(database: Database, now: datetime) -> None:
    with database.transaction() as transaction:
        for content in (b"1", b"2", b"3"):
            deploy(transaction, now, x=content)
        deploy(transaction, now, process_id="other")
    with database.reading() as transaction:
        assert [one.version for one in definitions.list_versions(transaction, "leave")] == [3, 2, 1]
        assert [(one.process_id, one.version) for one in definitions.list_latest(transaction)] == [
            ("leave", 3),
            ("other", 1),
        ]
        latest = definitions.find_latest(transaction, "leave")
        second = definitions.find_version(transaction, "leave", 2)
        assert latest is not None
        assert second is not None
        assert definitions.get_files(transaction, second.id) == {"x": b"2"}
        assert definitions.find_by_checksum(transaction, "leave", latest.checksum) == latest
        assert definitions.find_latest(transaction, "nothing") is None


def test_what_was_never_deployed_is_named(database: Database) -> None:
    with database.reading() as transaction:
        with pytest.raises(NotFoundError, match="no definition x9"):
            definitions.get_definition(transaction, "x9")
        with pytest.raises(NotFoundError, match="no definition x9"):
            definitions.get_files(transaction, "x9")


def test_a_checksum_names_names_and_contents_and_no_order() -> None:
    assert checksum_of({"a": b"1", "b": b"2"}) == checksum_of({"b": b"2", "a": b"1"})
    others = [
        {"a": b"1b", "": b"2"},
        {"a": b"1", "b": b"3"},
        {"a": b"1", "c": b"2"},
        {"a1": b"", "b": b"2"},
    ]
    assert len({checksum_of(files) for files in others}) == len(others)
    assert checksum_of({"a": b"1", "b": b"2"}) not in {checksum_of(files) for files in others}


@pytest.mark.parametrize("damaged", [b"", b"not packed", pack(FILES)[:-3]])
def test_damaged_files_are_said_to_be_damaged(damaged: bytes) -> None:
    with pytest.raises(IntegrityError, match="damaged"):
        unpack(damaged)


def begin(transaction: Transaction, now: datetime) -> drafts.DraftRow:
    return drafts.create_draft(
        transaction, process_id="leave", base_definition="", author="amal", files=FILES, now=now
    )


def test_a_draft_goes_from_saving_to_review_to_a_version(database: Database, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with database.transaction() as transaction:
        draft = begin(transaction, now)
        draft = drafts.save_draft_files(
            transaction, draft.id, revision=1, editor="boris", files={"a": b"1"}, now=later
        )
        assert (draft.revision, draft.updated_at) == (2, later)
        assert (draft.author, draft.editors) == ("amal", ("amal", "boris"))
        assert drafts.get_draft_files(transaction, draft.id) == {"a": b"1"}
        draft = drafts.submit_draft(transaction, draft.id, revision=2, comment="please", now=later)
        assert (draft.status, draft.comment) == ("submitted", "please")
        draft = drafts.decide_draft(
            transaction,
            draft.id,
            revision=3,
            reviewed_by="chen",
            comment="good",
            definition_id=deploy(transaction, later),
            now=later,
        )
    assert (draft.status, draft.reviewed_by, draft.revision) == ("approved", "chen", 4)
    assert draft.definition


def test_saving_over_somebody_elses_work_is_a_conflict_that_names_them(
    database: Database, now: datetime
) -> None:
    with database.transaction() as transaction:
        draft = begin(transaction, now)
        drafts.save_draft_files(
            transaction, draft.id, revision=1, editor="boris", files={"a": b"boris"}, now=now
        )
    with (
        pytest.raises(ConflictError, match="revision 2, yours is 1; saved by amal, boris"),
        database.transaction() as transaction,
    ):
        drafts.save_draft_files(
            transaction, draft.id, revision=1, editor="amal", files={"a": b"amal"}, now=now
        )
    with database.reading() as transaction:
        assert drafts.get_draft_files(transaction, draft.id) == {"a": b"boris"}


def test_a_rejected_draft_is_worked_on_again(database: Database, now: datetime) -> None:
    with database.transaction() as transaction:
        draft = begin(transaction, now)
        draft = drafts.submit_draft(transaction, draft.id, revision=1, comment="", now=now)
        draft = drafts.decide_draft(
            transaction,
            draft.id,
            revision=2,
            reviewed_by="chen",
            comment="a clause is missing",
            definition_id="",
            now=now,
        )
        assert draft.status == "rejected"
        draft = drafts.save_draft_files(
            transaction, draft.id, revision=3, editor="amal", files=FILES, now=now
        )
    assert (draft.status, draft.review_comment) == ("draft", "a clause is missing")


def test_a_draft_that_is_not_submitted_cannot_be_decided(database: Database, now: datetime) -> None:
    with database.transaction() as transaction:
        draft = begin(transaction, now)
        with pytest.raises(ConflictError, match="is draft; it cannot become rejected"):
            drafts.decide_draft(
                transaction,
                draft.id,
                revision=1,
                reviewed_by="chen",
                comment="",
                definition_id="",
                now=now,
            )


def test_a_withdrawn_draft_leaves_the_list_and_stays_as_it_is(
    database: Database, now: datetime
) -> None:
    with database.transaction() as transaction:
        kept, draft = begin(transaction, now), begin(transaction, now)
        drafts.withdraw_draft(transaction, draft.id, revision=1, now=now)
        assert [one.id for one in drafts.list_drafts(transaction)] == [kept.id]
        assert drafts.list_drafts(transaction, process_id="other") == ()
        with pytest.raises(ConflictError, match="is withdrawn"):
            drafts.save_draft_files(
                transaction, draft.id, revision=2, editor="amal", files=FILES, now=now
            )
        with pytest.raises(NotFoundError, match="no draft x9"):
            drafts.submit_draft(transaction, "x9", revision=1, comment="", now=now)
