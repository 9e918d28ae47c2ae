"""Draw data, notes and groups."""

from webapp.diagrams.activities import draw_rounded
from webapp.diagrams.icons import DATA_ARROW, MARKERS, draw_icon
from webapp.diagrams.labels import outside_label, top_label
from webapp.diagrams.lettering import text_block, wrap
from webapp.diagrams.picture import BPMN, Shape


def draw_data(shape: Shape) -> str:
    """Return the SVG of a document; what comes in or goes out has an arrow."""
    box, fold = shape.box, min(12.0, shape.box.width / 3)
    page = (
        f"M{box.x:g} {box.y:g}H{box.right - fold:g}L{box.right:g} {box.y + fold:g}"
        f"V{box.bottom:g}H{box.x:g}zM{box.right - fold:g} {box.y:g}v{fold:g}h{fold:g}"
    )
    drawing = f'<path d="{page}" stroke-width="1.5" stroke-linejoin="round"/>'
    if shape.kind in {"dataInput", "dataOutput"}:
        full = shape.kind == "dataOutput"
        drawing += draw_icon(DATA_ARROW, box.x + 3, box.y + 3, 14, full=full)
    if shape.element.get("isCollection") == "true":
        drawing += draw_icon(MARKERS["parallel"], box.cx - 6, box.bottom - 14, 12)
    return drawing + outside_label(shape)


def draw_data_object(shape: Shape) -> str:
    """Return the SVG of a reference to a document, or to several."""
    target = shape.element.get("dataObjectRef", "")
    found = shape.element.getroottree().getroot().iterfind(f".//{BPMN}dataObject[@isCollection]")
    if any(data.get("id") == target and data.get("isCollection") == "true" for data in found):
        several = draw_icon(MARKERS["parallel"], shape.box.cx - 6, shape.box.bottom - 14, 12)
        return draw_data(shape) + several
    return draw_data(shape)


def draw_data_store(shape: Shape) -> str:
    """Return the SVG of a register."""
    box, rise = shape.box, shape.box.height / 6
    half = f"{box.width / 2:g} {rise:g} 0 0"
    top = box.y + rise
    drum = (
        f"M{box.x:g} {top:g}a{half} 1 {box.width:g} 0v{box.height - 2 * rise:g}"
        f"a{half} 1 {-box.width:g} 0z"
    )
    rims = "".join(
        f"M{box.x:g} {top + gap:g}a{half} 0 {box.width:g} 0" for gap in (0, rise * 0.8, rise * 1.6)
    )
    return f'<path d="{drum}{rims}" stroke-width="1.5"/>' + outside_label(shape)


def draw_annotation(shape: Shape) -> str:
    """Return the SVG of a note."""
    box = shape.box
    bracket = f"M{box.x + 10:g} {box.y:g}H{box.x:g}V{box.bottom:g}h10"
    lines = wrap(shape.name, box.width - 12, limit=max(1, int(box.height // 14)))
    text = text_block(lines, box.x + 6, box.y + 11, more=' text-anchor="start"')
    return f'<path d="{bracket}" fill="none" stroke-width="1.5"/>{text}'


def draw_group(shape: Shape) -> str:
    """Return the SVG of a group, which only frames."""
    dashes = ' stroke-dasharray="10 6 2 6" fill="none"'
    return draw_rounded(shape.box, 0, 1.5, dashes) + top_label(shape)
