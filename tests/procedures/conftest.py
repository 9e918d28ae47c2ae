from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from engine import folders
from engine.clock import ManualClock
from engine.commands.add_attachment import add_attachment
from engine.commands.complete_task import complete_task
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.commands.read_confidential import Opened, read_confidential
from engine.commands.start_instance import start_instance
from engine.context import Context, Settings, reading, use_database
from engine.model.ids import SYSTEM, InstanceId, PersonId
from engine.scenarios.parameters import change_parameters
from engine.store import instances, user_tasks
from engine.store.migration import open_in_memory
from engine.worker import run_due
from forms import FORMS

#: Answers of a claim of Amina's; the office opens less than four weeks after the expense.
CLAIM = {
    "claimAction": "SUBMIT",
    "patient": "Amina Wanjiru",
    "expenseDate": "2025-01-15",
    "expenseType": "TREATMENT",
    "provider": "Dr Ouma",
    "expenseCountry": "KE",
    "currency": "USD",
    "amountClaimed": "120.00",
    "channel": "PAPER",
}


@dataclass(kw_only=True)
class Office:
    """The demonstration's organisation, with procedures in force."""

    context: Context
    clock: ManualClock
    files: dict[str, str] = field(default_factory=dict)

    def start(self, process_id: str, actor: str, **answers: object) -> InstanceId:
        started = start_instance(
            self.context, actor=PersonId(actor), process_id=process_id, submission=answers
        )
        return started.instance

    def finish(
        self, case: InstanceId, element: str, actor: str, papers: str = "", **answers: object
    ) -> None:
        """Finish a task; `papers` names the fields in which a file is uploaded."""
        with reading(self.context) as work:
            open_tasks = user_tasks.list_open(work.transaction, case)
        found = [task for task in open_tasks if task.element == element]
        # Of a task that several people have, everybody does their own.
        (task,) = [task for task in found if task.assignee == actor] or found[:1]
        for name in papers.split():
            answers[name] = [self.upload(name, actor, task.subject)]
        complete_task(self.context, actor=PersonId(actor), task=task.id, submission=answers)
        run_due(self.context)

    def upload(self, name: str, actor: str, subject: str = "") -> str:
        self.files[name] = add_attachment(
            self.context,
            actor=PersonId(actor),
            subject=PersonId(subject or actor),
            name=f"{name}.pdf",
            media_type="application/pdf",
            data=f"%PDF {name}".encode(),
        )
        return self.files[name]

    def newest(self, process_id: str) -> InstanceId:
        with reading(self.context) as work:
            every = [
                instances.get(work.transaction, case)
                for case in instances.list_ids(work.transaction)
            ]
        return [case.id for case in every if case.process_id == process_id][-1]

    def read(self, case: InstanceId, actor: str, **what: object) -> Opened:
        return read_confidential(
            self.context,
            actor=PersonId(actor),
            instance=case,
            purpose="to do the task",
            **what,  # type: ignore[arg-type]  # either fields or an attachment
        )


def claim_expense(office: Office) -> InstanceId:
    """Begin a claim of Amina's under the dental plan and send it in."""
    case = office.start("dental_cigna", "amina", request="CLAIM")
    office.finish(case, "fill_claim", "amina", "receipts", **CLAIM)
    return case


@contextmanager
def open_office(settings: Settings | None = None) -> Iterator[Office]:
    """Open the organisation, with nothing in force yet."""
    clock = ManualClock(datetime(2025, 2, 10, 8, tzinfo=UTC))
    context = use_database(
        open_in_memory(),
        forms=FORMS,
        secret=b"an office of invented people, 32+",
        clock=clock,
        settings=settings,
    )
    directory = folders.read_organisation(folders.find_root())
    import_directory(context, actor=SYSTEM, directory=directory)
    yield Office(context=context, clock=clock)
    context.close()


def put_into_force(office: Office, *names: str, parameters: dict[str, object]) -> None:
    """Deploy procedures with other values of their parameters."""
    root = folders.find_root()
    files = {name: folders.read_files(root, name) for name in names}
    for changed in change_parameters(files, parameters).values():
        deploy_procedure(office.context, actor=SYSTEM, files=changed)


@pytest.fixture
def office() -> Iterator[Office]:
    rows = [{"appointment": "PERMANENT", "months": 48, "fullPay": 10, "halfPay": 195}]
    with open_office() as opened:
        parameters: dict[str, object] = {"sick.entitlement": rows}
        put_into_force(opened, "csl_up_to_20", "csl_over_20", parameters=parameters)
        yield opened
