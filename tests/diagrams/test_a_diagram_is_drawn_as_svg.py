import re

import pytest
from lxml import etree

from engine.errors import ModelError
from webapp.diagrams.svg import render_svg

SVG = "{http://www.w3.org/2000/svg}"
FRAME = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="t">{process}'
    '<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="p">{drawn}</bpmndi:BPMNPlane>'
    "</bpmndi:BPMNDiagram></definitions>"
)
BOUNDS = '<dc:Bounds x="{x}" y="10" width="100" height="80"/>'


def diagram(process: str, *shapes: str, lines: str = "") -> bytes:
    drawn = "".join(
        f'<bpmndi:BPMNShape bpmnElement="{id_}">{BOUNDS.format(x=10 + 200 * place)}</bpmndi:BPMNShape>'
        for place, id_ in enumerate(shapes)
    )
    body = f'<process id="p">{process}</process>'
    return FRAME.format(process=body, drawn=drawn + lines).encode()


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def group(svg: str, element: str) -> etree._Element:
    (found,) = parsed(svg).iterfind(f'{SVG}g[@data-element="{element}"]')
    return found


def words(svg: str) -> str:
    return " ".join(" ".join(parsed(svg).itertext()).split())


def test_every_drawn_element_and_flow_is_in_the_picture(travel: bytes) -> None:
    root = etree.fromstring(travel)
    meant = {node.get("bpmnElement") for node in root.iter("{*}BPMNShape", "{*}BPMNEdge")}
    drawn = {node.get("data-element") for node in parsed(render_svg(travel)).iter(f"{SVG}g")}
    assert meant == drawn - {None}


def test_every_kind_of_task_event_gateway_and_data_has_a_drawing_of_its_own(
    every_kind: bytes,
) -> None:
    root, svg = etree.fromstring(every_kind), parsed(render_svg(every_kind))
    origin = re.compile(r'(?<=[ "MLHV])-?\d+(\.\d+)?')
    drawings: dict[str, str] = {}
    for kind in ("userTask", "serviceTask", "scriptTask", "manualTask", "businessRuleTask"):
        element = root.find(f".//{{*}}{kind}").get("id")
        group_ = svg.find(f'{SVG}g[@data-element="{element}"]')
        drawings[kind] = "".join(
            origin.sub("", etree.tostring(part).decode()) for part in group_.iterfind(f"{SVG}g")
        )
    assert len(set(drawings.values())) == len(drawings)
    assert all(drawings.values())


