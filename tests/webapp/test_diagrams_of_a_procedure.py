import pytest

from engine import folders
from engine.commands.deploy_procedure import deploy_procedure
from engine.model.ids import SYSTEM
from engine.queries.diagrams import list_diagrams
from webapp.web.diagrams import Marks, draw_definition

CHASE = "shared/chase.bpmn"


@pytest.fixture
def deployed(engine):
    files = folders.read_files(folders.find_root(), "usl")
    return deploy_procedure(engine, actor=SYSTEM, files=files).definition


@pytest.fixture
def draw(app, deployed):
    def draw(**marks):
        with app.test_request_context():
            return draw_definition(deployed, translate=str, marks=Marks(**marks))

    return draw


def test_the_diagrams_of_a_procedure_are_its_own_and_those_that_it_calls(engine, deployed):
    files = [one.file for one in list_diagrams(engine, definition=deployed)]
    assert files[0] == "usl.bpmn"
    assert CHASE in files
    assert "shared/claim.bpmn" not in files


def test_the_page_begins_at_the_diagram_in_which_a_case_waits(draw):
    picture = draw(begin="ask_staff_member", current=("ask_staff_member",))
    assert picture.file == CHASE
    assert picture.current == "ask_staff_member"
    assert [file for file, _ in picture.choice] == ["usl.bpmn", CHASE]


def test_a_case_that_called_nothing_has_one_diagram_to_look_at(draw):
    picture = draw(done=("start",))
    assert [file for file, _ in picture.choice] == ["usl.bpmn"]


def test_another_diagram_is_chosen_by_its_name(sign_in, deployed):
    owner = sign_in("owner")
    page = owner.get(f"/procedures/versions/{deployed}?diagram={CHASE}")
    assert f"?diagram={CHASE.replace('/', '%2F')}" in page.text or f"?diagram={CHASE}" in page.text
    assert 'data-element="ask_staff_member"' in page.text
    other = owner.get(f"/procedures/versions/{deployed}?diagram=no.bpmn")
    assert 'data-element="ask_staff_member"' not in other.text
