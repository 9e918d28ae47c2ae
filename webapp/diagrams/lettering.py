"""Break a text into lines that fit, without measuring it in a browser."""

from functools import lru_cache
from unicodedata import combining, east_asian_width
from xml.sax.saxutils import escape

#: Width of a letter in parts of the font size, for a common sans-serif font; others by `text_width`.
_NARROW = frozenset("fijlrtI.,:;'|!()[] -")
_BROAD = frozenset("mwMW@%")


def wrap(text: str, width: float, *, size: float = 12, limit: int = 99) -> list[str]:
    """Break a text at blanks, and inside a word only where it alone is too long.

    Args:
        text: Any text; runs of blanks count as one.
        width: Room of a line, in pixels.
        size: Font size, in pixels.
        limit: Largest number of lines; what does not fit gives way to an ellipsis.

    Returns:
        The lines; none for an empty text.
    """
    lines: list[str] = []
    for word in text.split():
        for piece in _pieces(word, width / size):
            if lines and piece is word and text_width(f"{lines[-1]} {word}") <= width / size:
                lines[-1] += f" {word}"
            else:
                lines.append(piece)
    if len(lines) <= limit:
        return lines
    return [*lines[: limit - 1], _shorten(lines[limit - 1], width / size)]


def text_block(
    lines: list[str], x: float, y: float, *, size: float = 12, css: str = "dg-text", more: str = ""
) -> str:
    """Return an SVG text of centred lines; `y` is the middle of the first one."""
    if not lines:
        return ""
    step = round(size * 1.2, 1)
    spans = "".join(
        f'<tspan x="{x:g}" dy="{step if number else 0:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    ink = 'stroke="none" fill="#1f2933"' if css == "dg-text" else _HALO
    return f'<text class="{css}" y="{y + size * 0.35:g}" font-size="{size:g}" {ink}{more}>{spans}</text>'


#: A label outside its shape is kept readable where a line passes behind it.
_HALO = (
    'fill="#1f2933" stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
)


def _pieces(word: str, room: float) -> list[str]:
    """Return the word itself, or its parts when it is longer than a line."""
    if text_width(word) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shorten(line: str, room: float) -> str:
    while line and text_width(f"{line}…") > room:
        line = line[:-1]
    return f"{line.rstrip()}…"


@lru_cache(maxsize=4096)
def text_width(text: str) -> float:
    """Estimate how wide a text is, in parts of the font size; rather too wide than too narrow."""
    return sum(_letter_width(letter) for letter in text)


@lru_cache(maxsize=4096)
def _letter_width(letter: str) -> float:
    if combining(letter):
        return 0
    if east_asian_width(letter) in "WF":
        return 1
    if letter in _NARROW:
        return 0.33
    if letter in _BROAD:
        return 0.87
    return 0.7 if letter.isupper() else 0.58
