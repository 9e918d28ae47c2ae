from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Dialog, Page, expect

from tests.diagrams.browser.site_of_pages import Request, Site
from webapp.diagrams.texts import modeler_texts

Open = Callable[..., Page]
READY = "#modeler .modeler-problem-list li"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PROBLEMS = [
    {
        "message": "The task Approve the journey names no policy clause.",
        "remedy": "Add the clauses that it carries out.",
        "element": "approve",
        "line": 21,
        "rule": "task-without-policy",
        "severity": "error",
        "file": "travel.bpmn",
    },
    {
        "message": "Clause 4.7 is carried out by no element.",
        "remedy": "",
        "element": "",
        "line": 0,
        "rule": "clause-missing",
        "severity": "warning",
        "file": "policy.md",
    },
]


@pytest.fixture
def modeler(site: Site, travel: bytes, published: bytes) -> Callable[..., str]:
    site.files |= {"/xml": travel, "/published": published}
    site.answers["/check"] = lambda _: (200, {"problems": PROBLEMS})
    site.answers["/save"] = lambda _: (200, {"revision": 8})

    def address(*, readonly: bool = False, language: str = "en") -> str:
        body = (
            '<div id="modeler" data-xml-url="/xml" data-save-url="/save" data-check-url="/check" '
            'data-csrf="token-1" data-revision="7" data-published-url="/published" '
            f'data-file-name="travel.bpmn"{" data-readonly" if readonly else ""}></div>'
        )
        texts = modeler_texts(str)
        return site.page("modeler", body, script="modeler", texts=texts, language=language)

    return address


def sent(site: Site, path: str) -> list[Request]:
    return [request for request in site.received if request.path == path]


def choose(page: Page, group: str) -> None:
    """Select the task with a problem and open a group of its properties."""
    page.click(".modeler-problem-list button >> nth=0")
    page.locator(".bio-properties-panel-group-header", has_text=group).first.click()


def write_policy(page: Page, clauses: str) -> None:
    page.fill("input[name=procedure-policy]", clauses)
    expect(page.locator(".modeler-state")).to_have_text("Unsaved changes")


def accept_leaving(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())


def test_problems_stand_on_their_elements_and_in_a_list(
    open_page: Open, modeler: Callable[..., str], site: Site
) -> None:
    page = open_page(modeler(), ready=READY)
    expect(page.locator(".modeler-counted")).to_have_text("Errors: 1. Warnings: 1.")
    expect(page.locator(".modeler-badge")).to_have_count(1)
    expect(page.locator(".modeler-problem").first).to_contain_text("travel.bpmn:21")
    assert sent(site, "/check")[0].headers["X-CSRFToken"] == "token-1"


def test_a_problem_leads_to_its_element_by_keyboard(
    open_page: Open, modeler: Callable[..., str]
) -> None:
    page = open_page(modeler(), ready=READY)
    page.focus(".modeler-problem-list button >> nth=0")
    page.keyboard.press("Enter")
    expect(page.locator(".djs-element.selected")).to_have_attribute("data-element-id", "approve")


def test_a_change_is_checked_again_and_saved_with_its_revision(
    open_page: Open, modeler: Callable[..., str], site: Site
) -> None:
    page = open_page(modeler(), ready=READY)
    choose(page, "Procedure")
    with page.expect_response("**/check"):
        write_policy(page, "4.1 4.2")
    page.click("text=Save draft")
    expect(page.locator(".modeler-state")).to_have_text("Saved")
    (request,) = sent(site, "/save")
    assert request.headers["If-Match"] == '"7"'
    assert request.headers["X-CSRFToken"] == "token-1"
    saved = etree.fromstring(request.body.encode())
    task = saved.find(f".//{BPMN}userTask[@id='approve']")
    assert task.find(f".//{ZEEBE}property[@name='policy']").get("value") == "4.1 4.2"


