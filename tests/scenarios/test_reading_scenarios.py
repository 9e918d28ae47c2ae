import pytest

from engine.errors import ModelError
from engine.scenarios.read import read_scenarios

PART = b"""
[defaults]
days = 2
[[step]]
actor = "$who"
task = "ask"
answers = { days = "$days" }
"""
STORY = b"""
title = "A story"
clauses = ["C1"]
[[step]]
use = "asking"
with = { who = "amina" }
[expect]
end = "done"
"""


def test_a_part_stands_in_place_of_the_step_that_uses_it() -> None:
    (scenario,) = read_scenarios({"story.toml": STORY, "parts/asking.toml": PART})
    (step,) = scenario.steps
    assert (step.actor, step.task, step.answers) == ("amina", "ask", {"days": 2})


def test_a_part_that_is_not_there_is_named_with_the_remedy() -> None:
    with pytest.raises(ModelError, match=r"no part asking. Add parts/asking.toml"):
        read_scenarios({"story.toml": STORY})


def test_a_misspelt_key_is_refused_so_that_no_expectation_is_lost() -> None:
    with pytest.raises(ModelError, match="“ends” is not known"):
        read_scenarios(
            {"story.toml": STORY.replace(b"end =", b"ends ="), "parts/asking.toml": PART}
        )


def test_a_scenario_needs_a_title_clauses_and_a_step() -> None:
    with pytest.raises(ModelError, match="A scenario has a title"):
        read_scenarios({"story.toml": b"title = 'x'\n"})


def test_broken_toml_is_named_with_its_line() -> None:
    with pytest.raises(ModelError) as caught:
        read_scenarios({"story.toml": b"title = 'x'\nclauses = [\n"})
    assert caught.value.problems[0].file == "story.toml"


def test_a_step_may_pick_up_a_case_that_nobody_started() -> None:
    story = STORY.replace(b'use = "asking"', b'begun = "other"').replace(b"with =", b"answers =")
    (scenario,) = read_scenarios({"story.toml": b'procedures = ["third"]\n' + story})
    assert (scenario.steps[0].begun, scenario.procedures) == ("other", ("third",))
