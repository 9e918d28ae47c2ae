"""A small organisation, a few small procedures, and an engine on each database."""

from datetime import UTC, date, datetime
from itertools import pairwise
from types import SimpleNamespace

import pytest

from engine.clock import ManualClock
from engine.commands.complete_task import complete_task
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.commands.start_instance import Started, start_instance
from engine.context import Context, reading, use_database
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
from engine.model.ids import SYSTEM, PersonId, TaskId
from engine.store import user_tasks
from engine.store.database import Database
from engine.store.user_tasks import UserTaskRow
from engine.testing import PlainForms

SECRET = b"thirty-two bytes that nobody knows"
START = datetime(2026, 1, 5, 8, tzinfo=UTC)
_LONG_AGO = date(2000, 1, 1)

#: Person, unit, roles. Ann works in Kenya; Bob and Cyd approve there, Dan in Egypt.
_PEOPLE = {
    "ann": ("kenya", ["staff"]),
    "bob": ("kenya", ["staff", "approver"]),
    "cyd": ("kenya", ["staff", "approver"]),
    "dan": ("egypt", ["staff", "approver"]),
    "eve": ("hq", ["staff", "administrator"]),
    "fay": ("hq", ["staff", "auditor"]),
    "gus": ("hq", ["staff", "process_owner"]),
    "hal": ("hq", ["staff", "process_owner"]),
    "ivy": ("kenya", ["staff"]),
    "joe": ("hq", ["staff", "doctor"]),
}


def make_directory(**changes: object) -> Directory:
    people = dict(_PEOPLE)
    values = {
        "calendars": (
            Calendar(id="week", name="Monday to Friday", weekend=frozenset({6, 7}), holidays={}),
        ),
        "units": (
            Unit(id="hq", name="Headquarters", parent="", zone="UTC", calendar="week"),
            Unit(id="kenya", name="Kenya", parent="hq", zone="Africa/Nairobi", calendar="week"),
            Unit(id="egypt", name="Egypt", parent="hq", zone="Africa/Cairo", calendar="week"),
        ),
        "roles": (
            Role(id="staff", title="Staff member"),
            Role(id="approver", title="Approver", aliases=("Approving officer",)),
            Role(id="doctor", title="Doctor", organisation_wide=True),
            Role(id="judge", title="Judge"),
            Role(id="administrator", title="Administrator", organisation_wide=True),
            Role(id="auditor", title="Auditor", organisation_wide=True),
            Role(id="process_owner", title="Process owner", organisation_wide=True),
        ),
        "people": tuple(
            Person(id=name, name=name.title(), email=f"{name}@example.org", unit=unit)
            for name, (unit, _) in people.items()
        ),
        "memberships": tuple(
            Membership(person=name, role=role, unit=unit, valid_from=_LONG_AGO)
            for name, (unit, roles) in people.items()
            for role in roles
        ),
        "relations": (
            Relation(person="ann", relation="supervisor", other="bob", valid_from=_LONG_AGO),
        ),
        "absences": (
            Absence(
                person="bob",
                substitute="ivy",
                first_day=date(2026, 2, 1),
                last_day=date(2026, 2, 28),
            ),
        ),
    }
    return Directory(**{**values, **changes})


def settings(process_id: str, more: str = "") -> bytes:
    return f"""
id = "{process_id}"
title = "Title of {process_id}"
prefix = "{process_id[:3].upper()}"
owner = "process_owner"
source = "A source"
start_roles = ["staff"]
start_for_others = ["supervisor"]
{more}
""".encode()


def diagram(process_id: str, body: str, definitions: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="http://x.org">
  {definitions}
  <bpmn:process id="{process_id}" isExecutable="true">{body}</bpmn:process>
</bpmn:definitions>""".encode()


def task(element: str, assignment: str, properties: str = "", extra: str = "") -> str:
    listed = f"<zeebe:properties>{properties}</zeebe:properties>" if properties else ""
    return f"""<bpmn:userTask id="{element}" name="{element.title()} it"><bpmn:extensionElements>
      <zeebe:userTask/><zeebe:assignmentDefinition {assignment}/>{listed}{extra}
      </bpmn:extensionElements></bpmn:userTask>"""


def flows(*elements: str) -> str:
    return "".join(
        f'<bpmn:sequenceFlow id="f_{one}_{other}" sourceRef="{one}" targetRef="{other}"/>'
        for one, other in pairwise(elements)
    )


FOUR_EYES = '<zeebe:property name="fourEyes" value="ask"/>'
APPROVAL = {
    "procedure.toml": settings("approval", 'summary = "=topic"'),
    "approval.bpmn": diagram(
        "approval",
        '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>'
        + task("ask", 'assignee="=subject"')
        + task("approve", 'candidateGroups="approver"', FOUR_EYES)
        + flows("start", "ask", "approve", "end"),
    ),
}


class House:
    """An engine with its people, and short words for what tests do with it."""

    def __init__(self, context: Context, clock: ManualClock) -> None:
        self.context, self.clock = context, clock

    def deploy(self, files: dict[str, bytes]) -> None:
        deploy_procedure(self.context, actor=SYSTEM, files=files)

    def start(self, process_id: str = "approval", actor: str = "ann", **options: object) -> Started:
        answers = options.pop("answers", {"topic": "a chair"})
        return start_instance(
            self.context,
            actor=PersonId(actor),
            process_id=process_id,
            submission=answers,
            **options,
        )

    def open_tasks(self, started: Started) -> list[UserTaskRow]:
        with reading(self.context) as work:
            return user_tasks.list_open(work.transaction, started.instance)

    def task_of(self, started: Started, element: str) -> TaskId:
        return next(row.id for row in self.open_tasks(started) if row.element == element)

    def finish(self, started: Started, element: str, actor: str, **options: object) -> object:
        answers = options.pop("answers", {})
        return complete_task(
            self.context,
            actor=PersonId(actor),
            task=self.task_of(started, element),
            submission=answers,
            **options,
        )


def make_house(database: Database, start: datetime = START, **options: object) -> House:
    clock = ManualClock(start)
    context = use_database(
        database, forms=options.pop("forms", PlainForms()), secret=SECRET, clock=clock, **options
    )
    return House(context, clock)


@pytest.fixture
def house(database: Database) -> House:
    made = make_house(database)
    import_directory(made.context, actor=SYSTEM, directory=make_directory())
    made.deploy(APPROVAL)
    return made


@pytest.fixture
def kit() -> SimpleNamespace:
    """What tests build their own diagrams and people with."""
    return SimpleNamespace(
        diagram=diagram,
        task=task,
        flows=flows,
        settings=settings,
        make_directory=make_directory,
        make_house=make_house,
        approval=APPROVAL,
        start=START,
    )
