from collections.abc import Callable

import pytest

from engine.check import Report

Check = Callable[..., Report]

PAGE = (
    "+++\ntype = 'N'\n+++\n# Note\n\nFor {{ subject }}, no. {{ document.number }}: {{ agreed }}\n"
)
FRENCH = "# Note\n\nPour {{ subject }}\n"
DATA = 'title = "Note"\nrows = "[subject]"\ncolumns = [{ heading = "WHO", value = "row" }]\n'
WRITE = (
    '<bpmn:serviceTask id="write" name="Write"><bpmn:extensionElements>'
    '<zeebe:taskDefinition type="docket:document"/><zeebe:taskHeaders>'
    '<zeebe:header key="template" value="note"/></zeebe:taskHeaders>'
    '<zeebe:properties><zeebe:property name="policy" value="C1"/></zeebe:properties>'
    "</bpmn:extensionElements></bpmn:serviceTask>"
)
START = '<bpmn:startEvent id="begin" name="Begun"/>'
FLOW = 'sourceRef="fork" targetRef="yes">'
VIA = 'sourceRef="fork" targetRef="write">'
ON = '<bpmn:sequenceFlow id="on" sourceRef="write" targetRef="yes"/>'
LAST = '<bpmn:sequenceFlow id="to_no"'
DIAGRAM = (
    ("p.bpmn", START, START + WRITE),
    ("p.bpmn", FLOW, VIA),
    ("p.bpmn", LAST, ON + LAST),
    ("fr.toml", '"Yes"', '"Write" = "Écrire"\n"Note" = "Note"\n"Yes"'),
)
BOTH = {"documents/note.md": PAGE, "documents/note.fr.md": FRENCH}
CONFIDENTIAL = ("procedure.toml", 'id = "p"', 'id = "p"\nconfidential.agreed = ["subject"]')


def _said(report: Report) -> list[str]:
    return [one.message for one in report.problems if one.rule == "document"]


def test_a_document_in_each_language_is_without_fault(check: Check) -> None:
    assert check(*DIAGRAM, files=BOTH).problems == ()


def test_a_data_file_needs_only_its_title_in_each_language(check: Check) -> None:
    files = {"documents/note.csv.toml": DATA}
    assert check(*DIAGRAM, files=files).problems == ()
    unnamed = {"documents/note.csv.toml": DATA.replace("Note", "List")}
    assert _said(check(*DIAGRAM, files=unnamed)) == ["The title “List” is not translated."]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, ["“Write” produces documents/note.md, which is missing."]),
        (
            {"documents/note.md": PAGE},
            ["“Write” produces documents/note.fr.md, which is missing."],
        ),
        ({**BOTH, "documents/old.md": PAGE}, ["No element produces the document old."]),
        (
            {**BOTH, "documents/note.fr.md": PAGE},
            ["A translation has settings of its own."],
        ),
        (
            {"documents/note.fr.md": FRENCH},
            [
                "“Write” produces documents/note.md, which is missing.",
                "The document is there only in translation.",
            ],
        ),
        (
            {**BOTH, "documents/note.csv.toml": DATA},
            ["The document note is there as a page and as a data file."],
        ),
        ({**BOTH, "documents/note.md": "Note"}, ["The document has no title."]),
    ],
)
def test_what_is_missing_or_too_much_is_named(
    check: Check, files: dict[str, str], said: list[str]
) -> None:
    assert _said(check(*DIAGRAM, files=files, scenarios={})) == said


def test_a_place_that_cannot_be_filled_is_named_with_its_line(check: Check) -> None:
    page = PAGE + "{% for one in [1, 2] %}\n{{ one + agred }}\n{% end %}\n{{ 1 + }}\n"
    report = check(*DIAGRAM, files={**BOTH, "documents/note.md": page}, scenarios={})
    found = [(one.line, one.remedy) for one in report.problems if one.rule == "document"]
    assert found[0] == (8, "Do you mean “agreed”?")
    assert found[1][0] == 10


def test_a_confidential_value_must_be_named_and_stays_out_of_the_title(check: Check) -> None:
    said = _said(check(*DIAGRAM, CONFIDENTIAL, files=BOTH, scenarios={}))
    assert said == ["agreed is confidential."]
    named = PAGE.replace("type = 'N'", "confidential = ['agreed']")
    files = {**BOTH, "documents/note.md": named}
    assert _said(check(*DIAGRAM, CONFIDENTIAL, files=files, scenarios={})) == []
    titled = {**BOTH, "documents/note.md": named.replace("# Note", "# Note {{ agreed }}")}
    assert _said(check(*DIAGRAM, CONFIDENTIAL, files=titled, scenarios={})) == [
        "The title shows agreed, which is confidential."
    ]


def test_what_nobody_may_read_is_in_no_document(check: Check) -> None:
    named = PAGE.replace("type = 'N'", "confidential = ['agreed']")
    files = {**BOTH, "documents/note.md": named}
    assert _said(check(*DIAGRAM, files=files, scenarios={})) == [
        "Nobody may read agreed, which the document shows."
    ]


def _scenario(documents: str) -> dict[str, bytes]:
    return {
        "yes.toml": f"""
title = "It ends yes"
clauses = ["C1"]
[[step]]
at = 2025-03-10T09:00:00
actor = "amina"
start = "p"
[[step]]
actor = "amina"
task = "ask"
answers = {{ agreed = true }}
[expect]
end = "yes"
documents = {documents}
""".encode()
    }


def _differences(check: Check, documents: str) -> list[str]:
    report = check(*DIAGRAM, files=BOTH, scenarios=_scenario(documents))
    return [difference for one in report.played for difference in one.differences]


def test_a_scenario_expects_documents_by_number_and_text(check: Check) -> None:
    wanted = '[{ template = "note", number = "KENYA0001", contains = ["For amina", "yes"], lacks = "draft" }]'
    assert _differences(check, wanted) == []


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        ("[]", "Documents produced: KENYA0001 Note.html; expected 0."),
        ('[{ number = "KENYA0002" }]', "The number of KENYA0001 Note.html is KENYA0001"),
        ('[{ contains = "Bob" }]', "KENYA0001 Note.html does not say “Bob”"),
        ('[{ lacks = "amina" }]', "KENYA0001 Note.html says “amina”"),
        ("[{ void = true }]", "The void of KENYA0001 Note.html is False"),
    ],
)
def test_a_scenario_says_how_documents_differ(check: Check, documents: str, said: str) -> None:
    (difference,) = _differences(check, documents)
    assert difference.startswith(said)
