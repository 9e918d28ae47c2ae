"""Functions that make one value of a list."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

from engine.feel.arithmetic import calculate
from engine.feel.compare import order
from engine.feel.library.define import builtin
from engine.feel.numbers import ARITHMETIC
from engine.feel.values import Refusal, Value, YearsMonths


def _numbers(items: list[Value]) -> list[Decimal]:
    numbers = [item for item in items if isinstance(item, Decimal)]
    if len(numbers) != len(items):
        raise Refusal("Every item of the list has to be a number.")
    return numbers


def _filled(items: list[Value]) -> list[Value]:
    if not items:
        raise Refusal("The list is empty.")
    return items


@builtin("min", "list: list", gather="list")
def minimum(items: list[Value]) -> Value:
    """The smallest item."""
    best = _filled(items)[0]
    for item in items:
        best = item if order(item, best) < 0 else best
    return best


@builtin("max", "list: list", gather="list")
def maximum(items: list[Value]) -> Value:
    """The largest item."""
    best = _filled(items)[0]
    for item in items:
        best = item if order(item, best) > 0 else best
    return best


@builtin("sum", "list: list", gather="list")
def total(items: list[Value]) -> Value:
    """All items added: numbers, or durations of one kind.

    Raises:
        Refusal: If the list is empty, or holds something that has no sum.
    """
    result = _filled(items)[0]
    if not isinstance(result, Decimal | timedelta | YearsMonths):
        raise Refusal("Only numbers and durations have a sum.")
    for item in items[1:]:
        result = calculate("+", result, item)
    return result


@builtin("mean", "list: list", gather="list")
def mean(items: list[Value]) -> Value:
    """The average."""
    return calculate("/", total(items), Decimal(len(items)))


@builtin("product", "list: list", "number", gather="list")
def product(items: list[Value]) -> Value:
    """All numbers multiplied."""
    result: Value = Decimal(1)
    for item in _numbers(_filled(items)):
        result = calculate("*", result, item)
    return result


@builtin("median", "list: list", "number", gather="list")
def median(items: list[Value]) -> Value:
    """The number in the middle; the average of the two middle ones."""
    numbers = sorted(_numbers(_filled(items)))
    half = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[half]
    return ARITHMETIC.divide(ARITHMETIC.add(numbers[half - 1], numbers[half]), Decimal(2))


@builtin("stddev", "list: list", "number", gather="list")
def standard_deviation(items: list[Value]) -> Value:
    """The standard deviation of a sample.

    Raises:
        Refusal: If there are fewer than two numbers, or something else than numbers.
    """
    numbers = _numbers(items)
    if len(numbers) < 2:
        raise Refusal("A standard deviation needs two numbers or more.")
    count, squares = Decimal(len(numbers)), Decimal(0)
    middle = ARITHMETIC.divide(_sum(numbers), count)
    for number in numbers:
        off = ARITHMETIC.subtract(number, middle)
        squares = ARITHMETIC.fma(off, off, squares)
    return ARITHMETIC.sqrt(ARITHMETIC.divide(squares, count - 1))


def _sum(numbers: list[Decimal]) -> Decimal:
    result = Decimal(0)
    for number in numbers:
        result = ARITHMETIC.add(result, number)
    return result


@builtin("mode", "list: list", "list<number>", gather="list")
def mode(items: list[Value]) -> Value:
    """The numbers that occur most often, in ascending order."""
    counts = Counter(_numbers(items))
    most = max(counts.values(), default=0)
    return sorted(number for number, times in counts.items() if times == most)