def test_the_picture_says_its_title_and_where_the_case_is(travel: bytes) -> None:
    svg = render_svg(travel, title="Travel of A. Diallo", current=["approve"], problems=["pay"])
    root = parsed(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{SVG}title") == "Travel of A. Diallo"
    assert root.findtext(f"{SVG}desc") == (
        "Now at: Approve the journey. Needs attention: Pay the advance."
    )


def test_a_mark_is_class_title_and_badge_and_never_colour_alone(travel: bytes) -> None:
    svg = render_svg(travel, current=["approve"], done=["plan"], problems=["pay"], flows=["f2"])
    for element, mark, spoken in (
        ("approve", "current", "Approve the journey (Step done by a person), now here"),
        ("plan", "done", "Describe the journey & its cost (Step done by a person), finished"),
        ("pay", "problem", "Pay the advance (Automatic step), needs attention"),
    ):
        assert f"is-{mark}" in group(svg, element).get("class")
        assert group(svg, element).findtext(f"{SVG}title") == spoken
        assert len(parsed(svg).findall(f'{SVG}g[@class="dg-badge is-{mark}"]')) == 1
    assert "is-taken" in group(svg, "f2").get("class")
    assert "is-taken" not in group(svg, "f1").get("class")


def test_an_element_that_is_done_and_current_again_shows_as_current(travel: bytes) -> None:
    assert group(render_svg(travel, current=["plan"], done=["plan"]), "plan").get("class") == (
        "dg-node is-current"
    )


def test_a_case_inside_a_closed_sub_process_marks_the_sub_process() -> None:
    xml = diagram('<subProcess id="s"><task id="inner"/></subProcess>', "s")
    assert "is-current" in group(render_svg(xml, current=["inner"]), "s").get("class")


def test_an_id_of_another_file_marks_nothing(travel: bytes) -> None:
    assert render_svg(travel, current=["no such element"], flows=["none"]) == render_svg(travel)


def test_names_of_the_readers_language_replace_those_of_the_file(travel: bytes) -> None:
    svg = render_svg(travel, names={"approve": "Approuver le voyage", "l2": "Responsable"})
    assert "Approuver le voyage" in words(svg)
    assert "Responsable" in words(svg)
    assert "Approve the journey" not in words(svg)


def test_markup_in_names_ids_and_titles_stays_text() -> None:
    hostile = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    xml = diagram(f'<task id="{hostile}" name="{hostile}"/>', hostile)
    svg = render_svg(xml, title='"><script>alert(1)</script>', current=['"><script>'])
    assert parsed(svg).find(f".//{SVG}script") is None
    assert "<script" not in svg


def test_the_picture_needs_no_style_no_script_and_no_id(every_kind: bytes) -> None:
    root = parsed(render_svg(every_kind, current=["n1"], problems=["n2"]))
    attributes = {name for node in root.iter() for name in node.attrib}
    assert not attributes & {"style", "id", "href", "width-style"}
    assert not [name for name in attributes if name.startswith("on")]
    assert {etree.QName(node).localname for node in root.iter()} <= {
        *("svg", "title", "desc", "g", "rect", "circle", "path", "polyline", "polygon"),
        *("text", "tspan"),
    }


def test_the_size_is_left_to_the_page(travel: bytes) -> None:
    root = parsed(render_svg(travel))
    assert "width" not in root.attrib
    _, _, width, height = map(float, root.get("viewBox").split())
    assert width > height > 0


def test_everything_lies_inside_the_view(every_kind: bytes) -> None:
    root = parsed(render_svg(every_kind))
    left, top, width, height = map(float, root.get("viewBox").split())
    for text in root.iter(f"{SVG}tspan"):
        assert left < float(text.get("x")) < left + width
        assert top < float(text.getparent().get("y")) < top + height


def test_the_default_flow_has_a_slash_and_a_condition_on_a_task_a_diamond() -> None:
    flows = "".join(
        f'<bpmndi:BPMNEdge bpmnElement="{id_}"><di:waypoint x="110" y="50"/>'
        '<di:waypoint x="210" y="50"/></bpmndi:BPMNEdge>'
        for id_ in ("f", "g")
    )
    xml = diagram(
        '<task id="a" default="f"/><task id="b"/><sequenceFlow id="f" sourceRef="a" targetRef="b"/>'
        '<sequenceFlow id="g" sourceRef="a" targetRef="b"><conditionExpression>=x'
        "</conditionExpression></sequenceFlow>",
        *("a", "b"),
        lines=flows,
    )
    svg = render_svg(xml)
    assert group(svg, "f").find(f"{SVG}path") is not None
    assert group(svg, "g").find(f'{SVG}polygon[@class="dg-paper"]') is not None


@pytest.mark.parametrize(
    ("xml", "rule"),
    [
        (b"<definitions/>", "no-diagram"),
        (diagram('<task id="a"/>'), "no-diagram"),
        (diagram('<task id="a"/>', "a").replace(b'x="10"', b'x="wide"'), "diagram-number"),
        (diagram('<task id="a"/>', "a").replace(b'x="10"', b'x="inf"'), "diagram-number"),
        (b'<!DOCTYPE d [<!ENTITY e "x">]><definitions>&e;</definitions>', "xml-doctype"),
        (b"<definitions", "xml-not-well-formed"),
    ],
)
def test_a_file_that_cannot_be_drawn_says_why(xml: bytes, rule: str) -> None:
    with pytest.raises(ModelError) as refused:
        render_svg(xml)
    assert [problem.rule for problem in refused.value.problems] == [rule]
    assert refused.value.problems[0].remedy


def test_a_shape_whose_element_is_missing_is_left_out() -> None:
    svg = render_svg(diagram('<task id="a" name="Here"/>', "a", "gone"))
    assert "Here" in words(svg)
    assert parsed(svg).find(f'{SVG}g[@data-element="gone"]') is None
