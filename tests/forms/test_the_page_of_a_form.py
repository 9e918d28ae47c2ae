from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from forms import FORMS, Reader
from forms.definition import Option
from forms.messages import FieldError, make_problem

TEXT = {"type": "textfield", "key": "a", "label": "A"}
NUMBER = {"type": "number", "key": "a", "label": "A"}
RADIO = {
    "type": "radio",
    "key": "a",
    "label": "A",
    "values": [{"label": "X", "value": "x"}, {"value": 2}],
}
PICKER = {"type": "filepicker", "key": "a", "label": "A", "accept": ".pdf", "multiple": True}
WORDS = {
    "A": "Montant",
    "X": "Ixe",
    "Hello {{ a }}": "Bonjour {{ a }}",
    "Answer “%(label)s”.": "Répondez à « %(label)s ».",
}


def translate(text):
    assert text  # gettext answers "" with the header of its catalogue
    return WORDS.get(text, text)


FRENCH = Reader(
    translate=translate, gettext=translate, show=lambda value: f"<{value}>", locale="fr"
)


def draw_one(draw, component, **answers):
    reader = answers.pop("reader", None)
    case = answers.pop("case", None)
    (field,) = draw(component, case=case, answers=answers, reader=reader).fields
    return field


@pytest.mark.parametrize(
    ("component", "kind", "value"),
    [
        (TEXT, "text", "x"),
        (TEXT | {"type": "textarea"}, "textarea", "x\ny"),
        (NUMBER, "number", "12.5"),
        (TEXT | {"type": "datetime"}, "date", "2026-03-02"),
        (TEXT | {"type": "datetime", "subtype": "time"}, "time", "09:30"),
        (TEXT | {"type": "datetime", "subtype": "datetime"}, "datetime-local", "2026-03-02T09:30"),
    ],
)
def test_an_input_shows_what_was_typed(draw, component, kind, value):
    field = draw_one(draw, component, a=value)
    assert (field.kind, field.name, field.id, field.value) == (kind, "a", "field-a", value)


@pytest.mark.parametrize(
    ("component", "value", "shown"),
    [
        (NUMBER, Decimal("1234.50"), "1234,50"),
        (NUMBER, Decimal("1E+3"), "1000"),
        (TEXT | {"type": "datetime"}, date(2026, 3, 2), "2026-03-02"),
        (
            TEXT | {"type": "datetime", "subtype": "datetime"},
            datetime(2026, 3, 2, 6, 30, tzinfo=UTC),
            "2026-03-02T09:30",
        ),
    ],
)
def test_a_form_that_nobody_has_begun_shows_what_the_case_has(draw, component, value, shown):
    assert draw_one(draw, component, case={"a": value}, reader=FRENCH).value == shown


def test_defaults_stand_where_the_case_has_nothing(draw):
    assert draw_one(draw, TEXT | {"defaultValue": "x"}).value == "x"
    assert draw_one(draw, TEXT | {"properties": {"default": '="a" + "b"'}}).value == "ab"
    assert draw_one(draw, TEXT | {"defaultValue": "x"}, case={"a": "y"}).value == "y"
    assert draw_one(draw, TEXT | {"defaultValue": "x"}, a="").value == ""


def test_a_wrong_answer_is_shown_again_as_it_was_typed(draw):
    assert draw_one(draw, NUMBER, a="12,5x", reader=FRENCH).value == "12,5x"


def test_choices_show_which_one_was_made(draw):
    field = draw_one(draw, RADIO, a="2")
    assert field.kind == "radios"
    assert [(option.id, option.token, option.label, option.chosen) for option in field.options] == [
        ("field-a", "x", "X", False),
        ("field-a-1", "2", "2", True),
    ]
    assert draw_one(draw, RADIO | {"type": "select"}, a="2").kind == "select"
    several = draw_one(draw, RADIO | {"type": "taglist"}, a=["x", "2"])
    assert (several.kind, [option.chosen for option in several.options]) == ("checks", [True, True])


def test_people_are_offered_by_name(draw):
    people = {"type": "select", "key": "a", "label": "A", "properties": {"source": "people"}}
    listed = draw_one(draw, people | {"valuesExpression": '=["amina", "nobody"]'})
    assert [option.label for option in listed.options] == ["Amina Diallo", "nobody"]
    given = Reader(options={"a": [Option(value="boris", label="Boris")]})
    assert [option.token for option in draw_one(draw, people, reader=given).options] == ["boris"]


def test_a_box_is_ticked_or_not(draw):
    box = TEXT | {"type": "checkbox"}
    assert draw_one(draw, box, a="true").ticked
    assert draw_one(draw, box, a=True).ticked
    assert not draw_one(draw, box, a="false").ticked
    assert draw_one(draw, box | {"defaultValue": True}).ticked


