from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

TYPES = """
<itemDefinition name="tStatus"><typeRef>string</typeRef>
  <allowedValues><text>"UNEMPLOYED", "EMPLOYED", "STUDENT"</text></allowedValues></itemDefinition>
<itemDefinition name="tAge"><typeRef>number</typeRef>
  <allowedValues><text>[0..150]</text></allowedValues></itemDefinition>
<itemDefinition name="tPerson">
  <itemComponent name="name"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="age"><typeRef>tAge</typeRef></itemComponent>
  <itemComponent name="children" isCollection="true"><typeRef>tPerson</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="tPersons" isCollection="true"><typeRef>tPerson</typeRef></itemDefinition>
<itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>
<itemDefinition name="tPair" isCollection="true"><typeRef>number</typeRef>
  <typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>
<itemDefinition name="tMarks" isCollection="true"><typeRef>string</typeRef>
  <allowedValues><text>"a", "b"</text></allowedValues></itemDefinition>
<itemDefinition name="tFewMarks"><typeRef>tMarks</typeRef>
  <typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
<itemDefinition name="tSmall"><typeRef>tNumbers</typeRef>
  <allowedValues><text>&lt; 10</text></allowedValues></itemDefinition>
<itemDefinition name="tLoopSmall"><typeRef>tLoop</typeRef>
  <allowedValues><text>&lt; 10, [5]</text></allowedValues></itemDefinition>
<itemDefinition name="tAlias"><typeRef>tNumbers</typeRef></itemDefinition>
<itemDefinition name="tLoop"><typeRef>tLoop</typeRef></itemDefinition>
<itemDefinition name="tFunction"><functionItem outputTypeRef="number">
  <parameters name="a" typeRef="number"/></functionItem></itemDefinition>
"""


@pytest.fixture
def typed(read, literal) -> Callable[[str, str], object]:
    """Return the value of an expression bound to a decision of a type."""

    def value(text: str, type_ref: str) -> object:
        return read(TYPES + literal("d", text, type_ref=type_ref)).evaluate("d", {}).value

    return value


D = Decimal


@pytest.mark.parametrize(
    ("text", "type_ref", "expected"),
    [
        ('"EMPLOYED"', "tStatus", "EMPLOYED"),
        ('"RETIRED"', "tStatus", None),
        ("1", "tStatus", None),
        ("150", "tAge", D(150)),
        ("151", "tAge", None),
        ("1", "number", D(1)),
        ('"1"', "number", None),
        ('"1"', "string", "1"),
        ("true", "boolean", True),
        ('"true"', "boolean", None),
        ("null", "number", None),
        ("1", "Any", D(1)),
        ("1", "", D(1)),
        ("1", "tUnknown", D(1)),
        ("1", "tLoop", D(1)),
        ("function(a) a", "function<number> -> number", None),
        ("function(a: number) a", "function<Any> -> Any", None),
        ('duration("P1D")', "dayTimeDuration", ...),
        ('duration("P1D")', "days and time duration", ...),
        ('duration("P1D")', "years and months duration", None),
        ('duration("P1M")', "yearMonthDuration", ...),
        ('time("10:00:00")', "time", ...),
        ("{}", "context", {}),
        ("[]", "context", None),
        ("function(a) a", "tFunction", ...),
        ("1", "tFunction", None),
        ("1", "integer", D(1)),
    ],
)
def test_a_result_is_of_the_declared_type_or_null(
    typed, text: str, type_ref: str, expected: object
) -> None:
    value = typed(text, type_ref)
    assert value is not None if expected is ... else value == expected


