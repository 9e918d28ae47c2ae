import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.diagrams.browser.site_of_pages import Site
from webapp.diagrams.texts import replay_texts

Open = Callable[..., Page]
READY = "#replay[data-ready]"
STEPS = (
    ("start", "entered"), ("start", "completed"), ("f1", "flow"), ("plan", "entered"),
    ("plan", "completed"), ("f2", "flow"), ("approve", "entered"), ("approve", "task"),
    ("approve", "completed"), ("f3", "flow"), ("ok", "entered"), ("ok", "completed"),
    ("f6", "flow"), ("correct", "entered"), ("correct", "canceled"), ("f10", "flow"),
    ("f11", "flow"), ("pay", "entered"), ("pay", "entered"), ("book", "entered"),
    ("pay", "incident"), ("pay", "resolved"), ("pay", "completed"),
)  # fmt: skip
EVENTS = [
    {
        "seq": number * 10,
        "at": f"2025-03-01T{number:02d}:00:00+00:00",
        "text": f"{element} {kind}",
        "element": element,
        "kind": kind,
        "diagram": 0,
        **({"flow": element} if kind == "flow" else {"instance": str(number)}),
    }
    for number, (element, kind) in enumerate(STEPS)
]
DIAGRAMS = [
    {"file": "travel.bpmn", "name": "Travel"},
    {"file": "advance.bpmn", "name": "Advance"},
]
CALLED = [
    EVENTS[0],
    EVENTS[0] | {"element": "advance", "text": "advance entered", "diagram": 1},
    EVENTS[0] | {"element": "", "text": "a notice", "kind": "other", "diagram": None},
    EVENTS[0] | {"element": "plan"},
]
SEEN = """() => [...document.querySelectorAll('.djs-element')].flatMap((element) =>
  [...element.classList].filter((name) => name.startsWith('is-'))
    .map((name) => `${element.dataset.elementId} ${name}`)).sort().join('\\n')
  + [...document.querySelectorAll('.replay-token')].map((token) => token.title).join('|')"""


@pytest.fixture
def replay(site: Site, travel: bytes) -> Callable[..., str]:
    site.files["/xml?file=travel.bpmn"] = travel
    site.files["/xml?file=advance.bpmn"] = travel.replace(b"approve", b"advance")
    site.files["/called"] = json.dumps({"diagrams": DIAGRAMS, "steps": CALLED}).encode()
    site.files["/events"] = json.dumps({"diagrams": DIAGRAMS, "steps": EVENTS}).encode()

    def address(events: str = "/events") -> str:
        body = (
            f'<div id="replay" data-xml-url="/xml" data-events-url="{events}" '
            'data-zone="Africa/Nairobi"><div data-fallback>The history in words</div></div>'
        )
        return site.page("replay", body, script="replay", texts=replay_texts(str))

    return address


def marked(page: Page, css: str) -> set[str]:
    ids = page.eval_on_selector_all(
        f".djs-element.{css}", "found => found.map((element) => element.dataset.elementId)"
    )
    return set(ids)


def test_it_begins_before_the_first_event_with_every_event_in_words(
    open_page: Open, replay: Callable[..., str]
) -> None:
    page = open_page(replay(), ready=READY)
    expect(page.locator(".replay-said")).to_have_text(f"Before the first of {len(EVENTS)} events.")
    words = [
        text.split("\u202f")[-1] for text in page.locator(".replay-event span").all_inner_texts()
    ]
    assert words == [event["text"] for event in EVENTS]
    assert not marked(page, "is-current")
    expect(page.locator("[data-fallback]")).to_be_hidden()


def test_the_diagram_shows_tokens_and_taken_flows_up_to_the_event(
    open_page: Open, replay: Callable[..., str]
) -> None:
    page = open_page(replay(), ready=READY)
    page.click(".replay-event >> nth=7")
    assert marked(page, "is-current") == {"approve"}
    assert marked(page, "is-taken") == {"f1", "f2"}
    assert marked(page, "is-done") == {"start", "plan"}
    said = page.inner_text(".replay-said")
    assert said.startswith(f"Event 8 of {len(EVENTS)}, 1 Mar 2025, 10:00")
    assert said.endswith("approve task")


def test_a_cancelled_step_is_left_without_being_done(
    open_page: Open, replay: Callable[..., str]
) -> None:
    page = open_page(replay(), ready=READY)
    page.click(".replay-event >> nth=14")
    assert "correct" not in marked(page, "is-current") | marked(page, "is-done")