def test_attributes_help_the_browser(draw):
    mail = draw_one(draw, TEXT | {"validate": {"validationType": "email", "maxLength": 50}})
    assert mail.attributes == {"autocomplete": "email", "inputmode": "email", "maxlength": "50"}
    assert draw_one(draw, NUMBER).attributes == {"inputmode": "decimal"}
    assert draw_one(draw, NUMBER | {"decimalDigits": 0}).attributes == {"inputmode": "numeric"}
    coming = TEXT | {"type": "datetime", "disallowPassedDates": True}
    assert draw_one(draw, coming | {"validate": {"max": '=date("2026-12-31")'}}).attributes == {
        "min": "2026-03-02",
        "max": "2026-12-31",
    }
    assert draw_one(draw, PICKER).attributes == {"accept": ".pdf", "multiple": ""}


def test_files_sent_before_are_named(draw):
    reader = Reader(files={"f1": "letter.pdf"})
    field = draw_one(draw, PICKER, a=["f1", "f2"], reader=reader)
    assert [(file.reference, file.name) for file in field.files] == [
        ("f1", "letter.pdf"),
        ("f2", "f2"),
    ]
    assert draw_one(draw, PICKER, case={"a": {"sealed": "s", "count": 2}}).kept == 2


def test_a_hidden_question_is_not_on_the_page(draw):
    hidden = TEXT | {"key": "b", "conditional": {"hide": '=a = "x"'}}
    assert [field.name for field in draw(TEXT, hidden, answers={"a": "x"}).fields] == ["a"]
    assert [field.name for field in draw(TEXT, hidden, answers={"a": "y"}).fields] == ["a", "b"]


def test_a_group_without_anything_on_the_page_is_not_there_either(draw):
    hidden = TEXT | {"id": "x", "conditional": {"hide": "=true"}}
    assert draw({"type": "group", "label": "G", "components": [hidden]}).fields == ()


def test_only_questions_that_others_depend_on_have_the_page_drawn_anew(draw):
    hidden = TEXT | {"key": "b", "conditional": {"hide": '=a = "x"'}}
    checked = TEXT | {"key": "c", "properties": {"check": "=c != b", "checkMessage": "No."}}
    view = draw(TEXT, hidden, checked)
    assert [field.controls for field in view.fields] == [True, False, False]
    assert view.has_controls
    assert not draw(checked).has_controls


def test_rows_are_drawn_as_often_as_they_were_answered(draw):
    rows = {
        "type": "dynamiclist",
        "path": "family",
        "label": "Family",
        "components": [TEXT | {"id": "n"}],
        "properties": {"maxRows": 2, "minRows": 1},
    }
    (field,) = draw(rows).fields
    assert (len(field.rows), field.may_add, field.may_remove) == (1, True, False)
    (field,) = draw(rows, answers={"family": [{"a": "x"}, {"a": "y"}]}).fields
    assert [row.name for row in field.rows] == ["family[0]", "family[1]"]
    assert [row.fields[0].value for row in field.rows] == ["x", "y"]
    assert [row.fields[0].id for row in field.rows] == ["field-family-0-a", "field-family-1-a"]
    assert (field.may_add, field.may_remove) == (False, True)


def test_computed_values_are_shown_as_far_as_they_can_be_worked_out(draw):
    total = {"type": "expression", "key": "sum", "label": "Sum", "expression": "=a * 2"}
    shown = [
        field for field in draw(NUMBER, total, answers={"a": "4"}).fields if field.kind == "output"
    ]
    assert [(field.label, field.value) for field in shown] == [("Sum", "8")]
    assert draw(NUMBER, total, answers={"a": "four"}).fields[1].value == ""
    assert len(draw(NUMBER, total | {"label": ""}).fields) == 1


def test_a_field_that_is_only_shown_sends_nothing(draw):
    field = draw_one(draw, RADIO | {"readonly": True}, case={"a": "x"})
    assert (field.kind, field.name, field.value) == ("output", "", "X")


def test_a_form_can_be_shown_without_asking(draw):
    box = TEXT | {"key": "b", "type": "checkbox"}
    view = draw(
        TEXT,
        box,
        PICKER | {"key": "c"},
        answers={"a": "x", "b": True, "c": ["f1"]},
        reader=Reader(read_only=True),
    )
    assert [field.kind for field in view.fields] == ["output"] * 3
    assert [field.value for field in view.fields] == ["x", "Yes", ""]
    assert view.fields[2].files[0].name == "f1"
    assert not view.has_files


def test_tables_show_their_columns(draw):
    case = {"taken": [{"day": date(2026, 3, 2), "kind": "USL"}, "x"]}
    table = {"type": "table", "label": "Taken", "dataSource": "=taken"}
    fixed = draw_one(draw, table | {"columns": [{"key": "day", "label": "Day"}]}, case=case)
    assert (fixed.headings, fixed.cells) == (("Day",), (("2026-03-02",),))
    worked = table | {"columnsExpression": '=[{key: "kind", label: "Kind"}]'}
    assert draw_one(draw, worked, case=case).cells == (("USL",),)
    assert draw_one(draw, worked).cells == ()


