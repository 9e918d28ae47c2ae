"""Letters and policy clauses are written in Markdown; raw HTML in them is shown, not obeyed."""

from functools import cache

from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup


def install(app: Flask) -> None:
    """Offer the filter ``markdown`` to the pages."""
    app.jinja_env.filters["markdown"] = render_markdown


def render_markdown(text: str) -> Markup:
    """Turn Markdown into HTML; headings begin below those of the page."""
    return Markup(_reader().render(text))  # noqa: S704 - raw HTML is off, so all of it is escaped


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.disable("image")
    reader.core.ruler.push("lower_headings", _lower_headings)
    return reader


def _lower_headings(state: object) -> None:
    for token in getattr(state, "tokens", ()):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"
