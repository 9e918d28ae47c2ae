"""An office whose cases exchange real files, and mails, with other systems."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import folders
from engine.advance.confidential import case_variables
from engine.advance.model import get_model
from engine.clock import ManualClock
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.context import Settings, reading, use_database
from engine.model.connectors import Outside
from engine.model.ids import SYSTEM, InstanceId
from engine.queries import audit
from engine.scenarios.parameters import change_parameters
from engine.store import instances, user_tasks
from engine.store.migration import open_in_memory
from engine.worker import run_due
from forms import FORMS
from tests.procedures.conftest import Office

OpenOffice = Callable[..., Office]


@pytest.fixture
def exchange(tmp_path: Path) -> Path:
    """The exchange directory."""
    root = tmp_path / "exchange"
    root.mkdir()
    return root


@pytest.fixture
def open_office(exchange: Path) -> Iterator[OpenOffice]:
    """Open an office with some procedures in force, their parameters as an owner sets them."""
    opened: list[Office] = []

    def make(
        *procedures: str,
        start: datetime,
        parameters: Mapping[str, object],
        settings: Settings | None = None,
        stock: Mapping[str, bytes] | None = None,
    ) -> Office:
        root, clock = folders.find_root(), ManualClock(start)
        context = use_database(
            open_in_memory(),
            forms=FORMS,
            secret=b"an office that exchanges its files",
            clock=clock,
            settings=settings or Settings(outside=Outside(exchange=exchange)),
        )
        import_directory(context, actor=SYSTEM, directory=folders.read_organisation(root))
        files = {name: folders.read_files(root, name) for name in procedures}
        for changed in [
            *change_parameters(files, parameters).values(),
            *([stock] if stock else []),
        ]:
            deploy_procedure(context, actor=SYSTEM, files=changed)
        opened.append(Office(context=context, clock=clock))
        return opened[-1]

    yield make
    for one in opened:
        one.context.close()


def leave(exchange: Path, name: str, text: str) -> None:
    """Leave a file as another system does: written aside, then named."""
    path = exchange / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.part")
    aside.write_text(text)
    aside.rename(path)


def pass_time(office: Office, span: timedelta) -> None:
    """Let time pass, and do what has become due."""
    office.clock.move_by(span)
    run_due(office.context)


def open_elements(office: Office, case: InstanceId) -> list[str]:
    """List the elements of the open tasks of a case."""
    with reading(office.context) as work:
        return [task.element for task in user_tasks.list_open(work.transaction, case)]


def read_variables(office: Office, case: InstanceId) -> dict[str, object]:
    """Return the variables of a case."""
    with reading(office.context) as work:
        row = instances.get(work.transaction, case)
        return case_variables(get_model(work, row.definition_id), row)


def assert_reproduced(office: Office, case: InstanceId) -> None:
    """A replay from the history alone ends where the case stands."""
    report = audit.replay(office.context, instance=case)
    assert report.reproduced, report.difference


def utc(year: int, month: int, day: int, hour: int = 8) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)
