import tomllib
from datetime import date
from decimal import Decimal

import pytest

from engine.errors import ModelError
from engine.model.procedure import SETTINGS, read_procedure
from engine.scenarios.parameters import change_parameters

FOLDER = {
    SETTINGS: b"""
id = "loans"
title = "Loans"
prefix = "LOA"
owner = "process_owner"
source = "Handbook"

[parameters."rates"]
title = "Rates"
source = "Handbook"
columns = { level = "text", rate = "number", since = "date", days = "number" }
values = [{ from = 2000-01-01, value = [] }]
"""
}


def test_a_table_of_rates_is_set_as_the_scenario_writes_it() -> None:
    rates = [{"level": "a", "rate": Decimal("0.29"), "since": date(2005, 7, 1), "days": 31}]
    changed = change_parameters({"loans": FOLDER}, {"rates": rates})["loans"]
    assert tomllib.loads(changed[SETTINGS].decode(), parse_float=Decimal)["parameters"]["rates"][
        "values"
    ] == [{"from": date(2000, 1, 1), "value": rates}]


def test_whole_numbers_in_a_table_are_numbers_of_the_expressions() -> None:
    changed = change_parameters({"loans": FOLDER}, {"rates": [{"days": 31}]})["loans"]
    found = read_procedure(changed).parameter("rates", date(2025, 1, 1))
    assert found == [{"days": Decimal(31)}]
    assert isinstance(found[0]["days"], Decimal)


def test_a_parameter_that_no_procedure_has_is_named() -> None:
    with pytest.raises(ModelError, match="No procedure has a parameter rate"):
        change_parameters({"loans": FOLDER}, {"rate": 1})
