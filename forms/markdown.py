"""Passages of a form as HTML that is safe to put into a page.

Raw HTML, images and addresses that could run code never come through; headings begin at the
second level, below the title of the page.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
#: Levels that a heading moves down.
SHIFT = 1
#: How the page draws them.
CLASSES = {"heading_open": "h5", "table_open": "table table-sm w-auto"}


def _make(*left_out: str) -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    return reader.disable(["image", "html_block", "html_inline", *left_out])


WHOLE = _make()
#: For a passage that an expression made: what a person typed into it must not become a link.
UNLINKED = _make("link", "autolink", "reference")


def render(text: str, *, links: bool = True) -> str:
    """Return Markdown as safe HTML."""
    reader = WHOLE if links else UNLINKED
    tokens = reader.parse(text)
    _fit_in(tokens)
    return str(reader.renderer.render(tokens, reader.options, {}))


def _fit_in(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + SHIFT)}"
        if name := CLASSES.get(token.type):
            token.attrSet("class", name)


def escape(value: str) -> str:
    """Return a text that Markdown shows as it is."""
    return PUNCTUATION.sub(r"\\\1", " ".join(value.split()))
