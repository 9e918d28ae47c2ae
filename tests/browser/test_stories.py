"""Stories of several people on one running Docket; each stands alone, in any order."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import Docket, SignIn
from tests.browser.test_first_leave import next_monday


def begin_uncertified(page: Page) -> None:
    """Begin an uncertified leave of one day next week; the request stands open."""
    page.get_by_role("link", name="Start a case").click()
    page.get_by_role("link", name="Uncertified sick leave", exact=True).click()
    page.get_by_label("Illness", exact=True).check()
    for label in ("^First day of absence", "^Last day of absence"):
        page.get_by_label(re.compile(label)).fill(next_monday().isoformat())
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Request the leave", level=1)).to_be_visible()


def find_case(page: Page, words: str, kind: str) -> None:
    page.get_by_role("link", name="My cases").click()
    page.get_by_role("link", name="All I may see").click()
    page.wait_for_url("**view=all**")
    page.get_by_label("Search").fill(words)
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**search=**")
    page.get_by_role("link", name=re.compile(kind)).first.click()


def test_who_is_second_learns_who_was_first_and_that_nothing_was_used(sign_in: SignIn) -> None:
    page = sign_in("amina")
    begin_uncertified(page)
    second = page.context.new_page()
    second.goto(page.url)
    for tab in (page, second):
        tab.get_by_label(re.compile("^Withdraw the notice")).check()
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("status").first).to_contain_text("“Request the leave” is done.")
    expect(page.get_by_role("status").first).to_contain_text("The case ended")
    second.get_by_role("button", name="Submit").click()
    expect(second.get_by_role("main")).to_contain_text("Amina Wanjiru did this task")
    expect(second.get_by_role("main")).to_contain_text("Nothing that you type here is used.")


def test_a_certificate_is_opened_for_a_purpose_that_is_recorded_and_by_few(
    sign_in: SignIn,
) -> None:
    supervisor = sign_in("esther")
    find_case(supervisor, "Grace", "^CSL-")
    expect(supervisor.get_by_role("main")).to_contain_text("not yours to open")
    address = supervisor.url

    officer = sign_in("joseph")
    officer.goto(address)
    documents = officer.get_by_role("region", name="Uploaded files")
    documents.get_by_role("link", name=re.compile("^Open")).click()
    officer.get_by_label("Purpose").fill("To check the dates of the certificate")
    with officer.expect_download() as download:
        officer.get_by_role("button", name="Record this and open it").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    officer.goto(address)
    expect(officer.get_by_role("main")).to_contain_text("To check the dates of the certificate")

    stranger = sign_in("omar")
    answer = stranger.goto(address)
    assert answer is not None
    assert answer.status == 404
    expect(stranger.get_by_role("main")).not_to_contain_text("Grace")


def test_a_missing_leave_is_chased_when_its_limit_has_passed(
    docket: Docket, sign_in: SignIn
) -> None:
    begin_uncertified(sign_in("nadia"))
    until = next_monday() + timedelta(days=9)
    moved = docket.command("clock", f"{until.isoformat()}T12:00")
    assert moved.returncode == 0, moved.stdout + moved.stderr

    monitor = sign_in("hassan")
    monitor.get_by_label("Search").fill("Nadia")
    monitor.get_by_role("button", name="Show").click()
    monitor.wait_for_url("**search=**")
    monitor.get_by_role("link", name="Ask for the missing leave").first.click()
    expect(monitor.get_by_role("main")).to_contain_text("Nadia Aziz")
    monitor.get_by_label("I asked for the leave to be recorded").check()
    monitor.get_by_role("button", name="Submit").click()
    done = monitor.get_by_role("status").first
    expect(done).to_contain_text("Next: “Request the leave”, with Nadia Aziz")


def test_a_procedure_is_changed_by_one_owner_and_put_in_force_by_another(sign_in: SignIn) -> None:
    author = sign_in("ingrid")
    author.get_by_role("link", name="Procedures").click()
    author.get_by_role("button", name=re.compile("Change it.*Uncertified")).click()
    fine = author.get_by_text("No problems found.")
    expect(fine).to_be_visible(timeout=60_000)

    # What breaks is said at once, and gone when it is put right.
    author.locator('[data-element-id="request_leave"] .djs-hit').last.click(force=True)
    author.locator('.djs-context-pad [data-action="delete"]').first.click()
    expect(author.get_by_text("No task uses the form request_leave.")).to_be_visible()
    author.get_by_role("button", name="Undo").click()
    expect(fine).to_be_visible()

    author.locator('[data-element-id="approve_leave"] .djs-hit').first.dispatch_event("click")
    author.get_by_title("Toggle section").first.click()
    name = author.locator("#bio-properties-panel-name")
    name.fill("Decide on the emergency")
    name.press("Tab")
    expect(author.locator('[data-element-id="approve_leave"]').first).to_contain_text("Decide")
    author.get_by_role("button", name="Save draft").click()
    expect(author.get_by_text("Saved", exact=True)).to_be_visible()
    author.get_by_role("link", name="What it changes").click()
    expect(author.get_by_role("main")).to_contain_text("Decide on the emergency")
    author.get_by_label("What you changed, and why").fill("A shorter name")
    author.get_by_role("button", name="Hand in for approval").click()
    expect(author.get_by_role("main")).to_contain_text("Another person than the author")

    owner = sign_in("paul")
    owner.get_by_role("link", name="Procedures").click()
    owner.get_by_role("link", name=re.compile("^Review")).click()
    expect(owner.get_by_role("main")).to_contain_text("A shorter name")
    owner.get_by_role("button", name="Approve and put in force").click()
    expect(owner.get_by_role("status").first).to_contain_text("The new version is in force")
    owner.goto(re.sub(r"/procedures/.*", "/procedures/", owner.url))
    expect(owner.get_by_role("main")).to_contain_text("version 2")
    owner.get_by_text("1 earlier version").click()
    expect(owner.get_by_role("main")).to_contain_text(re.compile(r"version 1.*cases stay on it"))


def test_a_changed_limit_shows_which_past_cases_would_have_ended_otherwise(
    sign_in: SignIn,
) -> None:
    author = sign_in("ingrid")
    author.get_by_role("link", name="Procedures").click()
    author.get_by_role("button", name=re.compile("Change it.*Uncertified")).click()
    author.wait_for_url("**/drafts/**")
    draft = author.url
    author.goto(f"{draft}/parameters")
    author.get_by_text(re.compile("parameters? shared with other")).click()
    author.get_by_role("link", name=re.compile("Working days of uncertified sick leave")).click()
    author.get_by_label("Value", exact=True).first.fill("one")
    author.get_by_role("button", name="Save in the draft").click()
    expect(author.get_by_role("alert")).to_contain_text("“one” is not a number")
    author.get_by_label("Value", exact=True).first.fill("1")
    author.get_by_role("button", name="Save in the draft").click()
    expect(author.get_by_role("status").first).to_contain_text("Saved in the draft")
    author.goto(f"{draft}/review")
    author.get_by_role("link", name="Play past cases on the draft").click()
    listed = author.get_by_role("listitem").filter(has_text="ends otherwise")
    changed = listed.filter(has_text="ended: Approved automatically").first
    expect(changed).to_contain_text("waits: Choose another way")
    expect(author.get_by_text("All cases of the last twelve months")).to_be_visible()


def test_a_rule_a_form_and_a_letter_are_changed_in_the_browser(sign_in: SignIn) -> None:
    author = sign_in("ingrid")
    author.get_by_role("link", name="Procedures").click()
    author.get_by_role("button", name=re.compile("Change it.*Certified sick leave up to")).click()
    author.wait_for_url("**/drafts/**")
    draft = author.url
    fine, saved = author.get_by_text("No problems found."), author.get_by_text("Saved", exact=True)

    author.goto(f"{draft}?file=near_20.dmn")
    expect(fine).to_be_visible(timeout=60_000)
    remark = author.locator("td.annotation").first
    remark.click()
    remark.locator("[contenteditable]").first.fill("P7-S4: as the office reads it")
    expect(author.get_by_text("Unsaved changes")).to_be_visible()
    author.get_by_role("button", name="Save draft").click()
    expect(saved).to_be_visible()
    expect(author.get_by_text(re.compile("is not translated"))).to_be_visible(timeout=60_000)

    author.goto(f"{draft}?file=fr.toml")
    text = author.get_by_label("Content of the file")
    whole = text.input_value()
    text.fill(f'{whole}\n"P7-S4: as the office reads it" = "P7-S4 : selon le bureau"\n')
    expect(fine).to_be_visible(timeout=60_000)
    author.get_by_role("button", name="Save draft").click()
    expect(saved).to_be_visible()

    author.goto(f"{draft}?file=forms/approve_certified_leave.form")
    expect(fine).to_be_visible(timeout=60_000)
    expect(author.get_by_text("Components", exact=True)).to_be_visible()

    author.goto(f"{draft}?file=policy.md")
    text = author.get_by_label("Content of the file")
    whole = text.input_value()
    text.fill(whole.replace("## P7-S1 ", "## P7-S0 ", 1))
    expect(author.get_by_text(re.compile("P7-S1")).last).to_be_visible()
    expect(fine).to_be_hidden()
    text.fill(f"{whole}\nRead again by the office.\n")
    expect(fine).to_be_visible()
    author.get_by_role("button", name="Save draft").click()
    expect(saved).to_be_visible()

    author.goto(f"{draft}/review")
    for file, words in (("near_20.dmn", "as the office reads it"), ("policy.md", "Read again")):
        author.get_by_text(file, exact=True).click()
        expect(author.get_by_role("region", name=file)).to_contain_text(words)
