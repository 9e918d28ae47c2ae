from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.diagrams.browser.site_of_pages import Site
from webapp.diagrams.svg import render_svg
from webapp.diagrams.texts import viewer_texts

Open = Callable[..., Page]


@pytest.fixture
def viewer(site: Site, travel: bytes) -> Callable[..., str]:
    site.files["/xml"] = travel
    picture = render_svg(travel, current=["approve"], done=["plan"], title="Travel")

    def address(xml: str = "/xml") -> str:
        body = (
            f'<div class="diagram" tabindex="0" role="region" aria-label="Diagram" '
            f'data-xml-url="{xml}" data-begin="approve" data-current="approve" data-done="plan, approve" '
            f'data-problems="pay" data-flows="f1 f2">{picture}</div>'
        )
        return site.page("viewer", body, script="viewer", texts=viewer_texts(str))

    return address


def test_the_picture_stays_until_the_reader_asks(
    open_page: Open, viewer: Callable[..., str]
) -> None:
    page = open_page(viewer(), ready=".dg-bar button")
    expect(page.locator("svg.dg")).to_be_visible()
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert not [name for name in loaded if "bpmn-viewer.js" in name]
    page.click("text=Zoom and move in the diagram")
    page.wait_for_selector(".djs-container")
    expect(page.locator("svg.dg")).to_be_hidden()


def test_the_live_diagram_has_the_same_marks(open_page: Open, viewer: Callable[..., str]) -> None:
    page = open_page(viewer(), ready=".dg-bar button")
    page.click(".dg-bar button")
    page.wait_for_selector(".djs-element.is-current")
    marks = page.eval_on_selector_all(
        ".djs-element",
        "all => all.flatMap((one) => [...one.classList].filter((name) => name.startsWith('is-'))"
        ".map((name) => [one.dataset.elementId, name].join(' '))).sort()",
    )
    assert marks == [
        "approve is-current",
        "f1 is-taken",
        "f2 is-taken",
        "pay is-problem",
        "plan is-done",
    ]


def test_the_picture_stays_when_the_live_diagram_fails(
    open_page: Open, viewer: Callable[..., str]
) -> None:
    page = open_page(viewer(xml="/gone"), ready=".dg-bar button")
    page.click(".dg-bar button")
    expect(page.locator(".dg-note")).to_contain_text("could not be opened")
    expect(page.locator("svg.dg")).to_be_visible()


def test_the_wheel_scrolls_the_page_until_the_reader_enters_the_diagram(
    open_page: Open, viewer: Callable[..., str]
) -> None:
    page = open_page(viewer(), ready=".dg-bar button")
    page.click(".dg-bar button")
    page.wait_for_selector(".djs-container")
    page.evaluate("document.body.style.setProperty('padding-bottom', '2000px')")
    page.evaluate("document.activeElement.blur()")
    page.hover(".dg-canvas")
    wait = "window.scrolled = new Promise((done) => window.addEventListener('scroll', done))"
    page.evaluate(f"void ({wait})")
    page.mouse.wheel(0, 120)
    page.evaluate("window.scrolled.then(() => true)")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_has_no_accessibility_fault(
    open_page: Open, viewer: Callable[..., str], axe: Callable[[Page], list[str]], dark: bool
) -> None:
    page = open_page(viewer(), ready=".dg-bar button", dark=dark)
    assert axe(page) == []
    page.click(".dg-bar button")
    page.wait_for_selector(".djs-container")
    assert axe(page) == []


def test_the_page_follows_the_system_into_the_dark(
    open_page: Open, viewer: Callable[..., str]
) -> None:
    ground = "getComputedStyle(document.querySelector('.dg-ground')).fill"
    light = open_page(viewer(), ready=".dg-bar button").evaluate(ground)
    dark = open_page(viewer(), ready=".dg-bar button", dark=True).evaluate(ground)
    assert light == "rgb(255, 255, 255)"
    assert dark == "rgb(26, 30, 35)"
