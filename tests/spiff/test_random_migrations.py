"""Random diagrams under other names: a case moved half-way goes on exactly as one that began there.

The new version is the old one with some ids changed, so that whatever the case does after the move
is known: it is what the old version does, under the new names.
"""

import random  # noqa: TID251 - seeded
import re
from dataclasses import fields, replace

import pytest

from engine import spiff
from engine.model import events
from tests.spiff.driver import Driver, environment
from tests.spiff.random_models import Generator, drive

SEEDS = range(60)
#: Attributes of the diagram that hold ids of elements and flows.
_IDS = re.compile(r'\b(id|sourceRef|targetRef|attachedToRef|default)="([^"]+)"')
_KEPT = {"P", "Child", "m1", "e1"}


def renaming(diagram: str, chance: random.Random) -> dict[str, str]:
    """Choose new ids for some elements and flows; some of them are swapped."""
    ids = [found for kind, found in _IDS.findall(diagram) if kind == "id" and found not in _KEPT]
    chosen = [one for one in ids if chance.random() < 0.6]
    targets = [f"{one}new" for one in chosen]
    half = len(chosen) // 2
    shuffled = chosen[:half]
    chance.shuffle(shuffled)
    return dict(zip(chosen, [*shuffled, *targets[half:]], strict=True))


def renamed(diagram: str, mapping: dict[str, str]) -> str:
    return _IDS.sub(lambda found: f'{found[1]}="{mapping.get(found[2], found[2])}"', diagram)


def under_new_names(event: object, mapping: dict[str, str]) -> object:
    def new(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(new(one) for one in value)
        return mapping.get(value, value) if isinstance(value, str) else value

    named = {"element", "flow", "caught_by", "end_events"} & {one.name for one in fields(event)}
    return replace(event, **{name: new(getattr(event, name)) for name in named})


def play(definition: spiff.Definition, inputs: list) -> Driver:
    case = Driver(definition, environment())
    for now, given in inputs:
        case.environment = environment(now=now)
        case.apply(given)
    return case


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_moved_half_way_goes_on_as_it_would_have(seed):
    chance = random.Random(seed)
    diagram = Generator(seed).diagram().decode()
    mapping = renaming(diagram, chance)
    old = spiff.parse({"p.bpmn": diagram.encode()}, "P")
    new = spiff.parse({"p.bpmn": renamed(diagram, mapping).encode()}, "P")
    inputs = drive(old, seed).inputs
    first = chance.randint(1, len(inputs))
    case = play(old, inputs[:first])
    expected = play(old, inputs).log[len(case.log) :]
    if case.completed:
        return
    case.state = spiff.migrate(case.state, old, new, mapping)
    case.definition, case.log = new, []
    case.apply(events.InstanceMigrated(definition_version=2, checksum="", mapping=mapping))
    assert case.log == [], "moving to the same diagram changes nothing"
    for now, given in inputs[first:]:
        case.environment = environment(now=now)
        case.apply(under_new_names(given, mapping))
    assert case.log == [under_new_names(event, mapping) for event in expected]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_case_moved_there_and_back_is_as_it_was(seed):
    chance = random.Random(seed)
    diagram = Generator(seed).diagram().decode()
    mapping = renaming(diagram, chance)
    old = spiff.parse({"p.bpmn": diagram.encode()}, "P")
    new = spiff.parse({"p.bpmn": renamed(diagram, mapping).encode()}, "P")
    case = drive(old, seed, most=chance.randint(1, 12))
    if case.completed:
        return
    there = spiff.migrate(case.state, old, new, mapping)
    back = spiff.migrate(there, new, old, {after: before for before, after in mapping.items()})
    assert spiff.inspect(old, back) == case.case()
