from dataclasses import dataclass

import pytest

from engine import spiff
from engine.errors import ModelError
from engine.model import events
from tests.spiff.driver import Driver, environment, hours, model


@dataclass(frozen=True)
class Version:
    name: str

    def read(self) -> spiff.Definition:
        return spiff.parse({"p.bpmn": model(self.name)}, "P")


def begun(name: str) -> Driver:
    return Driver(Version(name).read(), environment()).start({"k": 1})


def moved(
    case: Driver, name: str, mapping: dict[str, str] | None = None, **variables: object
) -> Driver:
    new = Version(name).read()
    assert case.state is not None
    case.state = spiff.migrate(case.state, case.definition, new, mapping or {})
    case.definition = new
    return case.apply(
        events.InstanceMigrated(
            definition_version=2, checksum="", mapping=mapping or {}, variables=variables
        )
    )


def test_a_step_added_before_changes_nothing_and_a_new_limit_is_waited_for():
    case = moved(begun("version_1").done("A"), "version_2_step_and_border")
    assert case.open() == ["U"]
    assert case.waits("timer")[0].due == hours(1)
    case.at(hours(1))
    assert case.open() == ["L"]


def test_a_limit_that_was_removed_is_no_longer_waited_for():
    case = moved(begun("version_2_step_and_border").done("A"), "version_1")
    assert case.waits("timer") == []
    assert case.told(events.WaitEnded) == ["BT"]
    assert case.done("U").done("N").completed


def test_an_element_with_another_id_is_found_by_the_plan():
    case = begun("version_1").done("A")
    with pytest.raises(ModelError, match="nothing like it"):
        moved(case, "version_2_renamed")
    assert moved(case, "version_2_renamed", {"U": "U9"}).done("U9").done("N").completed


def test_a_new_event_sub_process_listens_in_the_running_scope():
    case = moved(begun("version_1").done("A"), "version_2_listens")
    assert case.message("Msg", "1")
    assert sorted(case.open()) == ["ES_U", "U"]


def test_variables_are_given_on_the_way():
    assert moved(begun("version_1"), "version_2_listens", extra=5).v["extra"] == 5


def test_another_kind_of_element_is_refused_and_changes_nothing():
    case = begun("version_1").done("A")
    before = case.state
    with pytest.raises(ModelError) as refused:
        spiff.migrate(case.state, case.definition, Version("version_2_renamed").read(), {"U": "s"})
    assert [problem.element for problem in refused.value.problems] == ["U"]
    assert case.state == before


@pytest.mark.parametrize(
    ("name", "inputs"),
    [
        ("parallel_rework", ["A"]),
        ("multi_instance_parallel", ["W"]),
        ("compensation", ["A", "B"]),
        ("call_activity", []),
        ("event_sub_process_message_non_interrupting", []),
        ("event_gateway", []),
        ("transaction", ["A"]),
    ],
)
def test_a_case_moved_to_the_same_diagram_is_as_it_was(name, inputs):
    case = Driver(Version(name).read(), environment()).start(
        {"k": 1, "x": 1, "items": [{"n": 1}, {"n": 2}]}
    )
    for element in inputs:
        case.done(element, w=1)
    assert case.state is not None
    again = spiff.migrate(case.state, case.definition, Version(name).read(), {})
    assert spiff.inspect(case.definition, again) == case.case()