@pytest.mark.parametrize(
    ("text", "type_ref", "expected"),
    [
        ("[1]", "number", D(1)),
        ("[1, 2]", "number", None),
        ("[]", "number", None),
        ('["a"]', "number", None),
        ("[[1]]", "number", None),
        ("[151]", "tAge", None),
        ("1", "tNumbers", [D(1)]),
        ('"a"', "tNumbers", None),
        ("1", "tAlias", [D(1)]),
        ("[1, 2]", "tNumbers", [D(1), D(2)]),
        ('[1, "a"]', "tNumbers", None),
        ("[1, null]", "tNumbers", [D(1), None]),
        ("[]", "tNumbers", []),
        ("5", "list", [D(5)]),
        ("5", "list<number>", [D(5)]),
        ("5", "list<string>", None),
    ],
)
def test_a_list_of_one_and_its_item_stand_for_each_other(
    typed, text: str, type_ref: str, expected: object
) -> None:
    assert typed(text, type_ref) == expected


def test_a_date_stands_for_its_midnight_in_utc(typed) -> None:
    assert typed('date("2025-03-01")', "date and time") == datetime(2025, 3, 1, tzinfo=UTC)
    assert typed('date("2025-03-01")', "dateTime") == datetime(2025, 3, 1, tzinfo=UTC)
    assert typed('date("2025-03-01")', "date") == date(2025, 3, 1)
    assert typed('date and time("2025-03-01T00:00:00")', "date") is None


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ('{name: "A", age: 5, children: []}', True),
        ('{name: "A"}', True),
        ('{name: "A", more: 1}', True),
        ('{name: "A", age: null}', True),
        ("{name: 1}", False),
        ('{name: "A", age: 200}', False),
        ('{name: "A", children: [{name: "B"}]}', True),
        ('{name: "A", children: [{name: 7}]}', False),
        ('{name: "A", children: {name: "B"}}', False),
        ("5", False),
    ],
)
def test_a_context_fits_when_its_components_do(typed, text: str, fits: bool) -> None:
    assert (typed(text, "tPerson") is not None) is fits
    assert (typed(f"[{text}, {text}]", "tPersons") is not None) is fits


@pytest.mark.parametrize(
    ("text", "type_ref", "fits"),
    [
        ("[1, 2]", "tPair", True),
        ("[1, 2, 3]", "tPair", False),
        ("1", "tPair", False),
        ('["a", "b", "a"]', "tMarks", True),
        ('["a", "c"]', "tMarks", False),
        ('["a", "b"]', "tFewMarks", True),
        ('["a", "b", "a"]', "tFewMarks", False),
        ("[1, 5]", "tSmall", True),
        ("[1, 15]", "tSmall", False),
        ("5", "tSmall", True),
        ("[5]", "tLoopSmall", True),
        ("[15]", "tLoopSmall", False),
    ],
)
def test_allowed_values_are_those_of_items_and_a_constraint_is_of_the_whole(
    typed, text: str, type_ref: str, fits: bool
) -> None:
    assert (typed(text, type_ref) is not None) is fits


def test_an_input_is_converted_and_checked(read, literal, data) -> None:
    model = read(TYPES + data("n: number", "s: tStatus") + literal("d", "[n, s]", needs=("n", "s")))
    assert model.evaluate("d", {"n": [5], "s": "STUDENT"}).value == [D(5), "STUDENT"]
    result = model.evaluate("d", {"n": "5", "s": "?"})
    assert result.value == [None, None]
    assert [warning.element for warning in result.warnings] == ["n", "s"]
    assert model.evaluate("d", {"n": 5, "s": None}).value == [D(5), None]


def test_arguments_are_converted_to_the_types_of_parameters(read, literal, knowledge, feel) -> None:
    body = knowledge("f(n: number, l: tNumbers)", feel("{n: n, l: l}"))
    model = read(TYPES + body + literal("d", "f([1], 2)", knows=("f",)))
    assert model.evaluate("d", {}).value == {"n": D(1), "l": [D(2)]}


