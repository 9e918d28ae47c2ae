from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from engine import folders
from engine.model.events import InstanceStarted
from engine.scenarios.read import Expectation, Scenario, Step
from engine.scenarios.run import play
from engine.scenarios.stages import Stages
from forms import FORMS

NETS = {
    "document": "JAM0001",
    "day": date(2025, 1, 10),
    "lines": [
        {"item": "NET", "location": "Store", "quantity": 5, "unit cost": 2, "description": "Net"}
        | {"measure": "piece", "purpose": "FOR_DISTRIBUTION", "project": "P1"}
    ],
}


@pytest.fixture
def stages() -> Iterator[Stages]:
    root = folders.find_root()
    names = ("usl", "inventory_count")
    procedures = {name: folders.read_files(root, name) for name in names}
    with closing(Stages(procedures, folders.read_organisation(root), FORMS)) as made:
        yield made


def told(*steps: Step, procedures: tuple[str, ...] = ()) -> Scenario:
    return Scenario(
        file="goods.toml",
        title="Goods",
        clauses=(),
        parameters={},
        procedures=procedures,
        steps=steps,
        expect=Expectation(),
    )


def out(quantity: int) -> dict[str, object]:
    line = {"item": "NET", "location": "Store", "quantity": quantity}
    return {"movement": "OUT", "document": "JAM0001", "lines": [line]}


def test_goods_come_and_go_in_the_stock_of_the_actors_office(stages: Stages) -> None:
    coming = Step(at=datetime(2025, 5, 1, tzinfo=UTC), actor="andre", stock=NETS)
    assert play(told(coming, Step(actor="andre", stock=out(5))), stages).passed
    elsewhere = play(told(coming, Step(actor="grace", stock=out(5))), stages)
    assert "NET" in elsewhere.differences[0]


def test_goods_that_are_not_there_cannot_go_out(stages: Stages) -> None:
    steps = (Step(actor="andre", stock=NETS), Step(actor="andre", stock=out(6)))
    assert "The goods were not posted" in play(told(*steps), stages).differences[0]


def test_what_the_clock_begins_does_not_live_through_the_years_before(stages: Stages) -> None:
    scenario = told(
        Step(at=datetime(2025, 6, 1, 9, tzinfo=UTC), actor="marcia", begun="inventory_count")
    )
    assert play(scenario, stages).passed
    stage = stages.set_up(scenario)
    assert stage.clock.now() == datetime(2025, 5, 31, tzinfo=UTC)


def test_a_case_that_the_clock_began_is_that_of_the_actors_office(stages: Stages) -> None:
    both = told(
        Step(at=datetime(2025, 6, 1, 9, tzinfo=UTC), actor="miriam", begun="inventory_count"),
        Step(actor="marcia", case="second", begun="inventory_count"),
    )
    played = play(both, stages)
    assert played.passed
    begun = [story.events[0].event for story in played.stories.values()]
    units = [event.unit for event in begun if isinstance(event, InstanceStarted)]
    assert units == ["kenya", "jamaica"]
