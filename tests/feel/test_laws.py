import decimal
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import feel

_THREE = st.sampled_from([True, False, None])
_NUMBERS = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4
)
_STANDARD = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.DivisionByZero, decimal.InvalidOperation, decimal.Overflow],
)
_few = settings(max_examples=60, deadline=None)


def _value(text, **scope):
    return feel.evaluate(text, scope)


@_few
@given(_THREE, _THREE)
def test_not_turns_and_into_or(a, b):
    assert _value("not(a and b)", a=a, b=b) is _value("not(a) or not(b)", a=a, b=b)


@_few
@given(_THREE, _THREE)
def test_the_order_of_sides_does_not_matter(a, b):
    for word in ("and", "or"):
        assert _value(f"a {word} b", a=a, b=b) is _value(f"b {word} a", a=a, b=b)


@_few
@given(_THREE, _THREE, _THREE)
def test_grouping_of_sides_does_not_matter(a, b, c):
    for word in ("and", "or"):
        left = _value(f"(a {word} b) {word} c", a=a, b=b, c=c)
        assert left is _value(f"a {word} (b {word} c)", a=a, b=b, c=c)
        assert left is _value(f"a {word} b {word} c", a=a, b=b, c=c)


@_few
@given(_NUMBERS, _NUMBERS)
def test_numbers_are_worked_out_as_decimal128(a, b):
    assert _value("a + b", a=a, b=b) == _STANDARD.add(a, b)
    assert _value("a - b", a=a, b=b) == _STANDARD.subtract(a, b)
    assert _value("a * b", a=a, b=b) == _STANDARD.multiply(a, b)
    assert _value("a / b", a=a, b=b) == (_STANDARD.divide(a, b) if b else None)
    assert _value("a < b", a=a, b=b) is (a < b)
    assert _value("a = b", a=a, b=b) is (a == b)


@_few
@given(_NUMBERS, _NUMBERS)
def test_modulo_keeps_to_its_definition(a, b):
    if b:
        rest = _value("modulo(a, b)", a=a, b=b)
        assert rest == 0 or (rest < 0) == (b < 0)
        assert abs(rest) < abs(b)


@_few
@given(_NUMBERS, st.integers(-4, 6))
def test_rounding_agrees_with_decimal(a, scale):
    whole = decimal.Decimal(1).scaleb(-scale)
    for name, rounding in (
        ("decimal", decimal.ROUND_HALF_EVEN),
        ("floor", decimal.ROUND_FLOOR),
        ("ceiling", decimal.ROUND_CEILING),
        ("round up", decimal.ROUND_UP),
        ("round down", decimal.ROUND_DOWN),
        ("round half up", decimal.ROUND_HALF_UP),
        ("round half down", decimal.ROUND_HALF_DOWN),
    ):
        expected = a.quantize(whole, rounding, _STANDARD)
        assert _value(f"{name}(a, s)", a=a, s=scale) == expected


@_few
@given(*[st.integers(-5, 5)] * 4, *[st.booleans()] * 4)
def test_ranges_lie_to_each_other_as_their_points_do(a, b, c, d, w, x, y, z):
    a, b, c, d = min(a, b), max(a, b), min(c, d), max(c, d)
    one, other = _range(a, b, w, x), _range(c, d, y, z)
    points = [point / 4 for point in range(-24, 25)]
    first = {point for point in points if _within(point, a, b, w, x)}
    second = {point for point in points if _within(point, c, d, y, z)}
    if not first or not second:
        return
    assert _value(f"overlaps({one}, {other})") is bool(first & second)
    assert _value(f"before({one}, {other})") is (max(first) < min(second))
    assert _value(f"after({one}, {other})") is (min(first) > max(second))
    assert _value(f"includes({one}, {other})") is (first >= second)
    assert _value(f"during({one}, {other})") is (first <= second)
    assert _value(f"{one} = {other}") is ((a, b, w, x) == (c, d, y, z))


def _range(low, high, low_in, high_in):
    return f"{'[' if low_in else '('}{low}..{high}{']' if high_in else ')'}"


def _within(point, low, high, low_in, high_in):
    return (low < point or (low == point and low_in)) and (
        point < high or (point == high and high_in)
    )


@_few
@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.integers(-4000, 4000))
def test_adding_and_taking_away_days_meet_again(day, days):
    scope = {"day": day, "span": timedelta(days=days)}
    assert feel.evaluate("day + span - span", scope) == day
    assert feel.evaluate("(day + span) - day", scope) == timedelta(days=days)


@_few
@given(st.integers(-999_999_999, 999_999_999), st.integers(1, 12), st.integers(1, 28))
def test_dates_of_any_year_are_written_and_read(year, month, day):
    text = f"string(date({year}, {month}, {day}))"
    again = feel.evaluate(f"date({text}) = date({year}, {month}, {day})")
    assert again is True
    assert feel.evaluate(f"date({year}, {month}, {day}).year") == year


_names = st.sampled_from(["a", "b", "first name", "x"])
_leaves = st.one_of(
    st.integers(0, 99).map(str),
    st.sampled_from(["1.50", "true", "null", '"te\\"xt"', '@"2027-03-01"', "[]", "{}", "< 5"]),
    _names,
)


def _grown(parts):
    two = st.tuples(parts, parts)
    return st.one_of(
        st.tuples(parts, st.sampled_from("+-*/"), parts).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        two.map(lambda p: f"({p[0]}) ** ({p[1]})"),
        two.map(lambda p: f"({p[0]}) and ({p[1]})"),
        two.map(lambda p: f"({p[0]}) or ({p[1]})"),
        two.map(lambda p: f"({p[0]}) <= ({p[1]})"),
        two.map(lambda p: f"({p[0]}) in ({p[1]}, > ({p[0]}))"),
        two.map(lambda p: f"if {p[0]} then {p[1]} else {p[0]}"),
        two.map(lambda p: f"for i in ({p[0]})..({p[1]}), j in {p[0]} return {p[1]}"),
        two.map(lambda p: f"some i in {p[0]} satisfies {p[1]}"),
        two.map(lambda p: f"({p[0]})[{p[1]}]"),
        two.map(lambda p: f"[({p[0]})..({p[1]}))"),
        two.map(lambda p: f"({p[0]}).name({p[1]}, {p[0]})"),
        two.map(lambda p: f"f(start position: {p[0]}, b: {p[1]})"),
        two.map(lambda p: f'{{k: {p[0]}, "k 2!": {p[1]}}}'),
        parts.map(lambda p: f"-({p})"),
        parts.map(lambda p: f"function(a: list<number>, b) {p}"),
        parts.map(lambda p: f"({p}) instance of context<a: number>"),
        two.map(lambda p: f"({p[0]}) between ({p[1]}) and ({p[0]})"),
    )


def _shape(node):
    if isinstance(node, feel.Node):
        return type(node), {key: _shape(item) for key, item in vars(node).items() if key != "at"}
    return tuple(map(_shape, node)) if isinstance(node, tuple) else node


@settings(max_examples=200, deadline=None)
@given(st.recursive(_leaves, _grown, max_leaves=12))
def test_a_tree_written_as_text_is_read_back_as_the_same_tree(text):
    tree = feel.parse(text)
    assert _shape(feel.parse(feel.to_text(tree)).root) == _shape(tree.root)
