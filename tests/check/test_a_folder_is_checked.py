import pytest

from tests.check.conftest import SCENARIOS, Check, scenario


def test_a_procedure_without_fault_has_no_problem_and_full_coverage(check: Check) -> None:
    report = check()
    assert report.problems == ()
    assert report.coverage.clauses == (1, 1)
    assert report.coverage.ends == (2, 2)
    assert report.coverage.flows == (2, 2)


ASSIGNMENT = '<zeebe:assignmentDefinition assignee="=subject"/>'
FORK = '<bpmn:exclusiveGateway id="fork"'
MAIL = (
    '<bpmn:extensionElements><zeebe:taskDefinition type="{}"/><zeebe:ioMapping>'
    '<zeebe:input source="=subject" target="to"/></zeebe:ioMapping></bpmn:extensionElements>'
    f"<bpmn:incoming>to_s</bpmn:incoming></bpmn:serviceTask>{FORK}"
)
FAILING = MAIL.format("pay").replace(
    "<zeebe:ioMapping>",
    '<zeebe:taskHeaders><zeebe:header key="errorOnFailure" value="UNPAID"/></zeebe:taskHeaders>'
    "<zeebe:ioMapping>",
)
FAULTS = [
    ("p.bpmn", ASSIGNMENT, "", "task-without-role", "ask"),
    (
        "p.bpmn",
        'assignee="=subject"',
        'candidateGroups="nobody"',
        "role",
        "ask",
    ),
    (
        "p.bpmn",
        '<zeebe:formDefinition formId="ask"/>',
        "",
        "task-without-form",
        "ask",
    ),
    ("p.bpmn", 'formId="ask"', 'formId="other"', "task-without-form", "ask"),
    ("p.bpmn", 'value="C1"', 'value=""', "element-without-clause", "ask"),
    ("p.bpmn", 'value="C1"', 'value="C9"', "clause", "ask"),
    ("p.bpmn", 'name="Staff member"', 'name="Magician"', "lane", "ask"),
    ("p.bpmn", "=agreed = true", "=agred = true", "expression", "to_yes"),
    ("p.bpmn", "=agreed = true", "=agreed = ", "not-feel", "to_yes"),
    (
        "p.bpmn",
        '<zeebe:property name="policy" value="C1"/>',
        '<zeebe:property name="policy" value="C1"/><zeebe:property name="fourEyes" value="x"/>',
        "four-eyes",
        "ask",
    ),
    ("p.bpmn", FORK, f'<bpmn:serviceTask id="s">{MAIL.format("docket:post")}', "job-type", "s"),
    ("p.bpmn", FORK, f'<bpmn:serviceTask id="s">{MAIL.format("docket:mail")}', "job-input", "s"),
    ("p.bpmn", FORK, f'<bpmn:serviceTask id="s">{MAIL.format("docket:stock")}', "job-input", "s"),
    ("p.bpmn", FORK, f'<bpmn:serviceTask id="s">{FAILING}', "job-error", "s"),
    ("policy.md", "## C1 Answer", "## C2 Answer", "source-step-missing", "C1"),
    (
        "policy.md",
        "The staff member",
        "## C2 More\nSource: p. 2.\n",
        "clause-not-carried-out",
        "C2",
    ),
    ("procedure.toml", 'owner = "process_owner"', 'owner = "wizard"', "role", ""),
    (
        "procedure.toml",
        'start_roles = ["staff_member"]',
        (
            'start_roles = ["staff_member"]\n[parameters.rates]\ntitle = "Rates"\nsource = "C1"\n'
            "values = [{ from = 2020-01-01, value = [] }]"
        ),
        "parameter-columns",
        "rates",
    ),
    ("procedure.toml", 'id = "p"', 'id = "q"', "folder-name", ""),
    (
        "procedure.toml",
        'start_roles = ["staff_member"]',
        'start_roles = ["staff_member"]\n[withheld]\nagreed = "nothing"',
        "withheld",
        "agreed",
    ),
    ("fr.toml", '"I agree" = "I agree (fr)"\n', "", "translation", ""),
    ("forms/ask.form", '"label": "I agree"', '"label": ""', "form-label", "agreed"),
]


@pytest.mark.parametrize(("file", "old", "new", "rule", "element"), FAULTS)
def test_each_fault_is_named_with_its_rule_and_element(
    check: Check, file: str, old: str, new: str, rule: str, element: str
) -> None:
    found = check((file, old, new)).problems
    assert (rule, element) in [(problem.rule, problem.element) for problem in found]


def test_a_fault_of_the_diagram_has_file_line_and_remedy(check: Check) -> None:
    report = check(("p.bpmn", ASSIGNMENT, ""))
    (problem,) = [one for one in report.problems if one.rule == "task-without-role"]
    assert (problem.file, problem.line) == ("p.bpmn", 9)
    assert problem.remedy == "Add an assignee or candidate groups."


