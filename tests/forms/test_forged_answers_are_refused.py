from decimal import Decimal

RADIO = {
    "type": "radio",
    "key": "unit",
    "label": "Unit",
    "values": [{"label": "Amman", "value": "amm"}],
}
WHO = {"type": "select", "key": "who", "label": "Who", "properties": {"source": "people"}}
NAME = {"type": "textfield", "key": "name", "id": "n", "label": "Name"}


def test_what_the_form_does_not_ask_is_refused(refuse):
    assert refuse(NAME, name="x", is_admin="true") == {"is_admin": "unknown"}


def test_what_a_row_or_a_group_does_not_ask_is_refused(refuse):
    rows = {"type": "dynamiclist", "path": "family", "label": "Family", "components": [NAME]}
    group = {"type": "group", "path": "home", "label": "Home", "components": [NAME | {"id": "n2"}]}
    sent = {"family": [{"name": "x", "grade": "D1"}], "home": {"grade": "D1"}}
    assert refuse(rows, group, **sent) == {"family[0].grade": "unknown", "home.grade": "unknown"}


def test_a_computed_value_cannot_be_sent(refuse):
    total = {"type": "expression", "key": "total", "expression": "=1"}
    assert refuse(total, total=1000) == {"total": "unknown"}


def test_an_option_that_was_not_offered_is_refused(refuse):
    assert refuse(RADIO, unit="mars") == {"unit": "option"}
    assert refuse(RADIO, unit=["amm"]) == {"unit": "option"}
    assert refuse(RADIO, unit={"value": "amm"}) == {"unit": "option"}


def test_options_from_the_case_are_closed_too(answer, refuse):
    listed = RADIO | {"values": None, "valuesKey": "units"}
    case = {"units": [{"label": "Amman", "value": "amm"}, "nbo", Decimal(3), None, ["x"]]}
    assert answer(listed, case=case, unit="nbo") == {"unit": "nbo"}
    assert answer(listed, case=case, unit="3") == {"unit": Decimal(3)}
    assert refuse(listed, case=case, unit="geneva") == {"unit": "option"}
    assert refuse(listed, unit="nbo") == {"unit": "option"}


def test_options_that_are_worked_out_are_closed_too(answer, refuse):
    listed = RADIO | {"values": None, "valuesExpression": '=if far then ["gva"] else ["amm"]'}
    far = {"type": "checkbox", "key": "far", "label": "Far"}
    assert answer(far, listed, far=True, unit="gva")["unit"] == "gva"
    assert refuse(far, listed, far=False, unit="gva") == {"unit": "option"}


def test_any_person_of_the_organisation_will_do_and_nobody_else(answer, refuse):
    assert answer(WHO, who="amina") == {"who": "amina"}
    assert refuse(WHO, who="mallory") == {"who": "person"}


def test_people_can_be_limited_to_a_list(answer, refuse):
    listed = WHO | {"valuesExpression": '=["boris"]'}
    assert answer(listed, who="boris") == {"who": "boris"}
    assert refuse(listed, who="amina") == {"who": "option"}


def test_several_people_must_all_exist(answer, refuse):
    many = WHO | {"type": "taglist"}
    assert answer(many, who=["boris", "amina"]) == {"who": ["boris", "amina"]}
    assert refuse(many, who=["boris", "mallory"]) == {"who": "person"}


def test_answers_that_are_not_put_together_as_the_form_asks_are_refused(refuse):
    rows = {"type": "dynamiclist", "path": "family", "label": "Family", "components": [NAME]}
    group = {"type": "group", "path": "home", "label": "Home", "components": [NAME | {"id": "n2"}]}
    assert refuse(rows, family="x") == {"family": "list"}
    assert refuse(rows, family=["x"]) == {"family[0]": "shape"}
    assert refuse(group, home="x") == {"home": "shape"}


def test_more_rows_than_the_form_has_room_for_are_refused(refuse):
    rows = {
        "type": "dynamiclist",
        "path": "family",
        "label": "Family",
        "components": [NAME],
        "properties": {"minRows": 1, "maxRows": 2},
    }
    assert refuse(rows, family=[{}] * 3) == {"family": "many rows"}
    assert refuse(rows, family=[]) == {"family": "few rows"}
