import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import feel
from engine.documents.data_file import read_layout, write_file
from engine.errors import ExpressionError, ModelError

STRICT = feel.EvaluationContext(strict=True)
HEAD = 'title = "T"\nrows = "rows"\n'


def write(layout, rows, control=("JAM0001", "2026-01-05"), **scope):
    def evaluate(expression, known):
        return feel.evaluate(expression, known, context=STRICT)

    read = read_layout(layout, "documents/x.csv.toml")
    return write_file(read, {"rows": rows, **scope}, evaluate, control).decode()


def columns(form="text", more=""):
    return f'{HEAD}{more}columns = [{{ heading = "A", value = "row.a", format = "{form}" }}]'


@pytest.mark.parametrize(
    ("form", "value", "cell"),
    [
        ("text", "a, “b”", '"a, “b”"'),
        ("text", 'say "x"', '"say ""x"""'),
        ("number", Decimal("1500.50"), "1500.5"),
        ("number", Decimal(-3), "-3"),
        ("money", Decimal("-1440.005"), "-1440.01"),
        ("date", date(2026, 1, 5), "2026-01-05"),
        ("time", datetime(2026, 1, 5, 8, tzinfo=UTC), "2026-01-05T08:00:00+00:00"),
        ("boolean", True, "Y"),
        ("boolean", False, "N"),
        ("date", None, '""'),
    ],
)
def test_a_value_is_written_in_its_format(form, value, cell):
    assert write(columns(form), [{"a": value}]) == f"A\r\n{cell}\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "#x"])
def test_a_text_is_never_a_formula_or_a_line_of_control(text):
    written = write(columns(), [{"a": text}])
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [f"'{text}"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))))
def test_whatever_is_written_can_be_read_again(texts):
    read = list(
        csv.reader(io.StringIO(write(columns(), [{"a": one} for one in texts]), newline=""))
    )
    cells = [cell[0].removeprefix("'") if cell else "" for cell in read[1:]]
    assert cells == [one.removeprefix("'") for one in texts]


def test_version_number_and_date_come_first_and_totals_last():
    layout = columns("money", 'version = "v-1"\nitem = "row"\ndelimiter = ";"\n') + (
        '\ntotals = [{ heading = "N", value = "count(rows)", format = "number" }]'
    )
    rows = [{"a": Decimal(1)}, {"a": Decimal("2.5")}]
    assert write(layout, rows).split("\r\n") == [
        "#;v-1;JAM0001;2026-01-05",
        "A",
        "1.00",
        "2.50",
        "#;N;2",
        "",
    ]


@pytest.mark.parametrize(
    ("form", "value"),
    [
        ("number", "1"),
        ("text", Decimal(1)),
        ("date", "2026-01-05"),
        ("date", datetime(2026, 1, 5, tzinfo=UTC)),
        ("boolean", "Y"),
        ("text", {"sealed": "x"}),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_place(form, value):
    with pytest.raises(ExpressionError, match="row 1, column A"):
        write(columns(form), [{"a": value}])


def test_rows_that_are_no_list_are_refused():
    with pytest.raises(ExpressionError, match="no list"):
        write(columns(), "x")


@pytest.mark.parametrize(
    ("layout", "why"),
    [
        ("title =", "TOML"),
        ('title = "T"', "rows"),
        (HEAD, "columns"),
        (columns("colour"), "format"),
        (columns(more='delimiter = "::"\n'), "delimiter"),
        (columns(more="colour = 1\n"), "colour"),
        (HEAD + 'columns = [{ heading = "A" }]', "heading, value"),
        (HEAD + 'columns = ["A"]', "heading, value"),
    ],
)
def test_a_layout_that_cannot_be_read_says_why(layout, why):
    with pytest.raises(ModelError, match=why):
        read_layout(layout, "documents/x.csv.toml")
