"""Draw what stands in a diagram: which module draws which kind."""

from collections.abc import Callable

from webapp.diagrams.activities import draw_activity
from webapp.diagrams.data import (
    draw_annotation,
    draw_data,
    draw_data_object,
    draw_data_store,
    draw_group,
)
from webapp.diagrams.events import draw_event
from webapp.diagrams.gateways import draw_gateway
from webapp.diagrams.picture import Shape

Draw = Callable[[Shape], str]

_OTHERS: dict[str, Draw] = {
    "dataObjectReference": draw_data_object,
    "dataObject": draw_data,
    "dataInput": draw_data,
    "dataOutput": draw_data,
    "dataStoreReference": draw_data_store,
    "textAnnotation": draw_annotation,
    "group": draw_group,
}


def draw_node(shape: Shape) -> str:
    """Return the SVG of a shape; an unknown kind is a plain box with its name."""
    if shape.kind.endswith("Event"):
        return draw_event(shape)
    if shape.kind.endswith("Gateway"):
        return draw_gateway(shape)
    return _OTHERS.get(shape.kind, draw_activity)(shape)