def test_saving_keeps_every_extension_element(
    open_page: Open, modeler: Callable[..., str], site: Site, travel: bytes
) -> None:
    page = open_page(modeler(), ready=READY)
    page.click("text=Save draft")
    expect(page.locator(".modeler-state")).to_have_text("Saved")

    def said(xml: bytes) -> list[tuple[str, list[tuple[str, str]]]]:
        elements = etree.fromstring(xml).iter(f"{ZEEBE}*")
        return [(element.tag, sorted(element.items())) for element in elements]

    assert said(sent(site, "/save")[0].body.encode()) == said(travel)


def test_a_draft_that_somebody_else_saved_is_not_overwritten_and_the_work_is_kept(
    open_page: Open, modeler: Callable[..., str], site: Site
) -> None:
    site.answers["/save"] = lambda request: (
        (200, {"revision": 13})
        if request.headers["If-Match"] == '"12"'
        else (409, {"revision": 12, "author": "Chiara Ricci"})
    )
    page = open_page(modeler(), ready=READY)
    accept_leaving(page)
    choose(page, "Procedure")
    write_policy(page, "4.9")
    page.click("text=Save draft")
    alert = page.locator(".modeler-alert")
    expect(alert).to_contain_text("Chiara Ricci saved this draft while you were changing it.")
    expect(page.locator(".modeler-state")).to_have_text("Unsaved changes")
    expect(page.locator("input[name=procedure-policy]")).to_have_value("4.9")
    alert.get_by_role("button", name="Compare with the saved draft").click()
    expect(page.locator(".modeler-comparison")).to_contain_text("Approve the journey")
    alert.get_by_role("button", name="Save mine over it").click()
    expect(page.locator(".modeler-state")).to_have_text("Saved")
    expect(alert).to_be_empty()


@pytest.mark.parametrize(("status", "words"), [(403, "signed out"), (500, "error 500")])
def test_a_refused_save_says_so_and_keeps_the_work(
    open_page: Open, modeler: Callable[..., str], site: Site, status: int, words: str
) -> None:
    site.answers["/save"] = lambda _: (status, {})
    page = open_page(modeler(), ready=READY)
    accept_leaving(page)
    page.click("text=Save draft")
    expect(page.locator(".modeler-alert")).to_contain_text(words)
    expect(page.locator(".modeler-state")).to_have_text("Unsaved changes")


def test_leaving_with_unsaved_changes_asks_first(
    open_page: Open, modeler: Callable[..., str]
) -> None:
    page = open_page(modeler(), ready=READY)
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", note)
    choose(page, "Procedure")
    write_policy(page, "4.1")
    page.reload()
    assert asked == ["beforeunload"]


def test_undo_takes_a_change_back_and_redo_makes_it_again(
    open_page: Open, modeler: Callable[..., str]
) -> None:
    page = open_page(modeler(), ready=READY)
    accept_leaving(page)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    choose(page, "Procedure")
    write_policy(page, "4.1")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("input[name=procedure-policy]")).to_have_value("")
    page.get_by_role("button", name="Redo").click()
    expect(page.locator("input[name=procedure-policy]")).to_have_value("4.1")


