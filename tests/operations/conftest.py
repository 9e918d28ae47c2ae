"""An engine with a clock in hand on each database, and small diagrams made in one line."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.clock import ManualClock
from engine.context import Settings
from engine.context import open_engine as open_context
from engine.model.connectors import Connector
from engine.testing import PlainForms, TestEngine
from tests.connectors.conftest import mail_server, web_server

__all__ = ["mail_server", "web_server"]

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECRET = b"nothing here is kept from anybody"
MODELS = Path(__file__).parents[1] / "spiff" / "models"

OpenEngine = Callable[..., TestEngine]


@pytest.fixture
def open_on(database_url: str) -> Iterator[OpenEngine]:
    """Open engines on one database, with settings and connectors of their own."""
    opened: list[TestEngine] = []

    def make(
        settings: Settings | None = None, connectors: dict[str, Connector] | None = None
    ) -> TestEngine:
        clock = ManualClock(START)
        context = open_context(
            database_url,
            forms=PlainForms(),
            secret=SECRET,
            clock=clock,
            settings=settings,
            connectors=connectors,
        )
        opened.append(TestEngine(context=context, clock=clock))
        return opened[-1]

    yield make
    for one in opened:
        with closing(one):
            pass


@pytest.fixture
def engine(open_on: OpenEngine) -> TestEngine:
    return open_on()


@pytest.fixture
def model() -> Callable[[str], bytes]:
    """Give one of the tiny diagrams of the constructs."""
    return lambda name: (MODELS / f"{name}.bpmn").read_bytes()
