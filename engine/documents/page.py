"""Makes the file of a page: one HTML file that needs nothing else, and that prints on A4."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files

from engine.documents.words import RIGHT_TO_LEFT, word

PAGE_TYPE = "text/html"


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A page without its frame."""

    #: Plain text.
    title: str
    #: HTML.
    body: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around the text of a page."""

    #: Office that issues it, in words.
    unit: str
    #: Empty when it has none.
    number: str
    #: The date, in words.
    date: str
    #: Number of the case.
    case: str
    language: str
    landscape: bool


def make_page(filled: Filled, frame: Frame) -> bytes:
    """Return the file, in UTF-8."""
    style = _style(filled, frame)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    direction = "rtl" if frame.language in RIGHT_TO_LEFT else "ltr"
    title = escape(" ".join(filter(None, (frame.number, filled.title))))
    return f"""<!DOCTYPE html>
<html lang="{escape(frame.language)}" dir="{direction}"{' class="landscape"' if frame.landscape else ""}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{_head(filled, frame)}
{_wrap_tables(filled.body, frame.language)}</main>
</body>
</html>
""".encode()


def _head(filled: Filled, frame: Frame) -> str:
    facts = {"number": frame.number, "date": frame.date, "case": frame.case}
    rows = "".join(
        f"<dt>{escape(word(key, frame.language))}</dt><dd><bdi>{escape(value)}</bdi></dd>"
        for key, value in facts.items()
        if value
    )
    return (
        f'<header class="head"><div class="head-title">'
        f'<p class="issuer"><bdi>{escape(frame.unit)}</bdi></p>'
        f"<h1>{escape(filled.title)}</h1></div><dl>{rows}</dl></header>"
    )


def _wrap_tables(body: str, language: str) -> str:
    """Let a wide table scroll by itself on a narrow screen, with the keyboard too."""
    before, *tables = body.split("<table")
    label = escape(word("table", language))
    opened = (
        f'<div class="table" role="region" tabindex="0" aria-label="{label} {number}"><table{table}'
        for number, table in enumerate(tables, start=1)
    )
    return "".join([before, *opened]).replace("</table>", "</table></div>")


def _style(filled: Filled, frame: Frame) -> str:
    """Return the style: the same for all pages, but for what is printed in the margins."""
    named = " · ".join(filter(None, (frame.number, filled.title)))
    size = "A4 landscape" if frame.landscape else "A4 portrait"
    start, end = ("right", "left") if frame.language in RIGHT_TO_LEFT else ("left", "right")
    margins = (
        f"@page {{ size: {size};"
        f" @bottom-{start} {{ content: {_css_text(named)}; font-size: 8pt; color: #444; }}"
        f" @bottom-{end} {{ content: counter(page) ' / ' counter(pages); font-size: 8pt;"
        " color: #444; } }"
    )
    return f"{_sheet()}{margins}"


def _css_text(text: str) -> str:
    """Return a text as CSS writes it: nothing in it can end the text or the style."""
    return '"' + "".join(one if one.isalnum() else f"\\{ord(one):X} " for one in text) + '"'


@cache
def _sheet() -> str:
    return files("engine.documents").joinpath("page.css").read_text(encoding="utf-8")
