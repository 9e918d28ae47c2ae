import json
from decimal import Decimal

import pytest

from engine.errors import ModelError
from forms import load
from forms.definition import (
    Computed,
    FileRules,
    Formula,
    Gap,
    Group,
    Kind,
    Option,
    Passage,
    Picture,
    Question,
    Rows,
    Table,
)

PIXEL = "data:image/png;base64,iVBORw0KGgo="
A_OR_B = [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]


def refuse(form: bytes) -> list[str]:
    with pytest.raises(ModelError) as refused:
        load(form)
    return [problem.rule for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("component", "kind"),
    [
        ({"type": "textfield"}, Kind.TEXT),
        ({"type": "textarea"}, Kind.LONG_TEXT),
        ({"type": "number"}, Kind.NUMBER),
        ({"type": "checkbox"}, Kind.YES_NO),
        ({"type": "radio", "values": A_OR_B}, Kind.ONE_OF),
        ({"type": "select", "values": A_OR_B}, Kind.ONE_OF),
        ({"type": "checklist", "values": A_OR_B}, Kind.SOME_OF),
        ({"type": "taglist", "values": A_OR_B}, Kind.SOME_OF),
        ({"type": "datetime"}, Kind.DATE),
        ({"type": "datetime", "subtype": "time"}, Kind.TIME),
        ({"type": "datetime", "subtype": "datetime"}, Kind.DATE_TIME),
        ({"type": "filepicker"}, Kind.FILES),
        ({"type": "textfield", "properties": {"source": "people"}}, Kind.ONE_OF),
        ({"type": "taglist", "properties": {"source": "people"}}, Kind.SOME_OF),
    ],
)
def test_every_component_that_asks_becomes_a_question_of_its_kind(read_one, component, kind):
    question = read_one({"key": "a", "label": "A"} | component)
    assert isinstance(question, Question)
    assert (question.kind, question.path) == (kind, ("a",))


@pytest.mark.parametrize(
    ("component", "record"),
    [
        ({"type": "text", "text": "Hello"}, Passage),
        ({"type": "html", "content": "<p>Hello</p>"}, Passage),
        ({"type": "separator"}, Gap),
        ({"type": "spacer", "height": 20}, Gap),
        ({"type": "image", "source": PIXEL, "alt": "A map"}, Picture),
        ({"type": "table", "dataSource": "=rows", "columns": [{"key": "a"}]}, Table),
        ({"type": "expression", "key": "a", "expression": "=1 + 1"}, Computed),
        ({"type": "number", "key": "a", "properties": {"computed": "=1 + 1"}}, Computed),
        ({"type": "group", "label": "A", "components": []}, Group),
        ({"type": "dynamiclist", "path": "a", "components": []}, Rows),
    ],
)
def test_every_other_component_becomes_its_own_record(read_one, component, record):
    assert isinstance(read_one(component), record)


def test_buttons_are_left_out_because_the_page_brings_its_own(make):
    assert load(make({"type": "button", "label": "Send", "action": "submit"})).components == ()


@pytest.mark.parametrize(
    "component",
    [
        {"type": "iframe", "url": "https://example.org"},
        {"type": "documentPreview", "dataSource": "=files"},
        {"type": "hologram"},
        {"type": "image", "source": "https://example.org/tracker.png"},
        {"type": "image", "source": "data:image/svg+xml;base64,PHN2Zz4="},
    ],
)
def test_what_would_bring_something_foreign_into_the_page_is_refused(make, component):
    assert set(refuse(make(component))) <= {"form-component", "form-image"}


def test_rules_limits_and_appearance_are_read(read_one):
    question = read_one(
        {
            "type": "number",
            "key": "amount",
            "label": "Amount",
            "description": "In dollars",
            "decimalDigits": 2,
            "readonly": "=locked",
            "appearance": {"prefixAdorner": "USD", "suffixAdorner": "a day"},
            "validate": {"required": True, "min": "1.5", "max": "=balance"},
            "conditional": {"hide": "=not(paid)"},
            "layout": {"row": "r1", "columns": 8},
            "properties": {
                "check": "=amount > 2",
                "checkMessage": "More.",
                "confidential": "true",
                "default": "=balance",
                "autocomplete": "off",
            },
        }
    )
    assert question.required
    assert question.confidential
    assert question.read_only == Formula("locked")
    assert question.hide == Formula("not(paid)")
    assert question.check == Formula("amount > 2")
    assert question.default == Formula("balance")
    assert question.limits.minimum == Decimal("1.5")
    assert question.limits.maximum == Formula("balance")
    assert question.limits.decimals == 2
    assert (question.row, question.columns) == ("r1", 8)
    assert (question.prefix, question.suffix, question.help) == ("USD", "a day", "In dollars")


def test_what_may_be_sent_as_a_file_is_read(read_one):
    properties = {"maxMegabytes": "5", "maxFiles": "3"}
    picker = {"type": "filepicker", "key": "a", "accept": ".PDF, image/*", "properties": properties}
    rules = FileRules(accept=(".pdf", "image/*"), max_bytes=5 * 1024 * 1024, max_files=3)
    assert read_one(picker).files == rules


