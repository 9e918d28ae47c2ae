"""Random diagrams: saved after every input, replayed, and under other hash seeds: always the same."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine import spiff
from engine.model import events
from engine.spiff.case import Case
from engine.spiff.running import apply
from tests.spiff.driver import Driver, environment
from tests.spiff.random_models import Generator, drive

SEEDS = range(100)


def made(seed: int) -> spiff.Definition:
    return spiff.parse({"p.bpmn": Generator(seed).diagram()}, "P")


def in_memory(definition: spiff.Definition, inputs: list) -> list[events.Transition]:
    case, log = Case(definition, environment()), []
    for now, given in inputs:
        case.move_to(environment(now=now))
        apply(case, given)
        log += case.log
        case.log.clear()
    return log


@pytest.mark.parametrize("seed", SEEDS)
def test_saved_after_every_input_or_kept_in_memory_or_replayed_it_is_the_same(seed):
    definition = made(seed)
    case = drive(definition, seed)
    again = Driver(definition, environment())
    for now, given in case.inputs:
        again.environment = environment(now=now)
        again.apply(given)
    assert again.log == case.log
    assert again.state == case.state
    assert in_memory(definition, case.inputs) == case.log


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_is_finished_or_waits_and_a_finished_one_keeps_no_scope(seed):
    case = drive(made(seed), seed)
    state = case.case()
    if case.completed:
        assert list(state.variables) == [0]
        assert state.tokens == ()
    else:
        assert state.waits
    assert not case.incidents()


def digest(seeds: range) -> str:
    logs = [repr(drive(made(seed), seed).log) for seed in seeds]
    return hashlib.sha256(json.dumps(logs).encode()).hexdigest()


def test_another_hash_seed_makes_no_difference():
    program = "from tests.spiff.test_random_models import digest; print(digest(range(12)))"
    root = Path(__file__).parents[2]
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, cwd=root,
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(found) == 1
