from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from engine import folders
from engine.commands.start_instance import start_instance
from engine.context import reading
from engine.model.ids import PersonId
from engine.scenarios.read import Expectation, Scenario, Step
from engine.scenarios.stages import Stage, Stages
from engine.store import definitions, instances
from forms import FORMS

ANSWERS = {
    "reason": "ILLNESS",
    "absenceFirstDay": "2025-03-28",
    "absenceLastDay": "2025-04-02",
    "channel": "SELF",
}


def leave(**parameters: object) -> Scenario:
    return Scenario(
        file="leave.toml",
        title="Leave",
        clauses=(),
        parameters=parameters,
        procedures=(),
        steps=(Step(actor="amina", start="usl"),),
        expect=Expectation(),
    )


@pytest.fixture
def stages() -> Iterator[Stages]:
    root = folders.find_root()
    procedures = {name: folders.read_files(root, name) for name in ("usl", "csl_up_to_20")}
    directory = folders.read_organisation(root)
    with closing(Stages(procedures, directory, FORMS)) as stages:
        yield stages


def count_cases(stage: Stage) -> int:
    with reading(stage.context) as work:
        return len(instances.list_ids(work.transaction))


def start(stage: Stage) -> None:
    start_instance(stage.context, actor=PersonId("amina"), process_id="usl", submission=ANSWERS)


def test_nothing_of_the_last_scenario_is_left_on_the_next_stage(stages: Stages) -> None:
    stage = stages.set_up(leave())
    stage.clock.move_to(datetime(2025, 3, 10, 9, tzinfo=UTC))
    start(stage)
    assert count_cases(stage) == 1
    following = stages.set_up(leave())
    assert count_cases(following) == 0
    assert following.context.clock.now() == datetime(2000, 1, 1, tzinfo=UTC)
    assert not following.cases


def test_only_the_procedures_that_a_scenario_starts_are_in_force(stages: Stages) -> None:
    with reading(stages.set_up(leave()).context) as work:
        assert [row.process_id for row in definitions.list_latest(work.transaction)] == ["usl"]


def test_parameters_of_one_scenario_do_not_reach_another(stages: Stages) -> None:
    checksums = []
    for scenario in (leave(), leave(**{"usl.prorate": True}), leave()):
        with reading(stages.set_up(scenario).context) as work:
            checksums.append(definitions.list_latest(work.transaction)[0].checksum)
    first, other, again = checksums
    assert first == again != other
