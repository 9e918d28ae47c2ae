"""Random diagrams in the whole engine: moved half-way under other names, and checked by replay."""

import random  # noqa: TID251 - seeded
from datetime import timedelta

import pytest

from engine import spiff
from engine.commands.migrate_instance import migrate_instance
from engine.model.ids import SYSTEM, InstanceId
from engine.queries import audit
from engine.queries.checkup import check_up
from engine.queries.migration import plan_migration
from engine.testing import TestEngine
from tests.spiff.random_models import Generator
from tests.spiff.test_random_migrations import renamed, renaming


def go_on(engine: TestEngine, case: InstanceId, chance: random.Random, most: int) -> None:
    for _ in range(most):
        tasks = engine.list_user_tasks(case)
        if tasks and chance.random() < 0.7:
            engine.complete_task(chance.choice(tasks).id, {"n": chance.randint(0, 50)})
        elif chance.random() < 0.5:
            engine.publish_message("Msg", "7", {"n": chance.randint(0, 50)})
        else:
            engine.advance(timedelta(hours=1))


@pytest.mark.parametrize("seed", range(12))
def test_a_case_moved_half_way_is_reproduced_and_waits_for_what_its_tables_say(engine, seed):
    chance = random.Random(seed)
    diagram = Generator(seed).diagram().decode()
    known = spiff.parse({"p.bpmn": diagram.encode()}, "P")
    ids = {*known.elements, *known.flows}
    chosen = renaming(diagram, chance)
    mapping = {before: after for before, after in chosen.items() if before in ids}
    engine.deploy(diagram.encode())
    case = engine.start_instance("P", {"n": 0, "k": "7"})
    go_on(engine, case, chance, chance.randint(0, 8))
    engine.deploy(renamed(diagram, chosen).encode())
    if engine.get_status(case) == "active":
        [outlook] = plan_migration(
            engine.context, viewer=SYSTEM, process_id="P", version=2, mapping=mapping
        ).cases
        assert outlook.movable, outlook.problems
        migrate_instance(engine.context, actor=SYSTEM, instance=case, version=2, mapping=mapping)
        found = check_up(engine.context)
        assert found.healthy, found
        go_on(engine, case, chance, 10)
    report = audit.replay(engine.context, instance=case)
    assert report.reproduced, report.difference
    found = check_up(engine.context)
    assert found.healthy, found
