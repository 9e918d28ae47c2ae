from hypothesis import given
from hypothesis import strategies as st

from webapp.diagrams.lettering import text_block, wrap


def test_a_short_text_stays_on_one_line() -> None:
    assert wrap("Approve", 100) == ["Approve"]


def test_words_move_to_the_next_line_as_a_whole() -> None:
    assert wrap("Describe the journey and its cost", 84) == [
        "Describe the",
        "journey and",
        "its cost",
    ]


def test_a_word_longer_than_the_line_is_cut() -> None:
    lines = wrap("Donaudampfschifffahrtsgesellschaft", 80)
    assert len(lines) > 1
    assert "".join(lines) == "Donaudampfschifffahrtsgesellschaft"


def test_what_does_not_fit_gives_way_to_an_ellipsis() -> None:
    lines = wrap("one two three four five six seven eight nine ten", 60, limit=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")


def test_chinese_text_without_blanks_is_broken_too() -> None:
    assert len(wrap("休假申请由主管批准后生效并通知人力资源部门", 96)) == 3


def test_an_empty_text_draws_nothing() -> None:
    assert text_block(wrap("  ", 50), 0, 0) == ""


@given(st.text(max_size=80), st.integers(20, 200))
def test_no_letter_is_lost_however_narrow_the_line(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())
