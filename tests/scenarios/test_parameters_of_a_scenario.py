from datetime import date
from decimal import Decimal

from engine.model.procedure import read_procedure
from engine.scenarios.parameters import change_parameters

SETTINGS = b"""
id = "x"
title = "X"
prefix = "X"
owner = "process_owner"
source = "A text"

[parameters."x.table"]
title = "A table that its owner loads"
source = "Proposed"
columns = { kind = "text", days = "number", share = "number", since = "date" }
values = [{ from = 2000-01-01, value = [] }]
"""


def _value(value: object) -> object:
    files = {"procedure.toml": SETTINGS, "policy.md": b""}
    changed = change_parameters({"x": files}, {"x.table": value})["x"]
    return read_procedure(changed).parameter("x.table", date(2025, 1, 1))


def test_a_table_of_rows_may_be_loaded_for_a_scenario() -> None:
    rows = [{"kind": "FIXED", "days": 65, "share": Decimal("0.5"), "since": date(2024, 1, 1)}]
    assert _value(rows) == [
        {"kind": "FIXED", "days": Decimal(65), "share": Decimal("0.5"), "since": date(2024, 1, 1)}
    ]


def test_a_figure_stays_a_figure() -> None:
    assert _value(Decimal("1.25")) == Decimal("1.25")


def test_a_text_with_quotes_stays_as_it_is() -> None:
    assert _value('say "so"') == 'say "so"'
