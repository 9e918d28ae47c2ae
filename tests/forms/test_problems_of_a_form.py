import json

import pytest

from forms import FORMS

TEXT = {"type": "textfield", "key": "name", "label": "Name"}
A = [{"label": "A", "value": "a"}]


def test_a_form_without_a_fault_has_no_problem(find):
    hidden = TEXT | {
        "key": "other",
        "conditional": {"hide": "=name = null or this.name != _parent_"},
    }
    total = {"type": "expression", "key": "sum", "expression": "=working days between(a, a)"}
    assert find(TEXT, hidden, total, known=["working days between", "a"]) == []


@pytest.mark.parametrize(
    ("component", "rule"),
    [
        (TEXT | {"label": ""}, "form-label"),
        ({"type": "group", "components": [TEXT | {"id": "x"}]}, "form-label"),
        ({"type": "dynamiclist", "path": "a", "components": []}, "form-label"),
        (TEXT | {"key": "first name"}, "form-key"),
        (TEXT | {"key": "_name"}, "form-key"),
        (TEXT | {"validate": {"minLength": 9, "maxLength": 3}}, "form-limits"),
        (TEXT | {"readonly": True, "validate": {"required": True}}, "form-read-only"),
        (TEXT | {"properties": {"autocomplete": "shoe-size"}}, "form-autocomplete"),
        (TEXT | {"properties": {"chekc": "=true"}}, "form-property"),
        (TEXT | {"properties": {"check": "=true"}}, "form-check"),
        (TEXT | {"type": "radio", "values": A, "defaultValue": "b"}, "form-default"),
        (TEXT | {"type": "select"}, "form-options"),
        ({"type": "iframe"}, "form-component"),
        ({"type": "image", "source": "data:image/png;base64,AA=="}, "form-image"),
        ({"type": "text"}, "form-text"),
        ({"type": "table", "dataSource": "=[]"}, "form-table"),
    ],
)
def test_each_fault_is_found(find, component, rule):
    assert rule in find(component)


def test_a_default_that_is_worked_out_need_not_be_an_option_yet(find):
    worked_out = {"type": "radio", "values": A, "properties": {"default": '="a"'}}
    assert "form-default" not in find(TEXT | worked_out)


@pytest.mark.parametrize(
    "component",
    [
        TEXT | {"conditional": {"hide": "=nowhere = 1"}},
        TEXT | {"conditional": {"hide": "=name ="}},
        TEXT | {"readonly": "=nowhere"},
        TEXT | {"label": "Dear {{ nowhere }}"},
        TEXT | {"description": "=nowhere"},
        TEXT | {"validate": {"maxLength": "=nowhere"}},
        TEXT | {"properties": {"check": "=nobody(name)", "checkMessage": "x"}},
        TEXT | {"properties": {"check": "=true", "checkMessage": "=nowhere"}},
        TEXT | {"properties": {"computed": "=nowhere"}},
        TEXT | {"properties": {"default": "=nowhere"}},
        TEXT | {"type": "select", "valuesExpression": "=nowhere"},
        {"type": "text", "text": "Dear {{ nowhere }}"},
        {"type": "table", "label": "T", "dataSource": "=nowhere", "columns": [{"key": "a"}]},
        {"type": "table", "label": "T", "dataSource": "=[]", "columnsExpression": "=nowhere"},
    ],
)
def test_an_expression_is_looked_at_wherever_it_stands(find, component):
    found = find(component)
    assert len(found) == 1
    assert found[0].startswith("expression")


def test_a_problem_names_file_field_line_and_remedy(make):
    form = make({"type": "text", "text": "x"}, TEXT | {"conditional": {"hide": "=nane = 1"}})
    (problem,) = FORMS.find_problems(form, "leave.form", [])
    assert (problem.file, problem.element, problem.line) == ("leave.form", "name", 11)
    assert "“nane”" in problem.message
    assert "name" in problem.remedy


def test_a_form_without_components_is_a_problem(find):
    assert find() == ["form-empty"]


def test_a_file_that_cannot_be_read_is_one_problem():
    (problem,) = FORMS.find_problems(b'{"components": [}', "a.form", [])
    assert (problem.rule, problem.file, problem.line) == ("form-unreadable", "a.form", 1)


def test_a_newer_schema_is_a_warning(make):
    form = json.dumps(json.loads(make(TEXT)) | {"schemaVersion": 99}).encode()
    (problem,) = FORMS.find_problems(form, "a.form", [])
    assert (problem.rule, problem.severity) == ("form-version", "warning")


def test_the_variables_that_a_form_sets_are_listed(make):
    inner = TEXT | {"id": "i", "properties": {"confidential": "true"}}
    form = make(
        TEXT | {"validate": {"required": True}},
        TEXT | {"key": "shown", "readonly": True},
        TEXT | {"key": "home.street"},
        {"type": "checklist", "key": "goods", "label": "Goods", "values": A},
        {"type": "filepicker", "key": "proof", "label": "Proof"},
        {"type": "select", "key": "unit", "label": "Unit", "valuesKey": "units"},
        {"type": "expression", "key": "sum", "expression": "=1"},
        {"type": "dynamiclist", "path": "family", "label": "Family", "components": [inner]},
    )
    fields = FORMS.list_fields(form)
    assert {field.key: field.type for field in fields} == {
        "name": "string",
        "home.street": "string",
        "goods": "list<string>",
        "proof": "files",
        "unit": "Any",
        "sum": "Any",
        "family": "list<context>",
    }
    assert [field.key for field in fields if field.required] == ["name"]
    assert [field.key for field in fields if field.confidential] == ["family"]


def test_a_computed_value_cannot_use_one_that_comes_later(find):
    first = {"type": "expression", "key": "one", "expression": "=two + 1"}
    second = {"type": "expression", "key": "two", "expression": "=1"}
    assert find(first, second) == ["form-order"]
    assert find(second, first) == []
    assert find(second | {"expression": "=two"}) == ["form-order"]
    assert find(second | {"expression": '=tally.two + "two \\" two"'}, known=["tally"]) == []
