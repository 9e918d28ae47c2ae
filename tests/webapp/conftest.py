import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import forms
from engine.clock import ManualClock
from engine.commands.create_account import create_account
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.context import use_database
from engine.model.directory import (
    Calendar,
    Directory,
    Membership,
    Person,
    Relation,
    Role,
    Unit,
)
from engine.model.ids import SYSTEM, PersonId
from engine.queries.inbox import list_tasks
from engine.store.database import open_database
from engine.store.migration import migrate
from webapp import create_app
from webapp.settings import DemoAccount, Settings

PASSWORD = "a quiet long word"
START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FOLDER = Path(__file__).parent / "errand"
_SINCE = date(2020, 1, 1)

#: Who they are: name, unit, roles. The staff member and the two approvers serve in one office,
#: the stranger in another.
PEOPLE = {
    "staff": ("Amal Haddad", "amman", ["staff_member"]),
    "approver": ("Bashir Nasser", "amman", ["staff_member", "approver"]),
    "colleague": ("Carla Ruiz", "amman", ["staff_member", "approver"]),
    "keeper": ("Ines Roy", "amman", ["staff_member", "stock_keeper"]),
    "stranger": ("Dan Otieno", "nairobi", ["staff_member", "approver"]),
    "admin": ("Eva Lind", "hq", ["administrator"]),
    "auditor": ("Fatou Sow", "hq", ["auditor"]),
    "owner": ("Goran Ilic", "hq", ["process_owner"]),
    "reviewer": ("Hana Sato", "hq", ["process_owner"]),
}


def make_directory():
    roles = {role for _, _, held in PEOPLE.values() for role in held}
    wide = {"administrator", "auditor", "process_owner"}
    return Directory(
        calendars=(
            Calendar(
                id="sun_thu", name="Sunday to Thursday", weekend=frozenset({5, 6}), holidays={}
            ),
            Calendar(id="mon_fri", name="Monday to Friday", weekend=frozenset({6, 7}), holidays={}),
        ),
        units=(
            Unit(id="hq", name="Headquarters", parent="", zone="Europe/Paris", calendar="mon_fri"),
            Unit(id="amman", name="Amman", parent="hq", zone="Asia/Amman", calendar="sun_thu"),
            Unit(
                id="nairobi", name="Nairobi", parent="hq", zone="Africa/Nairobi", calendar="mon_fri"
            ),
        ),
        roles=tuple(
            Role(id=role, title=role.replace("_", " ").capitalize(), organisation_wide=role in wide)
            for role in sorted(roles)
        ),
        people=tuple(
            Person(id=id_, name=name, email=f"{id_}@example.org", unit=unit)
            for id_, (name, unit, _) in PEOPLE.items()
        ),
        memberships=tuple(
            Membership(person=id_, role=role, unit=unit, valid_from=_SINCE)
            for id_, (_, unit, held) in PEOPLE.items()
            for role in held
        ),
        relations=(
            Relation(person="staff", relation="supervisor", other="approver", valid_from=_SINCE),
        ),
    )


def read_procedure_files():
    return {
        str(path.relative_to(FOLDER)): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="session")
def open_on():
    """Open the engine on a database in a file; its clock stands still unless one is given."""
    return open_engine_on


def open_engine_on(path, clock=None):
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    return use_database(
        database, forms=forms.FORMS, secret=b"s" * 32, clock=clock or ManualClock(START)
    )


@pytest.fixture(scope="session")
def organisation(tmp_path_factory):
    """Return a database with people, accounts and a procedure; it is copied, never changed."""
    path = tmp_path_factory.mktemp("organisation") / "docket.db"
    context = open_engine_on(path)
    import_directory(context, actor=SYSTEM, directory=make_directory())
    for id_ in PEOPLE:
        create_account(context, actor=SYSTEM, person=PersonId(id_), password=PASSWORD)
    deploy_procedure(context, actor=SYSTEM, files=read_procedure_files())
    context.close()
    return path


@pytest.fixture
def engine(organisation, tmp_path):
    copied = tmp_path / "docket.db"
    shutil.copy(organisation, copied)
    context = open_engine_on(copied)
    yield context
    context.close()


@pytest.fixture
def make_app(engine):
    def make(**changes):
        defaults = {
            "secret_key": b"0123456789abcdef",
            "demo": True,
            "demo_accounts": (
                DemoAccount(email="staff@example.org", name="Amal Haddad", description="Staff"),
            ),
        }
        app = create_app(engine, Settings(**(defaults | changes)))
        app.test_client_class = Browser
        app.config["PROPAGATE_EXCEPTIONS"] = False
        return app

    return make


@pytest.fixture
def app(make_app):
    return make_app()


class Browser(FlaskClient):
    """A client that behaves as a browser on our own pages: token, origin, redirects."""

    def open(self, *args, **kwargs):
        if kwargs.get("method", "GET") not in {"GET", "HEAD"}:
            kwargs.setdefault("headers", {"Sec-Fetch-Site": "same-origin"})
        return super().open(*args, **kwargs)

    def find_token(self, base_url=None):
        page = self.get("/sign-in" if not self.signed_in else "/profile", base_url=base_url)
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]

    signed_in = False

    def post_form(self, path, data=None, *, base_url=None, **kwargs):
        """Post a form of ours, with its token."""
        form = {"csrf_token": self.find_token(base_url)} | (data or {})
        return self.post(path, data=form, base_url=base_url, **kwargs)


@pytest.fixture
def client_of():
    def make(app, email="", base_url=None):
        client = app.test_client()
        if email:
            answer = client.post_form(
                "/sign-in", {"email": email, "password": PASSWORD}, base_url=base_url
            )
            assert answer.status_code == 303, answer.text
            client.signed_in = True
        return client

    return make


@pytest.fixture
def sign_in(app, client_of):
    return lambda person: client_of(app, f"{person}@example.org")


@pytest.fixture
def visitor(app):
    return app.test_client()


@pytest.fixture
def staff(sign_in):
    return sign_in("staff")


@pytest.fixture
def approver(sign_in):
    return sign_in("approver")


@pytest.fixture
def start_case(sign_in):
    """Begin an errand as somebody; returns the address of the page that follows."""

    def start(person="staff", *, days="3", client=None, **answers):
        client = client or sign_in(person)
        form = {"reason": "To see the dentist", "days": days, "_key": "k1"} | answers
        answer = client.post_form("/start/errand", form)
        assert answer.status_code == 303, answer.text
        return answer.location

    return start


@pytest.fixture
def find_task(engine):
    """Return the id of the one open task in the office; empty when there is none."""

    def find():
        rows = list_tasks(engine, person=PersonId("approver")).rows
        return rows[0].task if rows else ""

    return find
