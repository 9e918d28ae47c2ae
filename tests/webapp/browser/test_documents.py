import shutil
from contextlib import closing

import pytest

from engine.commands.deploy_procedure import deploy_procedure
from engine.model.ids import SYSTEM
from tests.webapp.papers import read_errand_with_documents


@pytest.fixture(scope="module")
def organisation(organisation, open_on, tmp_path_factory):
    path = tmp_path_factory.mktemp("documents") / "docket.db"
    shutil.copy(organisation, path)
    with closing(open_on(path)) as context:
        deploy_procedure(context, actor=SYSTEM, files=read_errand_with_documents())
    return path


def begin_case(page):
    page.goto("/start/errand")
    page.get_by_label("Why do you have to go?").fill("To see the dentist")
    page.get_by_label("Days").fill("3")
    page.get_by_role("button", name="Submit").last.click()
    page.get_by_role("heading", name="Where it is now").wait_for()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_document_of_a_case_is_opened_read_and_printed(open_as, find_faults, width):
    page = open_as("staff", width=width)
    begin_case(page)
    assert not find_faults(page)
    page.get_by_role("link", name="Pass").first.click()
    page.get_by_role("heading", name="Pass").wait_for()
    assert page.get_by_role("rowheader", name="For").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    weight = page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight")
    assert weight == "700"
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    # Where it is shown no script can run, not even the one that looks for faults.
    content = page.content()
    page.goto("about:blank")
    page.set_content(content)
    assert not find_faults(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_register_leads_to_the_document_and_the_case(open_as, find_faults, width):
    begin_case(open_as("staff"))
    page = open_as("auditor", width=width, dark=width == 360)
    page.goto("/register/")
    page.get_by_role("heading", name="Register of documents").wait_for()
    assert page.get_by_text("no gap").is_visible()
    assert not find_faults(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="ERR-").first.click()
    page.get_by_role("heading", name="Where it is now").wait_for()
