import re
from pathlib import Path

from tests.spiff.driver import MODELS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "constructs.md").read_text(encoding="utf-8")
RUN, REFUSED = TEXT.split("## Refused")
NAMES = set(re.findall(r"`(\w[\w-]*)`", RUN))


def test_every_model_and_test_of_the_table_is_there():
    models = {path.stem for path in MODELS.glob("*.bpmn")}
    tests = {path.stem for path in Path(__file__).parent.glob("test_*.py")}
    assert NAMES - tests - models == set()
    assert models - NAMES == set()


def test_every_rule_of_the_table_is_checked():
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "engine/spiff/importing").glob("*.py")
    )
    rules = set(re.findall(r"`([a-z-]+)`", REFUSED.split("Departures")[0]))
    made_of_kinds = {rule for rule in rules if rule.endswith(("-without-name", "-without-code"))}
    assert {rule for rule in rules - made_of_kinds if f'"{rule}"' not in source} == set()