def test_a_scenario_that_goes_another_way_is_a_problem_in_words(check: Check) -> None:
    stories = {**SCENARIOS, "wrong.toml": scenario("true", "no")}
    (problem,) = check(scenarios=stories).problems
    assert problem.file == "scenarios/wrong.toml"
    assert "The case reached yes, expected no." in problem.message


def test_a_scenario_whose_time_goes_back_is_a_problem_in_words(check: Check) -> None:
    late = scenario("true", "yes").replace(
        b'task = "ask"', b'task = "ask"\nat = 2025-03-09T09:00:00'
    )
    (problem,) = check(scenarios={**SCENARIOS, "back.toml": late}).problems
    assert "It is already 2025-03-10 06:00 UTC" in problem.message


def test_an_end_and_a_flow_that_no_scenario_reaches_are_problems(check: Check) -> None:
    report = check(scenarios={"yes.toml": SCENARIOS["yes.toml"]})
    assert {(one.rule, one.element) for one in report.problems} == {
        ("end-not-reached", "no"),
        ("flow-not-taken", "to_no"),
    }


def test_a_clause_that_is_explained_needs_no_element(check: Check) -> None:
    more = "The staff member", "## C2 Advice\nSource: p. 2.\nNot carried out: advice only.\n"
    french = "The staff member", "## C2 Conseil\nSource: p. 2.\n"
    assert check(("policy.md", *more), ("policy.fr.md", *french)).problems == ()


def test_calculations_may_not_reach_outside(check: Check) -> None:
    source = "import os\n\n\ndef look() -> str:\n    return os.getcwd()\n"
    rules = {problem.rule for problem in check(files={"calculations.py": source}).problems}
    assert "python" in rules or "calculations" in rules


def test_a_letter_that_is_sent_must_be_there_in_each_language(check: Check) -> None:
    send = (
        '<bpmn:sendTask id="tell" name="Tell"><bpmn:extensionElements>'
        '<zeebe:taskDefinition type="docket:notify"/><zeebe:taskHeaders>'
        '<zeebe:header key="template" value="note"/></zeebe:taskHeaders>'
        '<zeebe:ioMapping><zeebe:input source="=subject" target="to"/></zeebe:ioMapping>'
        '<zeebe:properties><zeebe:property name="policy" value="C1"/></zeebe:properties>'
        "</bpmn:extensionElements></bpmn:sendTask>"
    )
    start = '<bpmn:startEvent id="begin" name="Begun"/>'
    flow = 'sourceRef="begin" targetRef="ask"/>'
    via = (
        'sourceRef="begin" targetRef="tell"/>'
        '<bpmn:sequenceFlow id="on" sourceRef="tell" targetRef="ask"/>'
    )
    report = check(("p.bpmn", start, start + send), ("p.bpmn", flow, via))
    missing = [one.message for one in report.problems if one.rule == "letter"]
    assert missing == [
        "“Tell” sends letters/note.md, which is missing.",
        "“Tell” sends letters/note.fr.md, which is missing.",
    ]


def test_a_diagram_that_cannot_be_read_is_one_problem_and_not_a_crash(check: Check) -> None:
    report = check(("p.bpmn", "</bpmn:definitions>", ""))
    assert any(problem.file == "p.bpmn" for problem in report.errors)


STRANGE_FORM = """{"type": "default", "id": "strange", "schemaVersion": 18, "components": [
  {"type": "expression", "id": "Field_x", "key": "x", "label": "Answer", "expression": "=elsewhere"}]}
"""


def test_a_shared_form_that_only_others_use_may_name_their_variables(check: Check) -> None:
    assert check(files={"shared/forms/strange.form": STRANGE_FORM}).problems == ()


KEEPING = """<bpmn:serviceTask id="keep" name="Keep"><bpmn:extensionElements>
<zeebe:taskDefinition type="docket:record"/><zeebe:ioMapping>
<zeebe:output source="=recordId" target="kept"/></zeebe:ioMapping>
<zeebe:properties><zeebe:property name="policy" value="C1"/></zeebe:properties>
</bpmn:extensionElements></bpmn:serviceTask>"""


def test_an_output_may_name_what_the_house_answers(check: Check) -> None:
    end = '<bpmn:endEvent id="yes"'
    report = check(("p.bpmn", end, KEEPING + end))
    assert "recordId" not in " ".join(problem.message for problem in report.problems)


def test_a_missing_form_file_is_named(check: Check) -> None:
    report = check(without=("forms/ask.form",))
    assert "task-without-form" in {problem.rule for problem in report.problems}
