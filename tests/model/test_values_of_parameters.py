from datetime import date
from decimal import Decimal

import pytest

from engine.errors import ModelError
from engine.model.parameter_values import change_values, read_value, write_value
from engine.model.procedure import read_procedure

SETTINGS = """\
id = "loans"
title = "Loans"
prefix = "LOA"
owner = "process_owner"
source = "A source"

# Why ten: see the minutes.
[parameters."answer.within"]
title = "Time to answer"
source = "A-1"
choices = ["WD:5", "WD:10"]
values = [{ from = 2020-01-01, value = "WD:10" }]  # since the beginning

[parameters.ceiling]
title = "Ceiling"
unit = "USD"
source = "A-2"
values = [
  { from = 2020-01-01, value = 100 },
  { from = 2025-07-01, value = 250.50 },
]

[parameters.open]
title = "Open to all"
source = "A-3"
values = [{ from = 2020-01-01, value = true }]

[parameters.ways]
title = "Ways to send it"
source = "A-4"
values = [{ from = 2020-01-01, value = ["PAPER", "ONLINE"] }]

[parameters.rates]
title = "Rates"
source = "loaded"
columns = { cover = "text", since = "date", rate = "number" }
values = [{ from = 2020-01-01, value = [] }]
"""
SHARED = """\
["late.days"]
title = "Days late"
source = "B-1"
values = [{ from = 2020-01-01, value = 3 }]
"""
FILES = {"procedure.toml": SETTINGS.encode(), "shared/parameters.toml": SHARED.encode()}
FROM = date(2027, 1, 1)


def parameter(name, files=FILES):
    return read_procedure(files).parameters[name]


def change(name, *values):
    held = parameter(name).values
    return change_values(FILES, name, [*held, *values])


def test_a_new_value_holds_from_its_day_and_the_rest_of_the_file_stays_as_it_was():
    changed = change("answer.within", (FROM, "WD:5"))
    found = parameter("answer.within", changed)
    assert found.value_on(date(2026, 12, 31)) == "WD:10"
    assert found.value_on(FROM) == "WD:5"
    text = changed["procedure.toml"].decode()
    assert "# Why ten: see the minutes." in text
    before, after = SETTINGS.splitlines(), text.splitlines()
    assert [line for line in before if line not in after] == [
        'values = [{ from = 2020-01-01, value = "WD:10" }]  # since the beginning'
    ]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("ceiling", "1250.05", Decimal("1250.05")),
        ("open", "false", False),
        ("ways", "PAPER\n\n ONLINE \nFAX", ["PAPER", "ONLINE", "FAX"]),
        (
            "rates",
            "cover,since,rate\nFAMILY,2026-07-01,43.05\n",
            [{"cover": "FAMILY", "since": date(2026, 7, 1), "rate": Decimal("43.05")}],
        ),
    ],
)
def test_what_a_person_writes_is_read_kept_and_written_again(name, text, value):
    found = read_value(parameter(name), text)
    assert found == value
    kept = parameter(name, change(name, (FROM, found)))
    assert kept.value_on(FROM) == value
    assert read_value(kept, write_value(kept, value)) == value


def test_a_table_may_come_from_a_spreadsheet_of_another_country():
    found = read_value(parameter("rates"), "\ufeffrate;cover;since\r\n1.5;ALONE;2026-01-01\r\n")
    assert found == [{"cover": "ALONE", "since": date(2026, 1, 1), "rate": Decimal("1.5")}]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("answer.within", "WD:7", "none of its choices: WD:5, WD:10"),
        ("ceiling", "a lot", "“a lot” is not a number"),
        ("ceiling", "NaN", "“NaN” is not a number"),
        ("open", "maybe", "“maybe” is not true or false"),
        ("rates", "", "it has nothing"),
        ("rates", "cover,rate\nA,1\n", "must name cover, since, rate; it has cover, rate"),
        ("rates", "cover,since,rate\nA,2026-01-01\n", "Line 2 has 2 cells"),
        ("rates", "cover,since,rate\nA,2026-01-01,x\n", "Line 2, rate: “x” is not a number"),
        ("rates", "cover,since,rate\nA,1 July,1\n", "Line 2, since: “1 July” is not a date"),
    ],
)
def test_what_cannot_be_a_value_is_refused_with_the_place(name, text, said):
    with pytest.raises(ModelError) as refused:
        read_value(parameter(name), text)
    [problem] = refused.value.problems
    assert said in problem.message
    assert problem.element == name


def test_a_shared_parameter_gets_values_of_this_procedure_only():
    changed = change("late.days", (FROM, Decimal(5)))
    assert changed["shared/parameters.toml"] == FILES["shared/parameters.toml"]
    assert parameter("late.days", changed).value_on(FROM) == 5
    assert parameter("late.days", changed).title == "Days late"


def test_a_parameter_that_is_not_there_is_named():
    with pytest.raises(ModelError, match="no parameter nothing"):
        change_values(FILES, "nothing", [(FROM, 1)])


def test_a_column_of_an_unknown_kind_is_a_problem():
    files = {"procedure.toml": SETTINGS.replace('rate = "number"', 'rate = "money"').encode()}
    with pytest.raises(ModelError, match="money"):
        read_procedure(files)
