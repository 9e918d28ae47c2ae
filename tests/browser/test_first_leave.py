"""The first leave, as its people see it: one story, told in order."""

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from engine.clock import SystemClock
from tests.browser.conftest import Docket, SignIn


def next_monday() -> date:
    today = SystemClock().now().date()
    return today + timedelta(days=7 - today.weekday())


def request(page: Page, reason: str, kind: str, first: date, last: date) -> None:
    page.get_by_role("link", name="Start a case").click()
    page.get_by_role("link", name="Uncertified sick leave", exact=True).click()
    page.get_by_label(reason, exact=True).check()
    page.get_by_label(re.compile("^First day of absence")).fill(first.isoformat())
    page.get_by_label(re.compile("^Last day of absence")).fill(last.isoformat())
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Request the leave", level=1)).to_be_visible()
    page.get_by_label(kind, exact=True).check()
    page.get_by_label(re.compile("^First day of leave")).fill(first.isoformat())
    page.get_by_label(re.compile("^Last day of leave")).fill(last.isoformat())
    page.get_by_role("button", name="Submit").click()


def test_leave_is_requested_approved_counted_and_refused_above_the_limit(
    docket: Docket, sign_in: SignIn
) -> None:
    monday = next_monday()

    staff = sign_in("amina")
    emergency = "Uncertified sick leave / family emergency"
    request(staff, "Family emergency", emergency, monday, monday + timedelta(days=2))
    expect(staff.get_by_role("status")).to_contain_text("Request the leave")

    supervisor = sign_in("daniel")
    supervisor.get_by_role("link", name="Decide on the family emergency leave").first.click()
    expect(supervisor.get_by_role("main")).to_contain_text("0 + 3 = 3 / 7")
    supervisor.get_by_label("Approve", exact=True).check()
    supervisor.get_by_role("button", name="Submit").click()

    # Four of the seven days are left: illness is approved without anybody.
    next_week = monday + timedelta(days=7)
    illness = "Uncertified sick leave"
    request(staff, "Illness", illness, next_week, next_week + timedelta(days=3))
    expect(staff.get_by_role("main")).not_to_contain_text("Choose another way")
    staff.get_by_role("link", name="Notices").click()
    expect(staff.get_by_role("main")).to_contain_text("Uncertified sick leave approved")

    # An eighth day is refused, and the sum is shown.
    later = monday + timedelta(days=14)
    request(staff, "Illness", illness, later, later)
    expect(staff.get_by_role("heading", name="Choose another way", level=1)).to_be_visible()
    expect(staff.get_by_role("main")).to_contain_text("7 + 1 = 8 / 7")

    verified = docket.command("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    replayed = docket.command("replay", "--all")
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
