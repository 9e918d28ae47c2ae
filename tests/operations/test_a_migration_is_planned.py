import pytest

from engine.context import reading
from engine.errors import NotAllowedError, NotFoundError
from engine.model.ids import SYSTEM, PersonId
from engine.queries.migration import plan_migration
from engine.queries.migration_records import MigrationPlan
from engine.store import instances
from engine.testing import TestEngine
from tests.operations.diagrams import line, script, service, user


def plan(engine: TestEngine, version: int = 2, **options: dict[str, str]) -> MigrationPlan:
    return plan_migration(engine.context, viewer=SYSTEM, process_id="P", version=version, **options)


def finish(engine: TestEngine, case: str) -> None:
    engine.complete_task(engine.list_user_tasks(case)[0].id)


def test_the_plan_says_which_cases_can_move_and_why_others_cannot(engine):
    engine.deploy(line(user("A"), user("B", name="Look")))
    first, second, done = (engine.start_instance("P") for _ in range(3))
    finish(engine, second)
    finish(engine, done)
    finish(engine, done)
    engine.deploy(line(user("A")))
    found = plan(engine)
    assert [(case.instance, case.movable) for case in found.cases] == [
        (first, True),
        (second, False),
    ]
    [problem] = found.cases[1].problems
    assert "Look is where the case is" in problem.message
    assert (problem.element, problem.file) == ("B", "P.bpmn")
    assert [case.instance for case in found.movable] == [first]


def test_nothing_is_written_by_a_plan(engine):
    engine.deploy(line(user("A")))
    case = engine.start_instance("P")
    engine.deploy(line(user("A"), user("B")))
    with reading(engine.context) as work:
        before = instances.get(work.transaction, case)
    assert plan(engine).movable
    with reading(engine.context) as work:
        assert instances.get(work.transaction, case) == before


def test_removed_renamed_changed_and_added_elements_are_told_apart(engine):
    engine.deploy(line(user("A"), user("B", name="Look"), user("C"), script("X", "=1", "x")))
    engine.start_instance("P")
    engine.deploy(
        line(user("A", form="f"), user("B9", name="Look"), user("C9"), script("Y", "=1", "x")),
        files={"forms/f.form": b'{"type": "default", "components": []}'},
    )
    [version] = plan(engine, mapping={"C": "C9"}).versions
    told = {
        (one.kind, one.element, one.target, one.what, one.suggestion) for one in version.changes
    }
    assert told == {
        ("changed", "A", "", ("form",), ""),
        ("removed", "B", "", (), "B9"),
        ("renamed", "C", "C9", (), ""),
        ("removed", "X", "", (), "Y"),
        ("added", "B9", "", (), ""),
        ("added", "Y", "", (), ""),
    }
    assert (version.version, version.cases, version.mapping) == (1, 1, {"C": "C9"})


def test_a_variable_that_the_case_does_not_have_is_told_unless_the_plan_gives_it(engine):
    engine.deploy(line(user("A"), user("B")))
    case = engine.start_instance("P", {"days": 3})
    finish(engine, case)
    engine.deploy(
        line(script("H", "=8", "hours"), user("A"), user("B"), script("X", "=hours", "y"))
    )
    [outlook] = plan(engine).cases
    assert outlook.movable
    assert "hours" in outlook.warnings[0]
    [outlook] = plan(engine, variables={"hours": "=days * 8"}).cases
    assert outlook.warnings == ()


def test_a_value_that_cannot_be_worked_out_keeps_the_case_where_it_is(engine):
    engine.deploy(line(user("A")))
    engine.start_instance("P")
    engine.deploy(line(user("A"), user("B")))
    [outlook] = plan(engine, variables={"hours": "=days * 8"}).cases
    assert not outlook.movable
    assert "days" in outlook.problems[0].message


def test_a_mapping_that_fits_nothing_stops_the_whole_plan(engine):
    engine.deploy(line(user("A")))
    engine.start_instance("P")
    engine.deploy(line(user("A"), user("B")))
    found = plan(engine, mapping={"Q": "B", "A": "Z"})
    assert [problem.element for problem in found.problems] == ["Q", "A"]
    assert found.movable == ()


def test_each_version_takes_the_part_of_the_mapping_that_speaks_of_it(engine):
    engine.deploy(line(user("A")))
    engine.start_instance("P")
    engine.deploy(line(user("B")))
    engine.start_instance("P")
    engine.deploy(line(user("C")))
    found = plan(engine, version=3, mapping={"A": "C", "B": "C"})
    assert [(one.version, one.mapping) for one in found.versions] == [
        (2, {"B": "C"}),
        (1, {"A": "C"}),
    ]
    assert len(found.movable) == 2
    assert found.mapping_of(1) == {"A": "C"}


def test_a_case_that_stands_still_with_a_failed_call_can_move(engine):
    engine.deploy(line(service("J", "docket:unknown")))
    engine.start_instance("P")
    engine.run_due()
    engine.deploy(line(service("J", "docket:unknown"), user("B")))
    assert len(plan(engine).movable) == 1


def test_only_an_administrator_may_plan(engine):
    engine.deploy(line(user("A")))
    with pytest.raises(NotAllowedError):
        plan_migration(engine.context, viewer=PersonId("ann"), process_id="P", version=1)


def test_a_version_that_was_never_deployed_is_not_found(engine):
    engine.deploy(line(user("A")))
    with pytest.raises(NotFoundError):
        plan(engine, 2)
