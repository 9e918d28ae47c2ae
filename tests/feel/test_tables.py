"""Goes through the standard's tables value by value.

Each line of a table is ``expression => value``; the value is written as FEEL writes it. A line that
starts with ``#`` says what the lines below it show.
"""

from pathlib import Path

import pytest

from engine import feel

_TABLES = sorted((Path(__file__).parent / "tables").glob("*.txt"))


def _lines():
    for table in _TABLES:
        for number, line in enumerate(table.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                text, _, value = line.rpartition(" => ")
                yield pytest.param(text.strip(), value.strip(), id=f"{table.stem}:{number}")


@pytest.mark.parametrize(("text", "value"), list(_lines()))
def test_an_expression_has_the_value_that_the_standard_gives_it(text, value):
    assert feel.format(feel.evaluate(text)) == value


@pytest.mark.parametrize(("text", "value"), list(_lines()))
def test_an_expression_written_back_has_the_same_value(text, value):
    again = feel.to_text(feel.parse(text, feel.BUILT_IN.special))
    assert feel.format(feel.evaluate(again)) == value


def test_every_built_in_function_is_in_a_table():
    written = "\n".join(table.read_text(encoding="utf-8") for table in _TABLES)
    missing = [row.name for row in feel.describe_functions() if f"{row.name}(" not in written]
    assert missing == []