def test_two_tokens_at_one_place_are_counted(open_page: Open, replay: Callable[..., str]) -> None:
    page = open_page(replay(), ready=READY)
    page.click(".replay-event >> nth=19")
    titles = page.eval_on_selector_all(".replay-token", "all => all.map((one) => one.title)")
    assert sorted(titles) == ["The case is here", "The case is here 2 times"]


def test_an_incident_is_marked_until_it_is_resolved(
    open_page: Open, replay: Callable[..., str]
) -> None:
    page = open_page(replay(), ready=READY)
    page.click(".replay-event >> nth=20")
    assert marked(page, "is-problem") == {"pay"}
    page.click(".replay-event >> nth=21")
    assert marked(page, "is-problem") == set()


def test_stepping_back_shows_exactly_what_stepping_forward_showed(
    open_page: Open, replay: Callable[..., str]
) -> None:
    page = open_page(replay(), ready=READY)
    forward = [page.evaluate(SEEN)]
    for _ in EVENTS:
        page.click("text=Next event")
        forward.append(page.evaluate(SEEN))
    backward = [page.evaluate(SEEN)]
    for _ in EVENTS:
        page.click("text=Previous event")
        backward.append(page.evaluate(SEEN))
    assert backward[::-1] == forward
    assert len(set(forward)) > len(EVENTS) / 2


def test_arrow_keys_home_and_end_step(open_page: Open, replay: Callable[..., str]) -> None:
    page = open_page(replay(), ready=READY)
    page.click("text=Next event")
    page.keyboard.press("ArrowRight")
    current = page.locator(".replay-event[aria-current=step]")
    expect(current).to_have_count(1)
    expect(current.locator("span")).to_have_text("start completed")
    page.keyboard.press("End")
    expect(current.locator("span")).to_have_text(EVENTS[-1]["text"])
    page.keyboard.press("Home")
    expect(current).to_have_count(0)


def test_the_slider_says_the_event_in_words(open_page: Open, replay: Callable[..., str]) -> None:
    page = open_page(replay(), ready=READY)
    page.focus("#replay-slider")
    page.keyboard.press("ArrowRight")
    assert "start entered" in (page.get_attribute("#replay-slider", "aria-valuetext") or "")


def test_playing_goes_to_the_end_and_stops(open_page: Open, replay: Callable[..., str]) -> None:
    page = open_page(replay(), ready=READY)
    page.click(f".replay-event >> nth={len(EVENTS) - 2}")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".replay-event[aria-current] span")).to_have_text(EVENTS[-1]["text"])
    expect(page.get_by_role("button", name="Play", exact=True)).to_have_attribute(
        "aria-disabled", "true"
    )


def test_an_address_may_name_the_event(open_page: Open, replay: Callable[..., str]) -> None:
    page = open_page(f"{replay()}#event-70", ready=READY)
    expect(page.locator(".replay-event[aria-current] span")).to_have_text("approve task")


def test_a_step_of_a_called_procedure_is_shown_on_its_own_diagram(
    open_page: Open, replay: Callable[..., str]
) -> None:
    page = open_page(replay(events="/called"), ready=READY)
    name, canvases = page.locator(".replay-name"), page.locator(".replay-canvas .dg-canvas")
    expect(name).to_have_text("Travel")
    page.click(".replay-event >> nth=1")
    expect(name).to_have_text("Advance")
    expect(page.locator("[data-element-id=advance].is-current")).to_be_visible()
    page.click(".replay-event >> nth=2")  # stands in no diagram: the picture stays
    expect(name).to_have_text("Advance")
    page.click(".replay-event >> nth=3")
    expect(name).to_have_text("Travel")
    expect(canvases.locator("visible=true")).to_have_count(1)


def test_nothing_is_wider_than_a_phone(open_page: Open, replay: Callable[..., str]) -> None:
    page = open_page(replay(), width=360, ready=READY)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    tops = [page.locator(place).bounding_box() for place in (".replay-canvas", ".replay-list")]
    assert tops[0] is not None
    assert tops[1] is not None
    assert tops[0]["y"] + tops[0]["height"] <= tops[1]["y"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_has_no_accessibility_fault(
    open_page: Open, replay: Callable[..., str], axe: Callable[[Page], list[str]], dark: bool
) -> None:
    page = open_page(replay(), ready=READY, dark=dark)
    page.click(".replay-event >> nth=20")
    assert axe(page) == []


def test_without_events_the_history_in_words_stays(
    open_page: Open, replay: Callable[..., str]
) -> None:
    page = open_page(replay(events="/gone"), ready="#replay .alert")
    expect(page.locator("[data-fallback]")).to_be_visible()
    expect(page.locator(".replay-stage")).to_have_count(0)
