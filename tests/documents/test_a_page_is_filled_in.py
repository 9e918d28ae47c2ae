from datetime import date
from decimal import Decimal

import pytest

from engine import feel
from engine.documents.filling import fill_in, write_line
from engine.documents.page import Filled, Frame, make_page
from engine.documents.template import read_template
from engine.errors import ExpressionError, LimitError, ModelError

STRICT = feel.EvaluationContext(strict=True)


def evaluate(expression, scope):
    return feel.evaluate(expression, scope, context=STRICT)


def fill(body, language="en", **scope):
    template = read_template(f"# Title\n{body}", "documents/x.md")
    return fill_in(template, scope, evaluate, language)


def page(body="", title="Title", language="en", number="JAM0005", landscape=False):
    frame = Frame(
        unit="Office <A>",
        number=number,
        date="1 May 2026",
        case="C-1",
        language=language,
        landscape=landscape,
    )
    return make_page(Filled(title=title, body=body), frame).decode()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<i>&amp;</i>", "&lt;i&gt;&amp;amp;&lt;/i&gt;"),
        ("**a** | b [x](y)", "**a** | b [x](y)"),
        ("one\ntwo", "one<br>two"),
        ("a\0b\x1bc", "abc"),
        ("\ue0000\ue001", "\ue0000\ue001"),
        (["a", "b"], "a, b"),
        (None, ""),
    ],
)
def test_a_value_is_shown_as_it_is(value, shown):
    assert fill("{{ it }}", it=value) == f"<p><bdi>{shown}</bdi></p>\n"


def test_places_keep_the_emphasis_around_them():
    assert fill("**{{ it }}**", it="x") == "<p><strong><bdi>x</bdi></strong></p>\n"


def test_rows_are_repeated_for_each_item_and_may_be_chosen():
    body = """
| No. | Item |
|--:|---|
{% for line in lines %}
{% if line.shown %}
| {{ loopCounter }} | {{ line.name }} |
{% else %}
| - | hidden |
{% end %}
{% end %}
"""
    lines = [{"name": "a", "shown": True}, {"name": "b", "shown": False}]
    html = fill(body, lines=lines)
    assert html.count("<tr>") == 3
    assert '<td class="end"><bdi>1</bdi></td>' in html
    assert "hidden" in html
    assert "<bdi>b</bdi>" not in html


def test_loops_lie_within_each_other():
    body = "{% for a in all %}\n{% for b in a %}\n- {{ b }}\n{% end %}\n{% end %}"
    assert fill(body, all=[["x"], ["y", "z"]]).count("<li>") == 3


def test_a_table_with_an_empty_head_is_a_list_of_facts():
    html = fill("\n| | |\n|---|---|\n| Order | {{ it }} |\n", it="PO 1")
    assert '<table class="facts">' in html
    assert '<th scope="row">Order</th>' in html
    assert "<thead>" not in html


def test_columns_have_headings_that_screen_readers_know():
    assert '<th scope="col">Item</th>' in fill("\n| Item |\n|---|\n| a |\n")


@pytest.mark.parametrize(
    ("language", "money", "day"),
    [
        ("en", "1,234,567.01", "9 March 2026"),
        ("fr", "1\u202f234\u202f567,01", "9 mars 2026"),
        ("es", "1\u202f234\u202f567,01", "9 de marzo de 2026"),
        ("ru", "1\u202f234\u202f567,01", "9 марта 2026 г."),  # noqa: RUF001  -- Russian
        ("ar", "1,234,567.01", "9 مارس 2026"),
        ("zh", "1,234,567.01", "2026年3月9日"),
        ("sw", "1,234,567.01", "2026-03-09"),
    ],
)
def test_figures_and_days_are_those_of_the_language(language, money, day):
    html = fill(
        "{{ money: sum }} {{ on }}", language, sum=Decimal("1234567.005"), on=date(2026, 3, 9)
    )
    assert money in html
    assert day in html


