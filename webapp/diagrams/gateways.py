"""Draw gateways."""

from webapp.diagrams.icons import EVENTS, GATEWAYS, draw_icon
from webapp.diagrams.labels import outside_label
from webapp.diagrams.picture import Shape


def draw_gateway(shape: Shape) -> str:
    """Return the SVG of a gateway; an exclusive one shows its cross where the file says so."""
    box = shape.box
    corners = f"M{box.cx:g} {box.y:g}L{box.right:g} {box.cy:g}L{box.cx:g} {box.bottom:g}L{box.x:g} {box.cy:g}z"
    diamond = f'<path d="{corners}" stroke-width="1.5"/>'
    return diamond + _gateway_sign(shape) + outside_label(shape)


def _gateway_sign(shape: Shape) -> str:
    if shape.kind == "eventBasedGateway":
        return _event_gateway_sign(shape)
    if shape.kind not in GATEWAYS or (
        shape.kind == "exclusiveGateway" and not shape.marker_visible
    ):
        return ""
    size, box = shape.box.width * 0.44, shape.box
    return draw_icon(GATEWAYS[shape.kind], box.cx - size / 2, box.cy - size / 2, size, line=3.2)


def _event_gateway_sign(shape: Shape) -> str:
    box, radius = shape.box, shape.box.width * 0.27
    starts = shape.element.get("instantiate") == "true"
    ring = f'<circle cx="{box.cx:g}" cy="{box.cy:g}" r="{{:g}}" fill="none" stroke-width="1"/>'
    rings = ring.format(radius) + ("" if starts else ring.format(radius - 2.5))
    parallel = shape.element.get("eventGatewayType") == "Parallel"
    sign = EVENTS["parallelMultiple" if parallel else "multiple"]
    size = radius * 1.2
    return rings + draw_icon(sign, box.cx - size / 2, box.cy - size / 2, size)
