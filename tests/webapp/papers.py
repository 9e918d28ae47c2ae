"""The errand with documents: a pass for everybody, a slip with the private note, a list for a system."""

from itertools import pairwise

from tests.webapp.conftest import read_procedure_files

_PASS = """+++
type = "PASS"
+++
# Pass

| | |
|---|---|
| For | {{ name of(subject) }} |
| Days | {{ number: days }} |

| Day | Away |
|--:|---|
{% for day in [1, 2, 3] %}
| {{ day }} | {{ day <= days }} |
{% end %}

{% signatures [{for: "Issued by", name: document.unit, date: document.date}, {for: "Seen by"}] %}
"""
_FRENCH = "# Laissez-passer\n\nPour {{ name of(subject) }}\n"
_SLIP = '+++\nconfidential = ["note"]\n+++\n# Private slip\n\n{{ note }}\n'
_LIST = """title = "List of days"
rows = "[days]"
columns = [{ heading = "DAYS", value = "row", format = "number" }]
"""
_DOCUMENTS = {
    "documents/pass.md": _PASS,
    "documents/pass.fr.md": _FRENCH,
    "documents/slip.md": _SLIP,
    "documents/list.csv.toml": _LIST,
}
_FLOW = '<bpmn:sequenceFlow id="f1" sourceRef="asked" targetRef="decide"></bpmn:sequenceFlow>'


def _write(template: str) -> str:
    return f"""<bpmn:serviceTask id="write_{template}" name="Write {template}">
      <bpmn:extensionElements><zeebe:taskDefinition type="docket:document"/>
      <zeebe:taskHeaders><zeebe:header key="template" value="{template}"/></zeebe:taskHeaders>
      </bpmn:extensionElements></bpmn:serviceTask>"""


def read_errand_with_documents() -> dict[str, bytes]:
    files = read_procedure_files()
    names = ["pass", "slip", "list"]
    steps = ["asked", *(f"write_{name}" for name in names), "decide"]
    flows = "".join(
        f'<bpmn:sequenceFlow id="w{number}" sourceRef="{one}" targetRef="{other}"/>'
        for number, (one, other) in enumerate(pairwise(steps))
    )
    diagram = files["errand.bpmn"].decode()
    assert _FLOW in diagram
    written = "".join(_write(name) for name in names)
    files["errand.bpmn"] = diagram.replace(_FLOW, written + flows).encode()
    return files | {path: text.encode() for path, text in _DOCUMENTS.items()}
