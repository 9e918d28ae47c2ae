"""The smallest things that other rows refer to."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert

from engine.model.directory import (
    Absence,
    Calendar,
    Directory,
    Membership,
    Person,
    Relation,
    Role,
    Unit,
)
from engine.store.chain import NO_HEAD
from engine.store.database import Database, Transaction
from engine.store.definitions import save_definition
from engine.store.directory_import import import_directory
from engine.store.tables import instance

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def directory() -> Directory:
    """Two offices under one headquarters, Friday and Saturday off in one of them."""
    return Directory(
        calendars=(
            Calendar(id="che", name="Geneva", weekend=frozenset({6, 7}), holidays={}),
            Calendar(
                id="egy",
                name="Cairo",
                weekend=frozenset({5, 6}),
                holidays={
                    date(2026, 1, 7): "Coptic Christmas",
                    date(2026, 7, 23): "Revolution Day",
                },
            ),
        ),
        units=(
            Unit(id="CAIRO", name="Cairo office", parent="HQ", zone="Africa/Cairo", calendar="egy"),
            Unit(id="HQ", name="Headquarters", parent="", zone="Europe/Zurich", calendar="che"),
            Unit(id="LIMA", name="Lima office", parent="HQ", zone="America/Lima", calendar="che"),
        ),
        roles=(
            Role(id="claims", title="Claims administrator", organisation_wide=True),
            Role(id="rr", title="Resident Representative", aliases=("RR", "Head of office")),
        ),
        people=(
            Person(id="amal", name="Amal", email="Amal@example.org", unit="CAIRO"),
            Person(
                id="boris", name="Boris", email="boris@example.org", unit="CAIRO", language="fr"
            ),
            Person(id="chen", name="Chen", email="chen@example.org", unit="HQ"),
            Person(id="dora", name="Dora", email="dora@example.org", unit="LIMA"),
        ),
        memberships=(
            Membership(person="boris", role="rr", unit="CAIRO", valid_from=date(2025, 1, 1)),
            Membership(
                person="dora",
                role="rr",
                unit="LIMA",
                valid_from=date(2025, 1, 1),
                valid_to=date(2026, 3, 31),
            ),
            Membership(person="chen", role="rr", unit="HQ", valid_from=date(2025, 1, 1)),
            Membership(person="dora", role="claims", unit="LIMA", valid_from=date(2025, 1, 1)),
        ),
        relations=(
            Relation(
                person="amal", relation="supervisor", other="boris", valid_from=date(2025, 1, 1)
            ),
        ),
        absences=(
            Absence(
                person="boris",
                substitute="chen",
                first_day=date(2026, 3, 9),
                last_day=date(2026, 3, 13),
            ),
        ),
    )


@pytest.fixture
def staffed(database: Database, directory: Directory) -> Database:
    """A database with the directory in it."""
    with database.transaction() as transaction:
        import_directory(transaction, directory)
    return database


@pytest.fixture
def definition_id(database: Database) -> str:
    """A deployed procedure that cases can refer to."""
    with database.transaction() as transaction:
        return _deploy(transaction)


@pytest.fixture
def add_case() -> Callable[[Transaction, str], str]:
    """Write the row of a case (and a definition for it) and return its id."""

    def add(transaction: Transaction, case: str) -> str:
        transaction.execute(
            insert(instance).values(
                id=case,
                definition_id=_deploy(transaction),
                process_id="leave",
                business_key=f"KEY-{case}",
                status="active",
                incidents=0,
                initiator="amal",
                subject="amal",
                unit="CAIRO",
                zone="Africa/Cairo",
                title="Three days",
                version=1,
                event_seq=0,
                head=NO_HEAD,
                started_at=NOW,
                updated_at=NOW,
                end_event="",
                state=b"",
            )
        )
        return case

    return add


def _deploy(transaction: Transaction) -> str:
    return save_definition(
        transaction,
        process_id="leave",
        title="Leave",
        files={"leave.bpmn": b"<definitions/>"},
        deployed_by="chen",
        approved_by="",
        now=NOW,
    ).id
