import pytest

from engine import feel

_TYPES = {
    "amount": feel.type_of("number"),
    "day": feel.type_of("date"),
    "flag": feel.type_of("boolean"),
    "person": feel.type_of("context<name: string, age: number, address: context<city: string>>"),
    "claims": feel.type_of("list<context<cost: number, day: date>>"),
    "pre-bureau": feel.type_of("string"),
    "other": None,
}


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("amont > 3", 1, "amont"),
        ('amount > "3"', 1, "compared"),
        ("person < person", 1, "no order"),
        ("person.nme", 8, "nme"),
        ("person.address.town", 16, "town"),
        ("amount.x", 8, "x"),
        ("day.hour", 5, "hour"),
        ("amount + day", 10, "+"),
        ('amount - 1 + "x"', 14, "+"),
        ("-day", 1, "date"),
        ("claims[cst > 3]", 8, "cst"),
        ('claims[cost > "a"]', 8, "compared"),
        ('claims["a"]', 8, "filter"),
        ("claims.dy", 8, "dy"),
        ("for c in claims return c.dy", 26, "dy"),
        ("some c in claims satisfies c.cost", 30, "true nor false"),
        ("if amount then 1 else 2", 4, "true nor false"),
        ("flag and amount", 10, "true nor false"),
        ("days over(day)", 1, "days over"),
        ("substring(person.name)", 1, "start position"),
        ("substring(amount, 1)", 1, "string"),
        ("substring(text: person.name, start position: 1)", 1, "text"),
        ("string length(person.name, 1)", 1, "argument"),
        ("min()", 1, "argument"),
        ("amount(1)", 1, "not a function"),
        ('amount in ["a"]', 11, "compared"),
        ('amount between 1 and "a"', 22, "compared"),
        ('[1.."a"]', 1, "compared"),
        ('@"2027-02-30"', 1, "2027-02-30"),
        ("{a: 1, b: c}", 11, "c"),
        ("1 +", 4, "breaks off"),
        ("= amont", 3, "amont"),
    ],
)
def test_a_mistake_is_found_before_the_expression_runs(text, column, word):
    found = feel.check(text, _TYPES)
    assert [(problem.line, problem.column) for problem in found] == [(1, column)]
    assert word in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "amount > 3 and flag",
        "sum(claims.cost) + amount",
        'claims[cost > amount][1].day + @"P1D"',
        "count(claims[item.cost > 3])",
        "other.anything + 1",
        "other[x > 1].y",
        "for o in other return o.z",
        'day - @"2027-01-01" > @"P3D"',
        'person.address.city + "x"',
        'pre-bureau = "LOW"',
        "{a: 1, b: a + 1}.b",
        "(function(x) x + 1)(2)",
        "sort(claims, function(a, b) a.cost < b.cost)[1].cost > 3",
        "if flag then 1 else null",
        "amount = null",
        "min(1, 2, amount)",
        'string join([person.name], ", ")',
        'date and time(day, time("10:00:00")).hour',
        "every c in claims, d in claims satisfies c.cost = d.cost",
        "1 in [1..5]",
        "amount in (< 3, > 5)",
        'day of week(day) in ("Monday", "Friday")',
    ],
)
def test_a_sound_expression_has_no_problems(text):
    assert feel.check(text, _TYPES) == []


def test_a_cell_is_checked_against_the_value_it_tests():
    number = {"?": feel.type_of("number"), **_TYPES}
    assert feel.check("< 5, [10..20], amount", number, start="tests") == []
    assert feel.check('< 5, "a"', number, start="tests")[0].column == 6
    assert feel.check("? > limit", number, start="tests")[0].column == 5


def test_a_near_name_is_proposed():
    assert "amount" in feel.check("amont", _TYPES)[0].remedy
    assert "count" in feel.check("coutn(claims)", _TYPES)[0].remedy


def test_registered_functions_are_checked_by_their_types():
    functions = feel.Functions()
    functions.add(
        "days over", lambda day, limit=1: 1, parameters={"day": "date", "limit": "number"},
        result="number",
    )  # fmt: skip
    assert feel.check("days over(day) + 1", _TYPES, functions) == []
    assert feel.check("days over(day, 2) + 1", _TYPES, functions) == []
    assert "date" in feel.check("days over(amount)", _TYPES, functions)[0].message
    assert "+" in feel.check('days over(day) + "x"', _TYPES, functions)[0].message


def test_the_result_may_have_to_be_of_a_type():
    wanted = feel.type_of("boolean")
    assert feel.check("amount > 1", _TYPES, wanted=wanted) == []
    assert "boolean" in feel.check("amount + 1", _TYPES, wanted=wanted)[0].message
    assert feel.check("other", _TYPES, wanted=wanted) == []


def test_a_variable_that_is_no_function_does_not_hide_the_function_of_its_name():
    types = {"count": feel.type_of("number"), "sum": None, "items": feel.type_of("list<number>")}
    assert feel.check("count(items) + count > 3 and sum(items) > 2", types) == []
    assert "count" in feel.check('count("a", 1) > 3 and counts(1)', types)[-1].message
