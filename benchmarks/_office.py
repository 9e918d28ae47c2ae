"""A small office on a database of its own, where cases are run to be measured."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.commands.start_instance import start_instance
from engine.context import Context, open_engine, prepare_database
from engine.model.directory import Calendar, Directory, Membership, Person, Role, Unit
from engine.model.ids import SYSTEM, InstanceId, PersonId
from forms import FORMS

#: Who does everything, who sees everything, and who has next to nothing.
CLERK, AUDITOR, GUEST = PersonId("clerk"), PersonId("auditor"), PersonId("guest")
GROUP = "clerks"
FORM = "three_fields"
#: Not a secret: the database is thrown away.
SECRET = b"measured and thrown away afterwards"


def _component(kind: str, key: str, **more: object) -> dict[str, object]:
    return {"type": kind, "id": f"Field_{key}", "key": key, "label": key, **more}


_FORM = {
    "type": "default",
    "id": FORM,
    "schemaVersion": 18,
    "executionPlatform": "Camunda Cloud",
    "components": [
        _component("textfield", "reason", validate={"required": True, "maxLength": 100}),
        _component("number", "amount", validate={"required": True, "min": 0}),
        _component("datetime", "day", subtype="date", dateLabel="day"),
    ],
}
#: Answers to the form, as a browser sends them.
ANSWERS: dict[str, object] = {"reason": "as agreed", "amount": "120", "day": "2026-03-02"}


@dataclass(frozen=True, kw_only=True, eq=False)
class Office:
    """An open engine with a directory."""

    context: Context
    #: SQLAlchemy address of its database.
    url: str

    def deploy(self, diagram: bytes, process_id: str = "P") -> None:
        """Deploy a diagram of `benchmarks._diagrams`."""
        settings = (
            f'id = "{process_id}"\ntitle = "{process_id}"\nprefix = "{process_id}"\n'
            'owner = "clerks"\nsource = "measurement"\nstart_roles = ["clerks"]\n'
        )
        files = {
            "procedure.toml": settings.encode(),
            "p.bpmn": diagram.replace(b'process id="P"', f'process id="{process_id}"'.encode()),
            f"forms/{FORM}.form": json.dumps(_FORM).encode(),
        }
        deploy_procedure(self.context, actor=SYSTEM, files=files)

    def begin(self, process_id: str = "P", **variables: object) -> InstanceId:
        """Begin a case."""
        return start_instance(
            self.context, actor=CLERK, process_id=process_id, submission=variables
        ).instance


def make_directory() -> Directory:
    """Return an office with a clerk, an auditor and a guest."""
    return Directory(
        calendars=(Calendar(id="c", name="Office", weekend=frozenset({6, 7}), holidays={}),),
        units=(Unit(id="U", name="Office", parent="", zone="UTC", calendar="c"),),
        roles=(Role(id=GROUP, title="Clerks"), Role(id="auditor", title="Auditor")),
        people=tuple(
            Person(id=person, name=person.title(), email=f"{person}@example.org", unit="U")
            for person in (CLERK, AUDITOR, GUEST)
        ),
        memberships=tuple(
            Membership(person=person, role=role, unit="U", valid_from=date(2020, 1, 1))
            for person, role in ((CLERK, GROUP), (AUDITOR, "auditor"))
        ),
        relations=(),
    )


@contextmanager
def open_office(url: str = "") -> Iterator[Office]:
    """Open an office on an empty database; on an SQLite file of its own without an address."""
    with tempfile.TemporaryDirectory() as folder:
        url = url or f"sqlite:///{folder}/office.db"
        prepare_database(url)
        with closing(open_engine(url, forms=FORMS, secret=SECRET)) as context:
            import_directory(context, actor=SYSTEM, directory=make_directory())
            yield Office(context=context, url=url)


def copy_database(office: Office, target: Path) -> None:
    """Copy the office's SQLite file, whatever is still in its log included."""
    source = office.context.database.path
    with (
        closing(sqlite3.connect(str(source))) as before,
        closing(sqlite3.connect(target)) as after,
    ):
        before.backup(after)
