"""HTML that a form's author wrote, reduced to what a passage needs."""

from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser

#: Tags that come through, and their attributes.
ALLOWED: dict[str, frozenset[str]] = {
    name: frozenset()
    for name in (
        *("p", "br", "hr", "strong", "b", "em", "i", "u", "s", "small", "sub", "sup", "mark"),
        *("ul", "ol", "li", "dl", "dt", "dd", "blockquote", "code", "pre", "div", "span", "abbr"),
        *("h2", "h3", "h4", "h5", "h6", "table", "caption", "thead", "tbody", "tfoot", "tr"),
    )
} | {
    "a": frozenset({"href"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "td": frozenset({"colspan", "rowspan"}),
}
#: Headings move below the title of the page.
LOWERED = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
EMPTY = frozenset({"br", "hr"})
#: Tags whose content is no text.
SILENT = frozenset({"script", "style", "template", "iframe", "object", "svg", "math", "noscript"})
SCHEMES = ("https://", "http://", "mailto:", "tel:", "/", "#")


class _Cleaner(HTMLParser):
    """Writes again what is allowed, with every tag closed."""

    def __init__(self, allowed: Mapping[str, frozenset[str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.allowed = allowed
        self.parts: list[str] = []
        self.open: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag that is allowed, with the attributes that are."""
        if tag in SILENT:
            self.silent += 1
        name = LOWERED.get(tag, tag)
        if self.silent or name not in self.allowed:
            return
        kept = "".join(
            f' {key}="{escape(value or "")}"'
            for key, value in attrs
            if key in self.allowed[name] and (key != "href" or _is_safe(value))
        )
        drawn = ' class="h5"' if name in HEADINGS else ""
        self.parts.append(f"<{name}{drawn}{kept}>")
        if name not in EMPTY:
            self.open.append(name)

    def handle_endtag(self, tag: str) -> None:
        """Close a tag, and those left open inside it."""
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        name = LOWERED.get(tag, tag)
        if not self.silent and name in self.open:
            while (inner := self.open.pop()) != name:
                self.parts.append(f"</{inner}>")
            self.parts.append(f"</{name}>")

    def handle_data(self, data: str) -> None:
        """Write text."""
        if not self.silent:
            self.parts.append(escape(data, quote=False))


def _is_safe(address: str | None) -> bool:
    plain = "".join((address or "").split()).lower()
    return plain.startswith(SCHEMES) and not plain.startswith("//")


def sanitize(html: str, *, links: bool = True) -> str:
    """Return HTML with nothing but text and simple tags.

    Args:
        html: As its author wrote it.
        links: False for what an expression made: nobody may type a link into it.
    """
    cleaner = _Cleaner(ALLOWED if links else {**ALLOWED, "a": frozenset()})
    cleaner.feed(html)
    cleaner.close()
    return "".join(cleaner.parts) + "".join(f"</{name}>" for name in reversed(cleaner.open))


def escape_html(value: str) -> str:
    """Return a text that HTML shows as it is."""
    return escape(value)
