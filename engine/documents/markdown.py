"""Turns the Markdown of a document into HTML that prints and reads well."""

from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_ALIGNED = {"text-align:right": "end", "text-align:center": "center"}


def render_markdown(text: str) -> str:
    """Turn Markdown into HTML: tables and emphasis; no links, no pictures, no HTML of its own."""
    return str(_reader().render(text))


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.disable(["image", "link", "autolink", "reference"])
    reader.core.ruler.push("document", _improve)
    return reader


def _improve(state: "StateCore") -> None:
    for token in state.tokens:
        _improve_token(token)
    starts = [place for place, token in enumerate(state.tokens) if token.type == "table_open"]
    for place in reversed(starts):
        end = next(
            n for n, one in enumerate(state.tokens) if n > place and one.type == "table_close"
        )
        state.tokens[place : end + 1] = _as_facts(state.tokens[place : end + 1])


def _improve_token(token: "Token") -> None:
    if token.type in {"heading_open", "heading_close"} and token.tag == "h1":
        token.tag = "h2"  # the title is the only one above
    if token.type in {"th_open", "td_open"}:
        # As a class: the page allows no style but its own.
        aligned = _ALIGNED.get(str(token.attrs.pop("style", "")))
        if aligned:
            token.attrs["class"] = aligned
    if token.type == "th_open":
        token.attrs["scope"] = "col"


def _as_facts(table: list["Token"]) -> list["Token"]:
    """Make a table with an empty head a list of facts: the first cells become headings."""
    head_end = next(n for n, one in enumerate(table) if one.type == "thead_close")
    if any(one.content for one in table[:head_end] if one.type == "inline"):
        return table
    table[0].attrs["class"] = "facts"
    body = table[head_end + 1 :]
    for place, token in enumerate(body):
        if token.type == "tr_open":
            cell = body[place + 1 :]
            closed = len(list(takewhile(lambda one: one.type != "td_close", cell)))
            cell[0].type, cell[0].tag = "th_open", "th"
            cell[0].attrs["scope"] = "row"
            cell[closed].type, cell[closed].tag = "th_close", "th"
    return [table[0], *body]