def test_words_that_an_expression_spells_out_are_said_in_the_language_of_the_reader(draw):
    words = 'if a = 1 then "Yes" else who'
    source = f"=[{{how: {words}}}]"
    table = {"type": "table", "label": "T", "dataSource": source}
    table |= {"columns": [{"key": "how", "label": "How"}]}
    worked = {"type": "expression", "key": "how", "label": "How", "expression": f"={words}"}
    own = {"a": 1, "who": "Yes!"}
    french = {"Yes": "Oui", "Yes!": "never"}
    reader = Reader(translate=lambda text: french.get(text, text))
    assert draw(worked, case=own, reader=reader).fields[0].value == "Oui"
    assert draw(table, case=own, reader=reader).fields[0].cells == (("Oui",),)
    assert draw(worked, case=own | {"a": 2}, reader=reader).fields[0].value == "Yes!"


def test_words_that_an_expression_puts_between_values_are_the_forms_own(draw):
    worked = {"type": "expression", "key": "till", "label": "Till"}
    worked |= {"expression": '="Open until " + string(last)'}
    reader = Reader(
        translate=lambda text: text.replace("Open until", "Ouvert jusqu'au"),
        rewrite=lambda text: text.replace("2026-03-31", "31 mars 2026"),
    )
    own = {"last": date(2026, 3, 31)}
    assert draw(worked, case=own, reader=reader).fields[0].value == "Ouvert jusqu'au 31 mars 2026"


def test_a_text_that_an_expression_hands_on_stays_as_it_was_written(draw):
    worked = {"type": "expression", "key": "note", "label": "Note", "expression": "=remark"}
    reader = Reader(translate=str.upper, rewrite=str.upper)
    shown = draw(worked, case={"remark": "until 2026-03-31"}, reader=reader)
    assert shown.fields[0].value == "until 2026-03-31"


def test_days_in_what_a_check_says_are_written_as_the_reader_does(draw):
    error = FieldError(rule="check", template="%(text)s", params={"text": "From 2026-03-31."})
    reader = Reader(rewrite=lambda text: text.replace("2026-03-31", "31 mars 2026"))
    view = draw(TEXT, problems=[make_problem("a", error)], reader=reader)
    assert view.faults[0].text == "From 31 mars 2026."


def test_lines_spaces_and_images_are_drawn(draw):
    image = {"type": "image", "source": "data:image/png;base64,AA==", "alt": "Map"}
    view = draw({"type": "separator"}, {"type": "spacer"}, image)
    assert [field.kind for field in view.fields] == ["separator", "spacer", "image"]


def test_widths_follow_the_layout_of_the_form(draw):
    half = TEXT | {"layout": {"row": "r", "columns": 8}}
    shared = TEXT | {"key": "b", "layout": {"row": "r", "columns": None}}
    assert [field.width for field in draw(half, shared, NUMBER | {"key": "c"}).fields] == [6, -1, 0]


def test_texts_come_in_the_language_of_the_reader(draw):
    field = draw_one(draw, RADIO, reader=FRENCH)
    assert (field.label, field.options[0].label) == ("Montant", "Ixe")
    hello = TEXT | {"label": "Hello {{ a }}"}
    assert draw_one(draw, hello, reader=FRENCH, a="Zed").label == "Bonjour <Zed>"


def test_errors_are_told_at_their_field_and_together_in_the_order_of_the_form(draw):
    required = {"validate": {"required": True}}
    components = [TEXT | required, NUMBER | {"key": "b"}]
    error = FieldError(rule="unknown", template="Not asked.")
    problems = [
        make_problem("evil", error),
        make_problem("b", FieldError(rule="number", template="No number.")),
        make_problem(
            "a", FieldError(rule="required", template="Answer “%(label)s”.", params={"label": "A"})
        ),
    ]
    view = draw(*components, problems=problems, reader=FRENCH)
    assert [(fault.id, fault.text) for fault in view.faults] == [
        ("", "Not asked."),
        ("field-a", "Répondez à « Montant »."),
        ("field-b", "No number."),
    ]
    assert view.fields[0].errors == ("Répondez à « Montant ».",)
    assert "field-a-error" in view.fields[0].described_by


def test_confidential_values_say_who_reads_them(draw):
    secret = TEXT | {"properties": {"confidential": "true"}}
    field = draw_one(draw, secret, reader=Reader(readers={"a": ["HR focal point"]}))
    assert (field.confidential, field.readers) == (True, ("HR focal point",))


def test_a_page_is_drawn_even_where_expressions_fail(draw):
    broken = [
        TEXT | {"key": "b", "validate": {"maxLength": "=nowhere"}, "label": "{{ nowhere }}"},
        RADIO | {"values": None, "valuesExpression": "=nowhere"},
        {"type": "table", "label": "T", "dataSource": "=nowhere", "columns": [{"key": "a"}]},
    ]
    assert len(draw(*broken).fields) == 3


def test_what_a_page_sends_back_unchanged_is_accepted(draw, make, evaluate):
    component = TEXT | {"type": "datetime", "subtype": "datetime"}
    moment = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
    field = draw_one(draw, component, case={"a": moment})
    assert FORMS.check(make(component), {"a": field.value}, {}, evaluate) == {"a": moment}
