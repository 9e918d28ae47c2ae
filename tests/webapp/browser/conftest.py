import shutil
import threading
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from engine.clock import SystemClock
from webapp import create_app
from webapp.settings import Settings

AXE = (Path(__file__).parents[2] / "vendor" / "axe.min.js").read_text()
PASSWORD = "a quiet long word"


@pytest.fixture(scope="module")
def served(organisation, open_on, tmp_path_factory):
    """Serve a copy of the organisation; returns the address."""
    path = tmp_path_factory.mktemp("served") / "docket.db"
    shutil.copy(organisation, path)
    context = open_on(path, SystemClock())  # a browser drops what has expired by its own clock
    app = create_app(context, Settings(secret_key=b"0123456789abcdef", demo=True))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    context.close()


def is_fault(message):
    """Tell a fault from an answer that a test asked for, such as a page that is not there."""
    return message.type == "error" and "Failed to load resource" not in message.text


@pytest.fixture
def open_as(served, browser):
    """Sign somebody in, in a browser of their own; a fault on any page fails the test."""
    faults, contexts = [], []

    def open_as(person, *, width=1280, dark=False, script=True):
        context = browser.new_context(
            base_url=served,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale="en",
        )
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda message: faults.append(message.text) if is_fault(message) else None,
        )
        page.goto("/sign-in")
        if person:
            page.get_by_label("E-mail address").fill(f"{person}@example.org")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("heading", name="Inbox").wait_for()
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture(scope="module")
def find_faults():
    """Look at a page with axe; returns what is wrong, in words."""

    def find(page):
        page.evaluate(AXE)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {node['target']} {node['failureSummary']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    return find
