"""Languages: which one a page is in, which way it reads, and how days and numbers are written."""

from functools import cache, lru_cache

from babel import Locale
from babel.support import Translations
from flask import Flask, g, request, session
from flask_babel import Babel, get_locale, get_translations, refresh
from markupsafe import Markup

from webapp.settings import LANGUAGES
from webapp.web.state import find_viewer

_KEY = "language"


def install(app: Flask) -> None:
    """Choose the language and time zone of each request."""
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "en")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=choose_language, timezone_selector=choose_zone)
    # Instead of those of Jinja's extension, which call each other through the page's context.
    app.jinja_env.globals.update(
        _=_say, gettext=_say, ngettext=_say_many,
        language=get_language, direction=get_direction, languages=LANGUAGES,
    )  # fmt: skip


def _say(text: str, /, **values: object) -> Markup:
    """Return a text of a page in its language, with ``%(name)s`` replaced by escaped values."""
    said = _translate(_texts(), text)
    return said % values if values or "%" in said else said


@lru_cache(maxsize=10_000)
def _translate(texts: Translations, text: str) -> Markup:
    return Markup(texts.ugettext(text))  # noqa: S704 - ours, from a catalogue


def _say_many(one: str, many: str, num: int, /, **values: object) -> Markup:
    """Return a text of a page as it is said of a number, which is ``%(num)d`` in it."""
    said = Markup(_texts().ungettext(one, many, num))  # noqa: S704 - ours, from a catalogue
    return said % {"num": num, **values}


def _texts() -> Translations:
    """Return the texts of the page's language; looked up once for each request."""
    texts: Translations | None = g.get("texts")
    if texts is None:
        texts = g.texts = get_translations()
    return texts


def choose_anew() -> None:
    """Let the language be chosen again, after something that it depends on has changed."""
    g.pop("texts", None)
    refresh()


def choose_language() -> str:
    """Return the language asked for here, else the person's own, else the browser's."""
    chosen = session.get(_KEY)
    if chosen in LANGUAGES:
        return str(chosen)
    viewer = find_viewer()
    if viewer and viewer.language in LANGUAGES:
        return viewer.language
    return request.accept_languages.best_match(list(LANGUAGES)) or "en"


def choose_zone() -> str:
    """Return the time zone in which the person's days are counted."""
    viewer = find_viewer()
    return viewer.zone if viewer else "UTC"


def remember_language(language: str) -> None:
    """Keep a language for this browser."""
    if language in LANGUAGES:
        session[_KEY] = language


def forget_language() -> None:
    """Let the person's own language hold again."""
    session.pop(_KEY, None)


def get_language() -> str:
    """Return the BCP 47 tag of the page's language."""
    locale = get_locale()
    return locale.language if locale else "en"


def get_direction() -> str:
    """Return ``rtl`` for a language that is written from the right."""
    return _direction(get_language())


@cache
def _direction(language: str) -> str:
    return "rtl" if Locale.parse(language).text_direction == "rtl" else "ltr"