def test_a_file_is_exported_and_opened_again(
    open_page: Open, modeler: Callable[..., str], tmp_path: Path
) -> None:
    page = open_page(modeler(), ready=READY)
    accept_leaving(page)
    with page.expect_download() as download:
        page.click("text=Export")
    assert download.value.suggested_filename == "travel.bpmn"
    file = tmp_path / "other.bpmn"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    file.write_text(text.replace("Settle the claim", "Close the claim"), encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.click("text=Open a file…")
    chooser.value.set_files(file)
    expect(page.locator(".djs-element[data-element-id=settle]")).to_contain_text("Close the")
    expect(page.locator(".modeler-state")).to_have_text("Unsaved changes")


def test_a_file_that_is_no_diagram_leaves_the_diagram_as_it_was(
    open_page: Open, modeler: Callable[..., str], tmp_path: Path
) -> None:
    page = open_page(modeler(), ready=READY)
    file = tmp_path / "letter.xml"
    file.write_text("<letter/>", encoding="utf-8")
    with page.expect_file_chooser() as chooser:
        page.click("text=Open a file…")
    chooser.value.set_files(file)
    expect(page.locator(".modeler-alert")).to_contain_text("The file could not be opened")
    expect(page.locator(".djs-element[data-element-id=settle]")).to_be_attached()


def test_the_published_version_is_compared_element_by_element(
    open_page: Open, modeler: Callable[..., str]
) -> None:
    page = open_page(modeler(), ready=READY)
    page.click("text=Compare with published")
    section = page.locator(".modeler-comparison")
    expect(section).to_contain_text("Differences: 2")
    expect(section).to_contain_text("name: Approve travel → Approve the journey")
    expect(section).to_contain_text("timer timeDuration: P2D → P3D")
    ids = page.eval_on_selector_all(
        ".modeler-canvas .djs-element.diff-changed",
        "all => all.map((one) => one.dataset.elementId)",
    )
    assert {"approve", "overdue"} <= set(ids) <= {"approve", "overdue", "overdue_label"}
    page.click("text=Compare with published")
    expect(section).to_have_count(0)
    expect(page.locator(".modeler-canvas .diff-changed")).to_have_count(0)


def test_the_simulation_starts_and_stops_by_keyboard(
    open_page: Open, modeler: Callable[..., str]
) -> None:
    page = open_page(modeler(), ready=READY)
    switch = page.get_by_role("button", name="Simulate")
    switch.focus()
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".bjs-container.simulation")).to_be_visible()
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "false")


def test_the_drawing_rules_find_no_error_in_a_good_diagram(
    open_page: Open, modeler: Callable[..., str]
) -> None:
    page = open_page(modeler(), ready=READY)
    expect(page.locator(".bjsl-button")).to_contain_text("0 Errors")


def test_a_diagram_to_read_cannot_be_changed(open_page: Open, modeler: Callable[..., str]) -> None:
    page = open_page(modeler(readonly=True), ready=READY)
    choose(page, "Procedure")
    expect(page.locator("input[name=procedure-policy]")).to_be_disabled()
    expect(page.get_by_role("button", name="Save draft")).to_have_count(0)
    task = page.locator(".djs-element[data-element-id=approve]")
    before = task.bounding_box()
    assert before is not None
    page.mouse.move(before["x"] + 15, before["y"] + 25)
    page.mouse.down()
    page.mouse.move(before["x"] + 200, before["y"] + 125, steps=4)
    page.mouse.up()
    page.keyboard.press("Delete")
    assert task.bounding_box() == before


def test_the_mark_of_the_drawing_library_stays_visible(
    open_page: Open, modeler: Callable[..., str]
) -> None:
    page = open_page(modeler(), ready=READY, dark=True)
    expect(page.locator(".bjs-powered-by")).to_be_visible()


def test_nothing_is_wider_than_a_phone(open_page: Open, modeler: Callable[..., str]) -> None:
    page = open_page(modeler(), width=360, ready=READY)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_has_no_accessibility_fault(
    open_page: Open, modeler: Callable[..., str], axe: Callable[[Page], list[str]], dark: bool
) -> None:
    page = open_page(modeler(), ready=READY, dark=dark)
    page.click("text=Compare with published")
    page.wait_for_selector(".modeler-comparison li")
    assert axe(page) == []


def test_the_drawing_tools_speak_french_on_a_french_page(
    open_page: Open, modeler: Callable[..., str]
) -> None:
    page = open_page(modeler(language="fr"), ready=READY)
    page.click(".modeler-problem-list button >> nth=0")
    expect(page.locator(".bio-properties-panel")).to_contain_text("Variables reçues")
    expect(page.get_by_role("button", name="Créer une tâche")).to_be_visible()
