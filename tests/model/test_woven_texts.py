from engine.model.woven import list_woven, translate_woven

KNOWN = {
    "Only a payment by {day} counts.": "Seul compte un paiement au plus tard le {day}.",
    "From {first} to {last}": "{last} au plus tard, {first} au plus tôt",
    "From {place}": "De {place}",
    "Dear {{ name }}": "Cher {{ name }}",
}


def say(text: str) -> str | None:
    return translate_woven(text, list_woven(KNOWN))


def test_what_stands_in_a_gap_is_kept() -> None:
    assert say("Only a payment by 2026-01-31 counts.") == (
        "Seul compte un paiement au plus tard le 2026-01-31."
    )


def test_gaps_may_change_places_and_the_fuller_text_goes_before() -> None:
    assert say("From 1 to 3") == "3 au plus tard, 1 au plus tôt"
    assert say("From Kenya") == "De Kenya"


def test_a_text_that_fits_none_and_a_value_in_two_braces_are_left_alone() -> None:
    assert say("Only a payment counts.") is None
    assert say("Dear Amina") is None
    assert len(list_woven(KNOWN)) == 3


def test_braces_in_what_fills_a_gap_are_no_gap() -> None:
    assert say("From {last} to x") == "x au plus tard, {last} au plus tôt"
