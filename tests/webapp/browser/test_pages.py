import pytest

PAGES = {
    "": ["/sign-in", "/nothing-here"],
    "staff": ["/start/", "/start/errand", "/cases/", "/notices/", "/profile"],
    "approver": ["/inbox", "/start/errand/person"],
    "auditor": ["/audit/", "/register/"],
    "owner": ["/procedures/"],
    "admin": ["/admin/", "/admin/people", "/admin/people/staff", "/admin/jobs", "/admin/clock"],
}
LOOKS = [(1280, False), (360, True)]


def begin_case(page):
    page.goto("/start/errand")
    page.get_by_label("Why do you have to go?").fill("To see the dentist")
    page.get_by_label("Days").fill("3")
    page.get_by_role("button", name="Submit").last.click()
    page.get_by_role("heading", name="Where it is now").wait_for()
    return page.url


def is_too_wide(page):
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


@pytest.mark.parametrize(("width", "dark"), LOOKS, ids=["wide and light", "narrow and dark"])
@pytest.mark.parametrize("person", PAGES)
def test_pages_are_accessible_and_fit(open_as, find_faults, person, width, dark):
    page = open_as(person, width=width, dark=dark)
    for path in PAGES[person]:
        page.goto(path)
        assert not find_faults(page), path
        assert not is_too_wide(page), path


@pytest.mark.parametrize(("width", "dark"), LOOKS, ids=["wide and light", "narrow and dark"])
def test_task_case_and_replay_are_accessible_and_fit(open_as, find_faults, width, dark):
    case = begin_case(open_as("staff"))
    approver = open_as("approver", width=width, dark=dark)
    approver.goto("/inbox")
    approver.get_by_role("link", name="Decide on the errand").first.click()
    approver.get_by_role("heading", name="What the policy says").wait_for()
    assert not find_faults(approver)
    assert not is_too_wide(approver)
    approver.get_by_role("button", name="Submit").last.click()
    approver.get_by_text("Some answers need another look").wait_for()
    assert not find_faults(approver)
    approver.goto(case)
    assert not find_faults(approver)
    assert not is_too_wide(approver)
    auditor = open_as("auditor", width=width, dark=dark)
    auditor.goto(case.replace("/cases/", "/audit/cases/"))
    auditor.get_by_role("button", name="Next event").wait_for()
    assert not find_faults(auditor)
    assert not is_too_wide(auditor)


def test_a_task_is_done_from_start_to_end_without_a_script(open_as):
    begin_case(open_as("staff", script=False))
    approver = open_as("approver", script=False, width=360)
    approver.get_by_role("link", name="Decide on the errand").first.click()
    approver.get_by_role("radio", name="Refuse").check()
    approver.get_by_role("button", name="Update the questions").click()
    approver.get_by_label("Reasons for refusing").fill("Too far")
    approver.get_by_role("button", name="Submit").last.click()
    approver.get_by_text("“Decide on the errand” is done.").wait_for()


def test_the_keyboard_alone_reaches_the_content_and_shows_where_it_is(open_as):
    page = open_as("staff")
    page.goto("/cases/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(width.removesuffix("px")) >= 2


def test_a_filter_changes_the_list_without_a_new_page(open_as):
    begin_case(open_as("staff"))
    page = open_as("approver")
    page.get_by_role("link", name="Decide on the errand").first.wait_for()
    page.evaluate("window.kept = true")
    page.get_by_label("Office").select_option("nairobi")
    page.get_by_text("No task matches.").wait_for()
    assert page.evaluate("window.kept") is True
    assert "unit=nairobi" in page.url


def test_an_editor_saves_checks_and_hands_in_a_draft(open_as):
    page = open_as("owner")
    page.goto("/procedures/")
    page.get_by_role("button", name="Change it").click()
    page.get_by_text("No problems found.").wait_for()
    page.get_by_role("link", name="What it changes").click()
    page.get_by_text("Nothing is changed.").wait_for()


@pytest.mark.parametrize(("width", "dark"), LOOKS, ids=["wide and light", "narrow and dark"])
def test_the_pages_of_a_draft_are_accessible_and_fit(open_as, find_faults, width, dark):
    begin_case(open_as("staff"))
    owner = open_as("owner", width=width, dark=dark)
    owner.goto("/procedures/")
    owner.get_by_role("button", name="Change it").first.click()
    owner.wait_for_url("**/drafts/**")
    draft = owner.url
    for path in ("parameters", "parameters/errand.decide", "parameters/errand.rates", "files"):
        owner.goto(f"{draft}/{path}")
        assert not find_faults(owner), path
        assert not is_too_wide(owner), path
    owner.goto(f"{draft}/past-cases")
    owner.get_by_text("All cases of the last twelve months").wait_for()
    assert not find_faults(owner)
    assert not is_too_wide(owner)
    owner.goto(f"{draft}?file=policy.md")
    owner.get_by_text("Problems", exact=True).wait_for()
    assert not find_faults(owner)
    assert not is_too_wide(owner)
