"""Running cases move in steps that a script goes on with by itself, and a person without one."""

import shutil
from contextlib import closing

import pytest

from engine.clock import SystemClock
from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.start_instance import start_instance
from engine.model.ids import SYSTEM, PersonId
from tests.webapp.conftest import read_procedure_files
from webapp.modeler import running_cases

PAGE = "/procedures/errand/running-cases"


@pytest.fixture(scope="module")
def organisation(organisation, open_on, tmp_path_factory):
    """Let three cases be under way on the first of two versions."""
    path = tmp_path_factory.mktemp("moving") / "docket.db"
    shutil.copy(organisation, path)
    files = read_procedure_files()
    files["errand.bpmn"] = files["errand.bpmn"].replace(b"Tell the person", b"Tell them")
    with closing(open_on(path, SystemClock())) as context:
        for _ in range(3):
            answers = {"reason": "Dentist", "days": 3}
            start_instance(
                context, actor=PersonId("staff"), process_id="errand", submission=answers
            )
        deploy_procedure(context, actor=SYSTEM, files=files)
    return path


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(running_cases, "MOVED_AT_ONCE", 2)
    monkeypatch.setattr(running_cases, "TRIED_AT_ONCE", 2)


def move_back(page):
    """Leave the cases as they were for the next test."""
    page.goto(f"{PAGE}?from=2&to=1")
    page.get_by_label("I have read which cases can move").check()
    page.get_by_role("button", name="Move to version 1").click()
    page.get_by_text("3 cases were moved to version 1.").wait_for()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_the_page_is_accessible_fits_and_is_worked_by_keyboard(open_as, find_faults, width, dark):
    page = open_as("admin", width=width, dark=dark)
    page.goto(PAGE)
    page.get_by_text("3 of 3 cases can move.").wait_for()
    assert not find_faults(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.get_by_label("I have read which cases can move").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("3 cases were moved to version 2.").wait_for()
    assert not find_faults(page)
    move_back(page)


def test_without_a_script_each_step_waits_for_its_button(open_as):
    page = open_as("admin", script=False)
    page.goto(PAGE)
    page.get_by_role("link", name="2 of 3 cases are tried, 2 can move.").click()
    page.get_by_text("3 of 3 cases can move.").wait_for()
    page.get_by_label("I have read which cases can move").check()
    page.get_by_role("button", name="Move to version 2").click()
    page.get_by_text("2 of 3 cases are done; 2 have moved to version 2.").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("3 cases were moved to version 2.").wait_for()
    move_back(open_as("admin"))
