"""The routing table of the leave procedures, as dmn-js writes it, with their worked examples."""

from pathlib import Path

import pytest

from engine import dmn

FILE = Path(__file__).parent / "models" / "leave_route.dmn"


@pytest.fixture(scope="module")
def model() -> dmn.Model:
    return dmn.load(FILE.read_bytes(), file=FILE.name)


@pytest.mark.parametrize(
    ("kind", "certificate", "used", "days", "route", "rule"),
    [
        ("CERTIFIED", True, 14, 5, "P7", 5),
        ("CERTIFIED", True, 15, 5, "P7", 5),
        ("CERTIFIED", True, 14, 7, "P6", 6),
        ("CERTIFIED", True, 0, 21, "P6", 6),
        ("CERTIFIED", True, 15, 9, "P6", 6),
        ("CERTIFIED", False, 0, 1, "BLOCK_CERTIFICATE", 4),
        ("UNCERTIFIED_ILLNESS", None, 5, 3, "BLOCK_BALANCE", 3),
        ("UNCERTIFIED_ILLNESS", None, 5, 2, "P9_AUTO", 1),
        ("UNCERTIFIED_FAMILY", None, 4, 3, "P9_SUPERVISOR", 2),
    ],
)
def test_the_worked_examples(
    model, kind: str, certificate: bool | None, used: int, days: int, route: str, rule: int
) -> None:
    inputs = {
        "request": {"type": kind, "certificate": certificate},
        "usl used": used,
        "csl used": used,
        "days": days,
    }
    result = model.evaluate("leave_route", inputs, strict=True)
    assert result.value == route
    assert [it.number for it in result.rules] == [rule]
    assert result.inputs["Certified days used + requested"] == used + days


def test_the_rule_is_told_in_words(model) -> None:
    inputs = {
        "request": {"type": "CERTIFIED", "certificate": True},
        "usl used": 0,
        "csl used": 20,
        "days": 1,
    }
    (rule,) = model.evaluate("leave_route", inputs).rules
    assert (rule.number, rule.annotations) == (6, ("total over 20 days",))


def test_nothing_is_wrong_with_the_table(model) -> None:
    names = dict.fromkeys(["request", "usl used", "csl used", "days"])
    assert dmn.find_problems(model, names) == []
