import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import jinja2
import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.wrappers import Request, Response

import forms
from engine.errors import SubmissionError
from engine.model.forms import Evaluator

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "webapp" / "static"
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: 'self'; connect-src 'self'; form-action 'self'"
PAGE = """<!doctype html><html lang="en" dir="{{ dir }}" data-bs-theme="{{ theme }}"><meta charset="utf-8">
<title>Leave</title><meta name="viewport" content="width=device-width">
<meta name="htmx-config" content='{"allowEval": false, "includeIndicatorStyles": false}'>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/vendor/bootstrap{{ ".rtl" if dir == "rtl" }}.css">
<script src="/static/vendor/htmx.js" defer></script>
<script src="/static/forms.js" type="module"></script>
<main class="container"><h1 class="h3">Leave</h1>
{% from "forms.html" import error_summary, form_fields %}
<form method="post" novalidate enctype="multipart/form-data">
{{ error_summary(view) }}{{ form_fields(view, "/") }}
<button class="btn btn-primary" id="send">Send</button></form></main></html>"""
FRAGMENT = """{% from "forms.html" import form_fields %}{{ form_fields(view, "/") }}"""

A_OR_B = [{"label": "Illness", "value": "ILL"}, {"label": "Family", "value": "FAM"}]
INNER = [
    {
        "type": "textfield",
        "key": "name",
        "id": "n",
        "label": "Name",
        "validate": {"required": True},
    },
    {"type": "datetime", "key": "born", "id": "b", "dateLabel": "Born"},
]
COMPONENTS = [
    {"type": "text", "id": "t", "text": "# Before you begin\nWrite **no** diagnosis."},
    {
        "type": "radio",
        "key": "kind",
        "id": "k",
        "label": "Type",
        "values": A_OR_B,
        "validate": {"required": True},
    },
    {
        "type": "textarea",
        "key": "why",
        "id": "w",
        "label": "What happened",
        "validate": {"required": True},
        "conditional": {"hide": '=kind != "FAM"'},
        "properties": {"confidential": "true"},
    },
    {
        "type": "textfield",
        "key": "mail",
        "id": "m",
        "label": "E-mail",
        "description": "We answer here.",
        "validate": {"validationType": "email"},
    },
    {
        "type": "number",
        "key": "days",
        "id": "d",
        "label": "Days",
        "appearance": {"suffixAdorner": "days"},
    },
    {"type": "expression", "key": "twice", "id": "x", "label": "Twice", "expression": "=days * 2"},
    {"type": "checklist", "key": "goods", "id": "g", "label": "Goods", "values": A_OR_B},
    {"type": "select", "key": "place", "id": "p", "label": "Place", "values": A_OR_B},
    {"type": "filepicker", "key": "proof", "id": "f", "label": "Proof", "accept": ".pdf"},
    {
        "type": "group",
        "id": "gr",
        "label": "Dates",
        "components": [
            {"type": "datetime", "key": "first", "id": "d1", "dateLabel": "First day"},
            {"type": "datetime", "subtype": "time", "key": "at", "id": "d2", "timeLabel": "Time"},
            {
                "type": "datetime",
                "subtype": "datetime",
                "key": "met",
                "id": "d3",
                "dateLabel": "Meeting",
            },
        ],
    },
    {"type": "dynamiclist", "path": "family", "id": "fa", "label": "Relative", "components": INNER},
    {
        "type": "table",
        "id": "ta",
        "label": "Taken",
        "dataSource": "=[{day: 1}]",
        "columns": [{"key": "day", "label": "Day"}],
    },
    {
        "type": "checkbox",
        "key": "true",
        "id": "c",
        "label": "This is true",
        "validate": {"required": True},
    },
]


class Site:
    """Serves one form as the web application does, and keeps what was accepted."""

    def __init__(self, form: bytes, evaluate: Evaluator) -> None:
        self.form, self.definition, self.evaluate = form, forms.load(form), evaluate
        self.accepted: list[dict[str, object]] = []
        self.address, self.dir, self.theme = "", "ltr", "light"
        loader = jinja2.FileSystemLoader(ROOT / "webapp" / "templates")
        self.jinja = jinja2.Environment(
            loader=loader, autoescape=True, extensions=["jinja2.ext.i18n"]
        )
        self.jinja.install_gettext_callables(
            str, lambda one, many, n: one if n == 1 else many, newstyle=True
        )  # type: ignore[attr-defined]  # of the extension

    def answer(self, request: Request) -> Response:
        file = STATIC / request.path.removeprefix("/static/")
        if request.path.startswith("/static/"):
            kind = "text/css" if file.suffix == ".css" else "text/javascript"
            return Response(file.read_bytes(), content_type=kind)
        sent = forms.from_html(self.definition, request.form, request.files)
        if request.method == "GET" or sent.redraw:
            return self.show(sent.answers, alone="HX-Request" in request.headers)
        try:
            self.accepted.append(forms.FORMS.check(self.form, sent.answers, {}, self.evaluate))
        except SubmissionError as error:
            return self.show(sent.answers, error.problems)
        return Response("<title>Sent</title>", content_type="text/html")

    def show(self, answers, problems=(), *, alone: bool = False) -> Response:
        view = forms.view(self.definition, {}, answers, problems, self.evaluate)
        template = self.jinja.from_string(FRAGMENT if alone else PAGE)
        html = template.render(view=view, dir=self.dir, theme=self.theme)
        return Response(html, content_type="text/html", headers={"Content-Security-Policy": POLICY})


