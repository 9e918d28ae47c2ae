import pytest

BOX = {"type": "checkbox", "key": "travel", "label": "Travel"}
ROUTE = {
    "type": "textfield",
    "key": "route",
    "label": "Route",
    "validate": {"required": True},
    "conditional": {"hide": "=not(travel)"},
}
STOP = ROUTE | {"key": "stop", "conditional": {"hide": "=route = null"}}


def test_an_answer_to_a_hidden_question_is_dropped(answer):
    assert answer(BOX, ROUTE, route="smuggled") == {"travel": False, "route": None}


def test_a_required_question_must_be_answered_once_it_is_shown(answer, refuse):
    assert answer(BOX, ROUTE, travel=False)["route"] is None
    assert refuse(BOX, ROUTE, travel=True) == {"route": "required"}
    assert answer(BOX, ROUTE, travel=True, route="NBO-AMM")["route"] == "NBO-AMM"


def test_a_chain_of_questions_closes_from_its_first_link(answer):
    sent = {"travel": False, "route": "typed before", "stop": "typed before"}
    assert answer(BOX, ROUTE, STOP, **sent) == {"travel": False, "route": None, "stop": None}


def test_conditions_that_hide_each_other_still_come_to_an_end(answer):
    one = {"type": "textfield", "key": "a", "label": "A", "conditional": {"hide": "=b != null"}}
    two = {"type": "textfield", "key": "b", "label": "B", "conditional": {"hide": "=a != null"}}
    assert set(answer(one, two, a="x", b="y")) == {"a", "b"}


def test_a_hidden_question_leaves_a_variable_of_the_case_as_it_is(answer):
    assert answer(BOX, ROUTE, case={"route": "by sea"}) == {"travel": False}


def test_a_hidden_group_hides_everything_in_it(answer):
    inner = {
        "type": "textfield",
        "key": "hotel",
        "id": "h",
        "label": "H",
        "validate": {"required": True},
    }
    rows = {"type": "dynamiclist", "path": "legs", "id": "l", "components": []}
    group = {
        "type": "group",
        "label": "Trip",
        "components": [inner, rows],
        "conditional": {"hide": "=not(travel)"},
    }
    assert answer(BOX, group, hotel="x", legs=[{}]) == {"travel": False, "hotel": None, "legs": []}


def test_rows_hide_their_questions_each_for_itself(answer, refuse):
    child = {"type": "checkbox", "key": "child", "id": "c", "label": "Child"}
    school = {
        "type": "textfield",
        "key": "school",
        "id": "s",
        "label": "School",
        "validate": {"required": True},
        "conditional": {"hide": "=not(this.child)"},
    }
    rows = {
        "type": "dynamiclist",
        "path": "family",
        "label": "Family",
        "components": [child, school],
    }
    family = [{"child": False, "school": "dropped"}, {"child": True, "school": "Kilimani"}]
    assert answer(rows, family=family)["family"] == [
        {"child": False, "school": None},
        {"child": True, "school": "Kilimani"},
    ]
    assert refuse(rows, family=[{"child": False}, {"child": True}]) == {
        "family[1].school": "required"
    }


def test_a_condition_that_cannot_be_worked_out_hides_nothing(refuse):
    question = ROUTE | {"conditional": {"hide": "=nowhere > 3"}}
    assert refuse(question) == {"route": "required"}


@pytest.mark.parametrize("lock", [{"readonly": True}, {"disabled": True}])
def test_a_read_only_field_cannot_be_answered(answer, refuse, lock):
    field = {"type": "textfield", "key": "reference", "label": "Reference"} | lock
    assert refuse(field, reference="forged") == {"reference": "fixed"}
    assert answer(field, case={"reference": "UN-1"}) == {}


def test_a_field_that_has_become_read_only_keeps_the_value_of_the_case(answer):
    field = {"type": "textfield", "key": "reference", "label": "Reference", "readonly": "=travel"}
    case = {"reference": "UN-1"}
    assert answer(BOX, field, case=case, travel=True, reference="typed") == {"travel": True}
    assert answer(BOX, field, case=case, reference="typed") == {
        "travel": False,
        "reference": "typed",
    }


def test_what_was_typed_into_a_read_only_field_decides_nothing(answer):
    field = {"type": "textfield", "key": "grade", "label": "Grade", "readonly": "=travel"}
    extra = ROUTE | {"conditional": {"hide": '=grade != "D1"'}}
    case = {"grade": "P2"}
    found = answer(BOX, field, extra, case=case, travel=True, grade="D1", route="first class")
    assert found == {"travel": True, "route": None}


def test_sealed_values_that_are_not_sent_again_are_kept(answer):
    picker = {
        "type": "filepicker",
        "key": "proof",
        "label": "Proof",
        "validate": {"required": True},
    }
    note = {"type": "textfield", "key": "note", "label": "Note"}
    check = {"type": "expression", "key": "seen", "expression": "=proof != null"}
    case = {"proof": {"sealed": "s1", "count": 1}, "note": {"sealed": "s2", "count": 1}}
    assert answer(picker, note, check, case=case) == {"seen": True}
    assert answer(picker, note, case=case, proof=["f2"], note="new") == {
        "proof": ["f2"],
        "note": "new",
    }


def test_a_group_with_a_path_leaves_the_rest_of_its_context(answer):
    inner = {"type": "textfield", "key": "street", "id": "s", "label": "Street"}
    group = {"type": "group", "path": "address", "label": "Address", "components": [inner]}
    found = answer(group, case={"address": {"city": "Amman"}}, address={"street": "Main"})
    assert found == {"address": {"city": "Amman", "street": "Main"}}


def test_fixed_rows_keep_what_is_only_shown_in_them(answer, refuse):
    name = {"type": "textfield", "key": "name", "id": "n", "label": "Name", "readonly": True}
    agreed = {"type": "checkbox", "key": "agreed", "id": "a", "label": "Agreed"}
    rows = {
        "type": "dynamiclist",
        "path": "lines",
        "label": "Lines",
        "allowAddRemove": False,
        "components": [name, agreed],
    }
    case = {"lines": [{"name": "Rent"}, {"name": "Fuel"}]}
    found = answer(rows, case=case, lines=[{"agreed": True}, {}])
    assert found["lines"] == [{"name": "Rent", "agreed": True}, {"name": "Fuel", "agreed": False}]
    assert refuse(rows, case=case, lines=[{}]) == {"lines": "few rows"}
    assert refuse(rows, case=case, lines=[{}, {}, {}]) == {"lines": "many rows"}


def test_files_that_everybody_may_see_can_be_taken_out_again(answer, draw):
    picker = {"type": "filepicker", "key": "proof", "label": "Proof", "multiple": True}
    case = {"proof": ["f1", "f2"]}
    (field,) = draw(picker, case=case).fields
    assert [file.reference for file in field.files] == ["f1", "f2"]
    assert answer(picker, case=case, proof=["f2"]) == {"proof": ["f2"]}
    assert answer(picker, case=case) == {"proof": None}


def test_a_sealed_value_without_a_count_is_one(draw):
    note = {"type": "textfield", "key": "note", "label": "Note"}
    assert draw(note, case={"note": {"sealed": "s"}}).fields[0].kept == 1
    assert draw(note, case={"note": "open"}).fields[0].kept == 0
