import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

import forms
from engine.errors import ExpressionError, LimitError, ModelError, Problem, SubmissionError
from forms.definition import Kind
from forms.template import show_plainly
from forms.typed import write_typed

TEXT = {"type": "textfield", "key": "a", "label": "A"}
COUNT = {"type": "number", "key": "a", "label": "A"}


def test_a_text_and_a_truth_value_are_not_the_same_option(answer, refuse):
    radio = {
        "type": "radio",
        "key": "a",
        "label": "A",
        "values": [{"value": "true"}, {"value": "1"}],
    }
    assert answer(radio, a="true") == {"a": "true"}
    assert refuse(radio, a=True) == {"a": "option"}
    assert refuse(radio, a=1) == {"a": "option"}


def test_a_date_and_time_is_no_date(refuse):
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    assert refuse({"type": "datetime", "key": "a", "dateLabel": "A"}, a=moment) == {"a": "date"}


def test_values_of_their_own_kind_are_taken_as_they_are(answer):
    clock = {"type": "datetime", "key": "a", "timeLabel": "A", "subtype": "time"}
    assert answer(clock, a=time(9, 30)) == {"a": time(9, 30)}
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    assert answer(clock | {"subtype": "datetime"}, a=moment) == {"a": moment}


def test_nobody_is_found_where_the_case_knows_no_people(make):
    def knows_nothing(text, scope):
        raise ExpressionError("There is no such function.")

    people = {"type": "select", "key": "a", "label": "A", "properties": {"source": "people"}}
    with pytest.raises(SubmissionError) as refused:
        forms.FORMS.check(make(people), {"a": "amina"}, {}, knows_nothing)
    assert [problem.rule for problem in refused.value.problems] == ["person"]


def test_people_of_a_list_may_bring_their_names_along(draw):
    people = {"type": "select", "key": "a", "label": "A", "properties": {"source": "people"}}
    named = people | {"valuesExpression": '=[{value: "amina", label: "A. Diallo"}]'}
    (field,) = draw(named).fields
    assert [option.label for option in field.options] == ["A. Diallo"]


def take_too_much(text, scope):
    if "today" in text or text == "a > 1":
        raise LimitError("It has run for too long.")


@pytest.mark.parametrize(
    "component",
    [
        COUNT | {"validate": {"max": "=a + today()"}},
        COUNT | {"properties": {"check": "=a > 1", "checkMessage": "More."}},
        COUNT | {"properties": {"computed": "=today()"}},
    ],
)
def test_an_expression_that_takes_too_much_is_an_error_of_the_form(make, component):
    answers = {} if "computed" in component.get("properties", {}) else {"a": "2"}
    with pytest.raises(ExpressionError):
        forms.FORMS.check(make(component), answers, {}, take_too_much)


def test_a_page_is_drawn_even_where_an_expression_takes_too_much(make):
    definition = forms.load(make(COUNT | {"validate": {"max": "=today()"}}))
    assert len(forms.view(definition, {}, {"a": "2"}, (), take_too_much).fields) == 1


def test_a_problem_that_is_no_answers_is_told_as_it_is(draw):
    problem = Problem(message="This is no real PDF file.", element="a")
    view = draw(TEXT, problems=[problem])
    assert view.fields[0].errors == ("This is no real PDF file.",)


def test_answers_below_a_path_are_drawn_kept_and_dropped_with_it(draw, answer, make):
    street = {"type": "textfield", "key": "home.street", "id": "s", "label": "Street"}
    group = {
        "type": "group",
        "label": "Home",
        "components": [{"type": "text", "id": "t", "text": "Where?"}, street],
        "conditional": {"hide": "=not(a)"},
    }
    box = {"type": "checkbox", "key": "a", "label": "A"}
    view = draw(box, group, answers={"a": True, "home": {"street": "Main"}})
    assert [field.kind for field in view.fields[1].fields] == ["passage", "text"]
    assert view.fields[1].fields[1].value == "Main"
    sent = {"a": False, "home": {"street": "Main"}}
    assert answer(box, group, **sent) == {"a": False, "home": {"street": None}}
    assert forms.read_draft(forms.load(make(box, group)), sent) == sent


def test_the_line_of_a_component_is_found_by_its_key_when_its_id_is_written_otherwise():
    text = '{"components": [\n{"id": "caf\\u00e9",\n "key": "a", "type": "select", "label": "A"}]}'
    with pytest.raises(ModelError) as refused:
        forms.load(text.encode())
    assert refused.value.problems[0].line == 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "Yes"),
        (False, "No"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "2026-03-02 09:30+00:00"),
        (time(9, 30), "09:30"),
        (["a", Decimal(2)], "a, 2"),
        ({"a": 1, "b": None}, "a: 1, b: "),
    ],
)
def test_every_value_can_be_shown_plainly(value, text):
    assert show_plainly(value) == text


@pytest.mark.parametrize("kind", [Kind.DATE, Kind.TIME, Kind.DATE_TIME])
def test_what_a_native_input_could_not_show_leaves_it_empty(kind):
    assert write_typed(kind, "soon", "en", UTC) == ""


def test_a_picker_that_was_left_empty_sends_no_file(make):
    definition = forms.load(make({"type": "filepicker", "key": "a", "label": "A"}))
    empty = FileStorage(io.BytesIO(b""), filename="")
    assert forms.from_html(definition, MultiDict(), MultiDict({"a": empty})).uploads == ()


def test_the_reference_of_a_file_for_a_row_that_is_gone_is_left_out():
    answers: dict[str, object] = {"family": []}
    forms.attach(answers, "family[0].proof", "f1")
    assert answers == {"family": []}


def test_a_component_without_any_name_is_told_by_the_line_of_what_is_around_it():
    text = b'{"components": [\n{"type": "group", "id": "g", "components": [\n{"type": "iframe"}]}]}'
    with pytest.raises(ModelError) as refused:
        forms.load(text)
    assert refused.value.problems[0].line == 2


def test_a_form_that_also_shows_things_is_read_from_a_page(make):
    definition = forms.load(make({"type": "text", "text": "Hello"}, TEXT))
    assert forms.from_html(definition, MultiDict({"a": "x"})).answers == {"a": "x"}
