"""The signs inside shapes, as SVG paths in a box of 24 by 24."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Icon:
    """One sign."""

    #: Drawn as a line when the sign is empty, filled when it is full.
    outline: str
    #: Drawn as a line on top; takes the colour of the paper where the sign is full.
    detail: str = ""
    #: Full whatever the shape says.
    full: bool = False


_ENVELOPE = Icon(outline="M2.5 5.5h19v13h-19z", detail="M2.5 5.5l9.5 7 9.5-7")

#: By the first part of the event definition's name: ``timerEventDefinition`` is ``timer``.
EVENTS = {
    "message": _ENVELOPE,
    "timer": Icon(
        outline="M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20z",
        detail="M12 6v6.5l4 2.5M12 2v2.2M12 19.8V22M2 12h2.2M19.8 12H22",
    ),
    "conditional": Icon(outline="M4.5 2.5h15v19h-15z", detail="M7.5 7h9M7.5 12h9M7.5 17h9"),
    "signal": Icon(outline="M12 3l9.5 16.5h-19z"),
    "error": Icon(outline="M3 20.5L8.5 5l6 8.5L21 3.5l-5.6 16-5.9-8z"),
    "escalation": Icon(outline="M12 2.5l7 19-7-7.5-7 7.5z"),
    "compensate": Icon(outline="M11.5 5v14l-9.5-7zM22 5v14l-9.5-7z"),
    "cancel": Icon(
        outline="M5.5 2.5l6.5 6.5 6.5-6.5 3 3-6.5 6.5 6.5 6.5-3 3-6.5-6.5-6.5 6.5-3-3 6.5-6.5-6.5-6.5z"
    ),
    "link": Icon(outline="M2.5 9h11V4.5l8.5 7.5-8.5 7.5V15h-11z"),
    "terminate": Icon(outline="M12 2.5a9.5 9.5 0 1 0 0 19a9.5 9.5 0 1 0 0-19z", full=True),
    "multiple": Icon(outline="M12 2.5l9.5 7-3.6 11H6.1l-3.6-11z"),
    "parallelMultiple": Icon(outline="M9.5 2.5h5v7h7v5h-7v7h-5v-7h-7v-5h7z"),
}

#: By kind of task; drawn in its upper left corner.
TASKS = {
    "userTask": Icon(
        outline="M12 3a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z",
        detail="M3.5 21.5v-2.5a6.5 6.5 0 0 1 6.5-6.5h4a6.5 6.5 0 0 1 6.5 6.5v2.5z",
    ),
    "serviceTask": Icon(
        outline="M12 5.2a6.8 6.8 0 1 0 0 13.6a6.8 6.8 0 1 0 0-13.6z"
        "M12 9.3a2.7 2.7 0 1 0 0 5.4a2.7 2.7 0 1 0 0-5.4z",
        detail="M12 5.2V1.8M12 22.2v-3.4M5.2 12H1.8M22.2 12h-3.4"
        "M7.2 7.2L4.8 4.8M19.2 19.2l-2.4-2.4M7.2 16.8l-2.4 2.4M19.2 4.8l-2.4 2.4",
    ),
    "scriptTask": Icon(
        outline="M7 2.5h13.5q-4.5 4.7-1 9.5t-1 9.5H4q4.5-4.7 1-9.5T7 2.5z",
        detail="M9 7.5h6.5M8.5 12h7.5M8.5 16.5H15",
    ),
    "manualTask": Icon(
        outline="M2.5 10l7.5-6 1.6 1.8L8.6 9H20a1.7 1.7 0 0 1 0 3.4h-6 6.8a1.6 1.6 0 0 1 0 3.2H14"
        "h5.6a1.5 1.5 0 0 1 0 3H13h4.4a1.4 1.4 0 0 1 0 2.8H6.5l-4-3z"
    ),
    "businessRuleTask": Icon(
        outline="M2.5 4.5h19v15h-19z", detail="M2.5 9.5h19M2.5 14.5h19M8.5 9.5v10"
    ),
    "sendTask": Icon(outline=_ENVELOPE.outline, detail=_ENVELOPE.detail, full=True),
    "receiveTask": _ENVELOPE,
}

#: Markers at the lower edge of an activity.
MARKERS = {
    "collapsed": Icon(outline="M3 3h18v18H3z", detail="M12 6.5v11M6.5 12h11"),
    "parallel": Icon(outline="", detail="M6 4v16M12 4v16M18 4v16"),
    "sequential": Icon(outline="", detail="M4 6h16M4 12h16M4 18h16"),
    "loop": Icon(outline="", detail="M9 20.5A8.8 8.8 0 1 1 15 20.5M9 20.5H3.5M9 20.5V15"),
    "compensation": EVENTS["compensate"],
    "adHoc": Icon(outline="", detail="M3 14.5q4.5-8 9-2.5t9-2.5"),
}

#: Signs inside a gateway, for a box of 24 in its middle.
GATEWAYS = {
    "exclusiveGateway": Icon(outline="", detail="M5.5 4.5l13 15M18.5 4.5l-13 15"),
    "parallelGateway": Icon(outline="", detail="M12 2.5v19M2.5 12h19"),
    "complexGateway": Icon(
        outline="", detail="M12 2.5v19M2.5 12h19M5.3 5.3l13.4 13.4M18.7 5.3L5.3 18.7"
    ),
    "inclusiveGateway": Icon(outline="M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z"),
}

#: Signs on data.
DATA_ARROW = Icon(outline="M2.5 9h11V4.5l8.5 7.5-8.5 7.5V15h-11z")

#: Badges that mark an element, white on the badge's colour.
BADGES = {
    "current": "M9 6.5l8.5 5.5L9 17.5z",
    "done": "M10.2 17.2l-4.6-4.6 1.9-1.9 2.7 2.7 6.3-6.3 1.9 1.9z",
    "problem": "M10.6 5h2.8l-.5 8.6h-1.8zM10.5 15.8h3v3h-3z",
}


def draw_icon(
    icon: Icon, x: float, y: float, size: float, *, full: bool = False, line: float = 1.3
) -> str:
    """Return the sign with its upper left corner at the place given.

    Args:
        icon: The sign.
        x: Left edge, in pixels.
        y: Upper edge, in pixels.
        size: Width and height, in pixels.
        full: Whether to fill it, as a throwing event does.
        line: Width of its lines, in pixels.
    """
    filled = full or icon.full
    scale = size / 24
    width = line / scale
    outline = ""
    if icon.outline:
        paint = 'class="dg-solid" fill="#1f2933"' if filled else 'fill="none"'
        outline = f'<path d="{icon.outline}" {paint}/>'
    detail = ""
    if icon.detail:
        paint = 'class="dg-knockout" stroke="#ffffff"' if filled else ""
        detail = f'<path d="{icon.detail}" fill="none" {paint}/>'
    move = f"translate({x:g} {y:g}) scale({scale:.3g})"
    return f'<g transform="{move}" stroke-width="{width:.3g}" stroke-linejoin="round">{outline}{detail}</g>'