@pytest.fixture
def site(socket_enabled: None, evaluate: Evaluator) -> Iterator[Site]:
    form = {"type": "default", "schemaVersion": 19, "components": COMPONENTS}
    site = Site(json.dumps(form).encode(), evaluate)
    server: BaseWSGIServer = make_server(
        "127.0.0.1", 0, Request.application(site.answer), threaded=True
    )
    site.address = f"http://127.0.0.1:{server.server_port}/"
    Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Page]]:
    pages: list[Page] = []

    def open_it(width: int = 1280, *, scripts: bool = True) -> Page:
        page = browser.new_page(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts
        )
        page.set_default_timeout(10_000)
        pages.append(page)
        page.goto(site.address)
        return page

    yield open_it
    for page in pages:
        page.close()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("direction", "theme"), [("ltr", "light"), ("rtl", "dark")])
def test_a_form_with_errors_is_accessible_and_fits(site, open_page, width, direction, theme):
    site.dir, site.theme = direction, theme
    page = open_page(width)
    page.check("text=Family")
    page.wait_for_selector("#field-why")
    page.fill("#field-mail", "nope")
    page.fill("#field-days", "many")
    page.click("#send")
    page.wait_for_selector("#form-errors:focus")
    page.evaluate((ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf-8"))
    faults = page.evaluate("axe.run().then(({violations}) => violations.map(({id}) => id))")
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_each_line_of_the_summary_leads_to_its_field(open_page):
    page = open_page()
    page.click("#send")
    links = page.locator("#form-errors a")
    assert links.count() == 2
    for number in range(links.count()):
        links.nth(number).click()
        target = links.nth(number).get_attribute("href") or ""
        assert page.locator(f"{target}:focus").count() == 1


def test_an_answer_that_changes_what_is_asked_redraws_the_questions_alone(open_page):
    page = open_page()
    page.fill("#field-mail", "typed before")
    page.check("text=Family")
    page.wait_for_selector("#field-why")
    assert page.locator("text=Update the questions").is_hidden()
    assert page.input_value("#field-mail") == "typed before"
    assert page.locator("#field-kind-1:focus").is_checked()
    page.check("text=Illness")
    page.wait_for_selector("#field-why", state="detached")


def test_what_is_typed_while_the_server_answers_is_not_lost(open_page):
    page = open_page()

    def slowly(route):
        page.fill("#field-mail", "typed meanwhile")
        route.continue_()

    page.route("**/", slowly)
    page.check("text=Family")
    page.wait_for_selector("#field-why")
    assert page.input_value("#field-mail") == "typed meanwhile"


def test_a_computed_value_follows_what_is_typed(open_page):
    page = open_page()
    page.fill("#field-days", "2,5")
    page.press("#field-days", "Tab")
    expect(page.locator("#field-twice")).to_have_text("5.0")


def test_a_chosen_file_survives_a_redraw(site, open_page):
    page = open_page()
    page.set_input_files(
        "#field-proof", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"x"}
    )
    page.check("text=Family")
    page.wait_for_selector("#field-why")
    assert page.evaluate("document.querySelector('#field-proof').files[0].name") == "a.pdf"
    assert page.locator("text=Keep").count() == 0


def test_a_new_row_is_ready_to_be_typed_into(open_page):
    page = open_page()
    page.fill("#field-family-0-name", "Zed")
    page.click("text=Add a row")
    page.wait_for_selector("#field-family-1-name:focus")
    assert page.input_value("#field-family-0-name") == "Zed"
    page.click("text=Remove >> nth=0")
    page.wait_for_selector("#field-family-1-name", state="detached")


def test_everything_works_without_scripts(site, open_page):
    page = open_page(360, scripts=False)
    page.fill("#field-mail", "amina@example.org")
    page.fill("#field-family-0-name", "Zed")
    page.click("text=Add a row")
    page.fill("#field-family-1-name", "Yan")
    page.check("text=Family")
    page.click("text=Update the questions")
    page.fill("#field-why", "A fall")
    page.check("#field-goods")
    page.select_option("#field-place", "FAM")
    page.fill("#field-first", "2026-03-02")
    page.fill("#field-days", "2")
    page.check("#field-true")
    page.click("#send")
    (found,) = site.accepted
    assert [row["name"] for row in found["family"]] == ["Zed", "Yan"]
    assert (found["why"], found["goods"], found["place"]) == ("A fall", ["ILL"], "FAM")
    assert (str(found["first"]), str(found["twice"]), found["true"]) == ("2026-03-02", "4", True)


def test_the_enter_key_sends_the_form_and_presses_no_other_button(site, open_page):
    page = open_page(scripts=False)
    page.fill("#field-mail", "amina@example.org")
    page.press("#field-mail", "Enter")
    assert page.locator("#form-errors").count() == 1
    assert (
        page.locator("[id^=field-family]").count()
        == page.locator("[id^=field-family-0], #field-family").count()
    )