def test_a_picker_of_several_files_takes_more_than_one(read_one):
    assert read_one({"type": "filepicker", "key": "a", "multiple": True}).files.max_files > 1


def test_options_keep_the_type_of_their_values(read_one):
    values = [{"label": "One", "value": 1}, {"label": "Half", "value": 0.5}, {"value": "x"}]
    assert read_one({"type": "radio", "key": "a", "values": values}).options.fixed == (
        Option(value=Decimal(1), label="One"),
        Option(value=Decimal("0.5"), label="Half"),
        Option(value="x", label="x"),
    )


def test_groups_and_dotted_keys_step_into_contexts(read_one):
    inner = {"type": "textfield", "key": "address.street", "id": "s"}
    group = read_one({"type": "group", "path": "person", "components": [inner]})
    assert group.components[0].path == ("person", "address", "street")


def test_paths_in_a_list_begin_at_its_row(read_one):
    inner = {"type": "textfield", "key": "name", "id": "n"}
    group = {"type": "group", "path": "p", "id": "g", "components": [inner]}
    rows = read_one({"type": "dynamiclist", "path": "family", "components": [group]})
    assert rows.path == ("family",)
    assert rows.components[0].components[0].path == ("p", "name")


def test_bounds_of_a_list_are_read(read_one):
    written = {"type": "dynamiclist", "path": "a", "components": [], "allowAddRemove": False}
    rows = read_one(written | {"properties": {"minRows": "2", "maxRows": "9"}})
    assert (rows.start, rows.least, rows.most, rows.open) == (2, 2, 9, False)


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b"[" * 100_000,
        b" " * 600_000,
    ],
)
def test_a_file_that_is_no_json_object_is_refused_and_said_why(form):
    assert refuse(form) == ["form-unreadable"]


@pytest.mark.parametrize(
    ("component", "rule"),
    [
        ({"type": "textfield", "label": "A"}, "form-key"),
        ({"type": "dynamiclist", "components": []}, "form-key"),
        ({"type": "expression", "key": "a"}, "form-computed"),
        ({"type": "select", "key": "a"}, "form-options"),
        ({"type": "select", "key": "a", "values": [A_OR_B[0], A_OR_B[0]]}, "form-options"),
        ({"type": "select", "key": "a", "values": "a"}, "form-options"),
        ({"type": "select", "key": "a", "properties": {"source": "moon"}}, "form-source"),
        ({"type": "datetime", "key": "a", "subtype": "era"}, "form-date"),
        ({"type": "textfield", "key": "a", "validate": {"pattern": "(?=a)"}}, "form-pattern"),
        (
            {"type": "textfield", "key": "a", "validate": {"validationType": "iban"}},
            "form-validation",
        ),
        ({"type": "textfield", "key": "a", "validate": {"minLength": "few"}}, "form-value"),
        ({"type": "textfield", "key": "a", "validate": {"required": "perhaps"}}, "form-value"),
        ({"type": "textfield", "key": "a", "validate": []}, "form-value"),
        ({"type": "textfield", "key": 5}, "form-value"),
        ({"type": "number", "key": "a", "decimalDigits": -1}, "form-value"),
        ({"type": "group", "components": {}}, "form-value"),
        ({"type": "filepicker", "key": "a", "accept": "=x"}, "form-files"),
        ({"type": "table"}, "form-table"),
    ],
)
def test_a_component_that_cannot_be_used_is_refused(make, component, rule):
    assert rule in refuse(make(component))


def test_two_fields_cannot_write_the_same_variable(make):
    one, two = {"type": "textfield", "key": "a"}, {"type": "number", "key": "a.b"}
    assert refuse(make(one, two)) == ["form-duplicate-key"]


def test_rows_of_two_lists_may_use_the_same_names(make):
    inner = {"type": "textfield", "key": "a"}
    lists = [
        {"type": "dynamiclist", "path": name, "components": [inner | {"id": f"{name}_a"}]}
        for name in ("one", "two")
    ]
    assert len(load(make(*lists)).components) == 2


def test_two_components_cannot_have_the_same_id(make):
    one, two = {"type": "textfield", "key": "a", "id": "x"}, {"type": "text", "id": "x"}
    assert refuse(make(one, two)) == ["form-duplicate-id"]


def test_a_form_that_is_too_deep_or_too_long_is_refused(make):
    deep = {"type": "text", "text": "x"}
    for number in range(12):
        deep = {"type": "group", "id": f"g{number}", "components": [deep]}
    assert "form-too-deep" in refuse(make(deep))
    assert refuse(make(*({"type": "spacer"} for _ in range(501)))) == ["form-too-long"]


def test_a_newer_schema_is_read_with_a_warning(make):
    form = json.loads(make({"type": "text", "text": "x"})) | {"schemaVersion": 99}
    assert load(json.dumps(form).encode()).schema_version == 99


def test_a_problem_names_the_field_and_the_line(make):
    with pytest.raises(ModelError) as refused:
        load(make({"type": "text", "text": "x"}, {"type": "select", "key": "unit"}))
    (problem,) = refused.value.problems
    assert (problem.element, problem.line) == ("unit", 11)
