from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.diagrams.browser.site_of_pages import ROOT, Site, serve

WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.effectiveDirective} ${event.sourceFile}:${event.lineNumber}`);
});
"""

Open = Callable[..., Page]


@pytest.fixture
def site(socket_enabled: None) -> Iterator[Site]:
    site = Site()
    server = serve(site)
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Open]:
    """Open addresses of the site; afterwards nothing may have been blocked or asked outside."""
    pages: list[Page] = []
    outside: list[str] = []
    failures: list[str] = []

    def open_address(
        address: str, *, width: int = 1280, ready: str = "", dark: bool = False
    ) -> Page:
        page = browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        pages.append(page)
        page.set_default_timeout(15_000)
        page.add_init_script(WATCH)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("request", lambda request: outside.append(request.url))
        page.goto(address)
        if ready:
            page.wait_for_selector(ready)
        return page

    yield open_address
    violations = [found for page in pages for found in page.evaluate("window.violations")]
    for page in pages:
        page.close()
    assert not violations
    assert not failures
    assert all(url.startswith((site.address, "data:", "blob:")) for url in outside)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Return the accessibility faults of a page: rule and the first place of each."""
    source = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8")

    def check(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("axe.run()")
        return [f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in found["violations"]]

    return check


@pytest.fixture(scope="session")
def published(travel: bytes) -> bytes:
    """The sample diagram as it was before: another name, another term, one flow fewer."""
    older = travel.replace(b"Approve the journey", b"Approve travel").replace(b"P3D", b"P2D")
    assert older != travel
    return older
