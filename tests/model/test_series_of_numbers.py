from engine.model.numbers import list_series


def test_numbers_in_a_row_have_no_gap():
    [series] = list_series("GRN", ["KEN0003", "KEN0001", "KEN0002"])
    assert (series.first, series.last, series.count) == ("KEN0001", "KEN0003", 3)
    assert (series.gaps, series.missing) == ((), 0)


def test_each_gap_is_told_by_its_first_and_last_number():
    [series] = list_series("GRN", ["KEN0001", "KEN0003", "KEN0007"])
    assert series.gaps == (("KEN0002", "KEN0002"), ("KEN0004", "KEN0006"))
    assert series.missing == 4


def test_two_documents_under_one_number_are_one_number():
    [series] = list_series("JV", ["KEN0001", "KEN0001", "KEN0002"])
    assert series.count == 2


def test_numbers_that_grow_beyond_their_width_go_on():
    [series] = list_series("GRN", ["KEN9999", "KEN10001"])
    assert series.last == "KEN10001"
    assert series.gaps == (("KEN10000", "KEN10000"),)


def test_numbers_that_begin_anew_each_year_are_a_series_a_year():
    found = list_series("GRN", ["KEN0001-2025", "KEN0001-2026", "KEN0003-2026"])
    assert [(one.year, one.gaps) for one in found] == [
        ("2025", ()),
        ("2026", (("KEN0002-2026", "KEN0002-2026"),)),
    ]
