import time
from contextlib import suppress
from decimal import Decimal

import pytest

from engine import feel
from engine.errors import DocketError, ExpressionError, LimitError

_TOO_MUCH = {
    "a loop over a billion": "for i in 1..1000000000 return i",
    "nested loops": "for a in 1..1000, b in 1..1000, c in 1..1000 return a",
    "a search through nested loops": "some a in 1..9999, b in 1..9999 satisfies a + b = 0",
    "a function that calls itself": "{f: function(n) f(n + 1), r: f(1)}.r",
    "a function that calls itself twice": "{f: function(n) f(n) + f(n), r: f(1)}.r",
    "deep signs": "-" * 5000 + "1",
    "deep calls": "not(" * 900 + "true" + ")" * 900,
    "deep lists": "[" * 300 + "]" * 300,
    "a long sum": "1" + "+1" * 30_000,
    "a long list": f"[{','.join(['1'] * 30_000)}]",
    "a long text": '"' + "a" * 200_000 + '"',
    "a text that doubles": '{a: "aaaaaaaaaa", b: a+a+a+a+a+a+a+a+a+a, c: b+b+b+b+b+b+b+b+b+b, '
    "d: c+c+c+c+c+c+c+c+c+c, e: d+d+d+d+d+d+d+d+d+d, f: e+e+e+e+e+e+e+e+e+e, g: f+f}",
    "a list of lists of lists": "{a: [1,1,1,1,1,1,1,1,1,1], b: [a,a,a,a,a,a,a,a,a,a], "
    "c: [b,b,b,b,b,b,b,b,b,b], d: [c,c,c,c,c,c,c,c,c,c], e: [d,d,d,d,d,d,d,d,d,d], "
    "f: [e,e,e,e,e,e,e,e,e,e], x: f = f}",
    "sorting by a function": "sort(for i in 1..40000 return -i, function(a, b) a < b)",
    "comparing all with all": "distinct values(for i in 1..40000 return i)",
    "a catastrophic back-reference": f'matches("{"x" * 5000}", "(x+x+)+y\\\\1")',
    "a replacement that grows": f'replace("{"a" * 2000}", "a", "{"b" * 2000}")',
    "all days there are": 'for i in @"0001-01-01"..@"9999-12-31" return i',
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", _TOO_MUCH.values(), ids=_TOO_MUCH)
def test_what_takes_too_much_ends_in_an_error_soon(text):
    feel.evaluate("1")
    started = time.process_time()
    with pytest.raises(LimitError):
        feel.evaluate(text)
    assert time.process_time() - started < 4  # a fraction of a second, but for a measuring run


@pytest.mark.parametrize(
    "text",
    [
        '"a".__class__',
        "{}.__class__.__mro__",
        "(function() 1).signatures",
        "string.__globals__",
        'get value({}, "__class__")',
        "{a: 1}.append",
        '@"2020-01-01".today',
        "now.__self__",
    ],
)
def test_nothing_leads_to_a_python_attribute(text):
    assert feel.evaluate(text) is None


@pytest.mark.parametrize(
    "pattern",
    [
        "((a{1000}){1000}){1000}",
        "(a)((b{1000}){1000}){1000}\\\\1",
        "[^\\\\d\\\\w\\\\s\\\\p{L}]" * 60,
        "a" * 3000,
    ],
)
def test_a_pattern_that_cannot_be_compiled_soon_has_no_result(pattern):
    warnings = []
    assert feel.evaluate(f'matches("a", "{pattern}")', warnings=warnings) is None
    assert "pattern" in warnings[0].message


def test_linear_patterns_do_not_explode():
    assert feel.evaluate(f'matches("{"a" * 5000}!", "^(a+)+$")') is False


def test_a_python_object_in_the_scope_is_refused():
    with pytest.raises(LimitError, match="object"):
        feel.evaluate("x", {"x": object()})


def test_a_structure_that_holds_itself_is_refused():
    circle = []
    circle.append(circle)
    with pytest.raises(DocketError):
        feel.evaluate("x", {"x": circle})


def test_limits_can_be_set_lower():
    with pytest.raises(LimitError, match="10 steps"):
        feel.evaluate("for i in 1..20 return i", limits=feel.Limits(steps=10))
    with pytest.raises(LimitError, match="3 items"):
        feel.evaluate("for i in 1..4 return i", limits=feel.Limits(items=3))
    with pytest.raises(LimitError, match="3 characters"):
        feel.evaluate('"ab" + "cd"', limits=feel.Limits(characters=3))


def test_warnings_do_not_pile_up():
    warnings = []
    feel.evaluate("for i in 1..1000 return nobody", warnings=warnings)
    assert len(warnings) == 100


def test_numbers_keep_to_34_digits():
    third = feel.evaluate("1/3")
    assert len(third.as_tuple().digits) == 34
    assert feel.evaluate("10**6144 * 10") is None
    assert feel.evaluate("x + 0", {"x": Decimal(1) / 3}) == Decimal(
        "0.3333333333333333333333333333"
    )


def test_a_text_of_nothing_but_brackets_is_unreadable():
    with pytest.raises(ExpressionError):
        feel.evaluate("[" * 3000)


_ODD = {
    "a tower of powers": "9**9**9",
    "a power beyond all numbers": "1.0000001**1e30",
    "a loop from the largest number": "some i in 1e6144..1 satisfies i < 0",
    "a loop to the largest number": "for i in 1..1e6144 return i",
    "parity of the largest number": "odd(1e6144)",
    "an exponential": "exp(1000000)",
    "a vanishing exponential": "exp(-1000000)",
    "a duration of many months": '@"P1Y" * 1e6144',
    "a long duration": f'@"P{"9" * 5000}Y"',
    "a long year": f'@"{"9" * 5000}-01-01"',
    "a long range": f'range("[{"1" * 50_000}..2]")',
    "nested repetition": f'matches("{"a" * 40}!", "^(a+)+$")',
    "repetition of repetition of repetition": 'matches("a", "(((a{1000}){1000}){1000})")',
    "alternatives that overlap": f'matches("{"a" * 5000}!", "^(a|a)*$")',
    "optional parts": f'replace("{"a" * 5000}", "(a?){50}a{50}", "$1")',
    "comments in comments": "/*" * 5000,
    "a long name": "a" * 90_000,
    "a name of many words": "a " * 45_000,
    "many at signs": "@" * 1000,
    "deep conditions": "if true then " * 2000 + "1" + " else 2" * 2000,
    "a deep type": "1 instance of " + "list<" * 500 + "number" + ">" * 500,
    "deep filters": "[1]" + "[count([1]" * 500 + ")>0]" * 500,
    "a function given itself": "{f: function(x) x(x), r: f(f)}.r",
    "a list that holds itself twice": "for x in 1..40 return partial",
    "a text of all results": "string(for x in 1..40 return partial)",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", _ODD.values(), ids=_ODD)
def test_odd_texts_end_soon_in_a_value_or_an_error_of_ours(text):
    feel.evaluate("1")
    started = time.process_time()
    with suppress(ExpressionError, LimitError):
        feel.format(feel.evaluate(text))
    assert time.process_time() - started < 4  # a fraction of a second, but for a measuring run
