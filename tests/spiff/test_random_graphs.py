"""Random diagrams without structure: saved after every input, kept in memory, or replayed: the same."""

import os
import random  # noqa: TID251 - seeded
from dataclasses import dataclass, field

import pytest

from engine import feel, spiff
from engine.errors import ModelError
from engine.spiff.case import Case
from engine.spiff.running import apply
from tests.spiff.driver import Driver, environment
from tests.spiff.random_graphs import Graph
from tests.spiff.random_models import drive


def files(seed: int) -> dict[str, bytes]:
    return {"p.bpmn": Graph(seed).diagram()}


def is_refused(seed: int) -> bool:
    return any(it.severity == "error" for it in spiff.find_problems(files(seed), "P"))


#: More by ``DOCKET_RANDOM_GRAPHS=5000``.
COUNT = int(os.environ.get("DOCKET_RANDOM_GRAPHS", "150"))
REFUSED = [seed for seed in range(COUNT) if is_refused(seed)]
SEEDS = [seed for seed in range(COUNT) if seed not in REFUSED]
#: Small enough that graphs which multiply their tokens meet them.
LIMITS = spiff.Limits(steps=300, tokens=60)


@dataclass
class World:
    """Throws dice for a case and remembers them; or tells again what was thrown."""

    seed: int
    told: list[tuple[str, list, object]] = field(default_factory=list)
    again: list[tuple[str, list, object]] | None = None

    def observe(self, name, arguments, call):
        if self.again is None:
            self.told.append((name, list(arguments), call()))
            return self.told[-1][2]
        known, given, answer = self.again[len(self.told)]
        assert (name, list(arguments)) == (known, given)
        self.told.append((name, given, answer))
        return answer

    def options(self) -> dict[str, object]:
        functions, chance = feel.Functions(), random.Random(self.seed)
        functions.add(
            "dice", lambda sides: chance.randint(1, int(sides)),
            parameters={"sides": "number"}, result="number", observed=True,
        )  # fmt: skip
        return {
            "functions": feel.BUILT_IN | functions,
            "observe": self.observe,
            "limits": LIMITS,
        }


def made(seed: int) -> spiff.Definition:
    return spiff.parse(files(seed), "P")


def replayed(definition: spiff.Definition, case: Driver, options: dict[str, object]) -> Driver:
    again = Driver(definition, environment(**options))
    for now, given in case.inputs:
        again.environment = environment(now=now, **options)
        again.apply(given)
    return again


def in_memory(definition: spiff.Definition, case: Driver, options: dict[str, object]) -> list:
    running, log = Case(definition, environment(**options)), []
    for now, given in case.inputs:
        running.move_to(environment(now=now, **options))
        apply(running, given)
        log += running.log
        running.log.clear()
    return log


@pytest.mark.parametrize("seed", SEEDS)
def test_a_graph_runs_the_same_saved_in_memory_and_replayed(seed):
    definition, world = made(seed), World(seed)
    case = drive(definition, seed, 20, **world.options())
    for again in (World(seed, again=world.told), World(seed + 1, again=world.told)):
        second = replayed(definition, case, again.options())
        assert second.log == case.log
        assert second.state == case.state
        assert again.told == world.told
    assert in_memory(definition, case, World(seed, again=world.told).options()) == case.log


@pytest.mark.parametrize("seed", SEEDS)
def test_a_graph_that_ended_left_no_token_and_no_scope(seed):
    case = drive(made(seed), seed, 20, **World(seed).options())
    state = case.case()
    if case.completed:
        assert state.tokens == ()
        assert list(state.variables) == [0]
    else:
        assert state.tokens


@pytest.mark.parametrize("seed", REFUSED)
def test_a_graph_that_cannot_be_run_right_is_refused_by_name(seed):
    with pytest.raises(ModelError) as refused:
        made(seed)
    assert all(problem.element and problem.remedy for problem in refused.value.problems)


def test_most_graphs_run_and_some_ask_the_world():
    assert len(SEEDS) > COUNT // 2
    worlds = [World(seed) for seed in SEEDS[:20]]
    for world in worlds:
        drive(made(world.seed), world.seed, 20, **world.options())
    assert any(world.told for world in worlds)