def test_a_call_with_an_argument_of_another_type_is_null(read, literal, knowledge, feel) -> None:
    body = knowledge("f(n: number)", feel('if n = null then "none" else "some"'))
    model = read(body + literal("d", '[f("a"), f(null), f(1)]', knows=("f",)))
    assert model.evaluate("d", {}).value == [None, "none", "some"]


def test_the_result_of_a_knowledge_model_is_of_its_type(read, literal, knowledge, feel) -> None:
    body = knowledge("f(x): number", feel("x")) + knowledge("g(x): tFunction", feel("x"))
    body += knowledge("h(x): function<Any> -> number", feel("x"))
    model = read(
        TYPES + body + literal("d", '[f("a"), f([2]), g(3), g("a"), h("a")]', knows=("f", "g", "h"))
    )
    assert model.evaluate("d", {}).value == [None, D(2), D(3), None, None]


def test_a_type_may_have_the_name_of_one_of_feel(read, literal) -> None:
    item = '<itemDefinition name="date"><typeRef>string</typeRef></itemDefinition>'
    assert read(item + literal("d", '"x"', type_ref="date")).evaluate("d", {}).value == "x"


def test_an_old_model_names_types_with_prefixes(read, literal) -> None:
    body = (
        '<decision id="d" name="d" xmlns:feel="http://www.omg.org/spec/FEEL/20140401" '
        'xmlns:own="https://example.org/leave"><variable name="d" typeRef="own:tAge"/>'
        "<literalExpression><text>151</text></literalExpression></decision>"
        '<decision id="e" name="e" xmlns:feel="http://www.omg.org/spec/FEEL/20140401">'
        '<variable name="e" typeRef="feel:string"/>'
        "<literalExpression><text>151</text></literalExpression></decision>"
    )
    model = read(TYPES + body, version="http://www.omg.org/spec/DMN/20151101/dmn.xsd")
    assert model.evaluate("d", {}).value is None
    assert model.evaluate("e", {}).value is None


@pytest.mark.parametrize(
    "version",
    [
        "http://www.omg.org/spec/DMN/20130901",
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_every_version_of_the_standard_is_read(read, literal, version: str) -> None:
    assert read(literal("d", "1 + 1"), version=version).evaluate("d", {}).value == D(2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"EMPLOYED" instance of tStatus', True),
        ('"RETIRED" instance of tStatus', False),
        ("null instance of tStatus", False),
        ('{name: "A"} instance of tPerson', True),
        ("{name: 1} instance of tPerson", False),
        ("[1] instance of tNumbers", True),
        ("1 instance of tNumbers", False),
        ("1 instance of tGone", False),
        ("1 instance of number", True),
    ],
)
def test_an_expression_asks_for_a_type_of_the_model(typed, text: str, expected: bool) -> None:
    assert typed(text, "") is expected


@pytest.mark.parametrize(
    ("text", "type_ref", "expected"),
    [
        ("5", "number", D(5)),
        ('"five"', "number", None),
        ("[5]", "number", D(5)),
        ("5", "tNumbers", [D(5)]),
        ("200", "tAge", None),
    ],
)
def test_an_expression_may_declare_its_own_type(read, text, type_ref, expected) -> None:
    boxed = f'<literalExpression typeRef="{type_ref}"><text>{text}</text></literalExpression>'
    entry = f'<contextEntry><variable name="a"/>{boxed}</contextEntry>'
    body = f'<decision id="d" name="d"><variable name="d"/><context>{entry}</context></decision>'
    assert read(TYPES + body).evaluate("d", {}).value == {"a": expected}


def test_a_value_that_its_type_does_not_allow_is_told_what_is_allowed(read, literal) -> None:
    result = read(TYPES + literal("d", "200", type_ref="tAge")).evaluate("d", {})
    assert "not one that the type tAge allows: [0..150]" in result.warnings[0].message
    result = read(TYPES + literal("d", '"x"', type_ref="tAge")).evaluate("d", {})
    assert "A value of type string is not of the type tAge" in result.warnings[0].message
