from decimal import Decimal

import pytest

from forms.numbers import make_canonical, read_number


@pytest.mark.parametrize(
    ("locale", "typed", "number"),
    [
        ("en", "1,234.50", "1234.50"),
        ("en", "1 234,50", "1234.50"),
        ("en", "12,5", "12.5"),
        ("en", "1,234", "1234"),
        ("en-GB", " 7 ", "7"),
        ("en", "\u221212", "-12"),
        ("fr", "1 234,50", "1234.50"),
        ("fr", "1\u202f234,5", "1234.5"),
        ("fr", "1,234", "1.234"),
        ("fr", "12.5", "12.5"),
        ("es", "1.234,50", "1234.50"),
        ("es", "12.5", "12.5"),
        ("ru", "1\u00a0234,5", "1234.5"),
        ("zh", "1,234", "1234"),
        ("ar", "\u0661\u066c\u0662\u0663\u0664\u066b\u0665", "1234.5"),
        ("ar", "1234.5", "1234.5"),
        ("pt_BR", "1.234", "1234"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(locale, typed, number):
    assert make_canonical(typed, locale) == number
    assert read_number(make_canonical(typed, locale)) == Decimal(number)


@pytest.mark.parametrize(
    ("locale", "typed"),
    [
        ("fr", "1.234"),
        ("en", "1,23,4"),
        ("en", "twelve"),
        ("en", ""),
        ("en", "1.2.3"),
        ("en", "0x10"),
    ],
)
def test_what_could_be_two_numbers_or_none_stays_as_it_was_typed_and_is_refused(locale, typed):
    assert make_canonical(typed, locale).startswith(typed)
    assert read_number(make_canonical(typed, locale)) is None