def test_a_number_keeps_the_decimals_that_it_has():
    assert "<bdi>1,500.5</bdi>" in fill("{{ number: it }}", it=Decimal("1500.50"))


def test_signatures_have_a_line_until_they_have_a_name_and_a_date():
    body = """{% signatures [{for: "Received by", name: "Ann", date: date("2026-03-09")},
      {for: "Checked", name: "Bob"}, {for: "Issued", date: date("2026-03-09")}] %}"""
    html = fill(body)
    assert html.count('class="signature"') == 3
    assert html.count('class="line"') == 2
    assert "<bdi>9 March 2026</bdi>" in html


@pytest.mark.parametrize(
    ("body", "scope", "why"),
    [
        ("a\n{{ nobody }}", {}, "line 3"),
        ("{{ it }}", {"it": {"a": Decimal(1)}}, "context"),
        ("{{ it }}", {"it": {"sealed": "x"}}, "confidential"),
        ("{{ money: it }}", {"it": "x"}, "no number"),
        ("{% for a in it %}\n{% end %}", {"it": "x"}, "no list"),
        ("{% if it %}\n{% end %}", {"it": "x"}, "neither true nor false"),
        ("{% signatures it %}", {"it": "x"}, "signature"),
        ('{% signatures {for: "a", sum: 1} %}', {}, "signature"),
    ],
)
def test_what_cannot_be_written_is_named_with_its_line(body, scope, why):
    with pytest.raises(ExpressionError, match=why) as refused:
        fill(body, **scope)
    assert "documents/x.md, line" in str(refused.value)


def test_a_document_without_end_is_stopped():
    nested = "{% for a in all %}\n" * 3 + "x\n" + "{% end %}\n" * 3
    with pytest.raises(LimitError, match="Split it"):
        fill(nested, all=[Decimal(1)] * 50)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no title"),
        ("Title", "no title"),
        ("+++\ntype = 'IN'\n# T", "no end"),
        ("+++\ntype = \n+++\n# T", "TOML"),
        ("+++\ncolour = 1\n+++\n# T", "colour"),
        ("+++\ntype = 'in note'\n+++\n# T", "type"),
        ("+++\npaper = 'A3'\n+++\n# T", "paper"),
        ("+++\nconfidential = 'x'\n+++\n# T", "list of variables"),
        ("# T\n{% for a in b %}", "no end"),
        ("# T\n{% for a %}\n{% end %}", "cannot be read"),
        ("# T\n{% if a %}\n{% else %}", "no end"),
        ("# T\n{% end %}", "closes nothing"),
        ("# T\n{% while a %}", "not known"),
        ("# T\ntext {% if a %}", "within a line"),
    ],
)
def test_a_template_that_cannot_be_read_says_where(text, why):
    with pytest.raises(ModelError, match=why) as refused:
        read_template(text, "documents/x.md")
    assert refused.value.problems[0].file == "documents/x.md"
    assert refused.value.problems[0].line > 0


def test_the_title_is_plain_text():
    template = read_template("# Note of {{ name }}\n", "documents/x.md")
    assert write_line(template.title, {"name": "a\n<b>"}, evaluate, "x", "en") == "Note of a <b>"


def test_the_page_allows_nothing_but_its_own_style():
    html = page("<p>x</p>")
    assert "default-src 'none'; style-src 'sha256-" in html
    assert "Office &lt;A&gt;" in html
    assert "style=" not in html
    assert "<script" not in html


def test_a_title_cannot_break_out_of_the_style():
    html = page(title='"} </style><script>', number="")
    assert html.count("</style>") == 1
    assert "<script>" not in html


def test_a_page_in_arabic_runs_from_right_to_left():
    assert '<html lang="ar" dir="rtl">' in page(language="ar")


def test_a_page_may_lie_on_its_side():
    assert "size: A4 landscape" in page(landscape=True)
