from copy import deepcopy

import pytest

from webapp import catalogues
from webapp.settings import LANGUAGES
from webapp.web.messages import _compile, translate_message
from webapp.web.sentences import SENTENCES

TRANSLATED = ["fr"]
SENTENCES_NOW = catalogues.extract()


@pytest.mark.parametrize("language", list(catalogues.list_languages()))
def test_every_catalogue_is_up_to_date(language):
    path = catalogues.get_path(language)
    wanted = catalogues.update(language, deepcopy(SENTENCES_NOW))
    remedy = "run: python -m webapp.catalogues"
    assert catalogues.as_po(wanted).decode() == path.read_text(), remedy
    assert catalogues.as_mo(catalogues.read(language)) == path.with_suffix(".mo").read_bytes(), (
        remedy
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_french_has_every_sentence_and_none_is_in_doubt(language):
    for message in catalogues.read(language):
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(strings), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", list(catalogues.list_languages()))
def test_translations_fill_in_the_same_words_as_the_english(language):
    for message in catalogues.read(language):
        assert not list(message.check()), message.id


@pytest.mark.parametrize(
    ("language", "heading", "direction"),
    [("en", "Sign in", "ltr"), ("fr", "Se connecter", "ltr"), ("ar", None, "rtl")],
)
def test_the_browser_language_is_met(visitor, language, heading, direction):
    page = visitor.get("/sign-in", headers={"Accept-Language": language}).text
    assert f'<html lang="{language}" dir="{direction}"' in page
    assert heading is None or f"<h1>{heading}</h1>" in page
    assert ("bootstrap.rtl.css" in page) == (direction == "rtl")


def test_every_language_can_be_chosen_in_its_own_name(visitor):
    page = visitor.get("/sign-in").text
    for tag, name in LANGUAGES.items():
        assert f'<option value="{tag}" lang="{tag}"' in page
        assert name in page


def test_a_chosen_language_stays(app):
    client = app.test_client()
    answer = client.post_form("/language", {"language": "fr", "next": "/sign-in"})
    assert answer.location == "/sign-in"
    assert "Se connecter" in client.get("/sign-in").text


def test_a_sentence_of_the_engine_is_translated_with_its_words(app):
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        said = translate_message("The task “Decide” is with Carla. Ask them to give it back.")
    assert "Decide" in said
    assert "Carla" in said
    assert "Demandez" in said


def test_a_sentence_that_nobody_translated_is_shown_as_it_is(app):
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert translate_message("Wholly unheard of.") == "Wholly unheard of."


def test_no_sentence_of_the_engine_hides_another():
    for number, sentence in enumerate(SENTENCES):
        sample = sentence.replace("%%", "%")
        for earlier in SENTENCES[:number]:
            assert not _compile(earlier).fullmatch(sample), (earlier, sentence)
