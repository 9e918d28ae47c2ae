"""A prize, and a cover that is suspended; each story stands alone, in any order."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote, urljoin

from playwright.sync_api import Error, FilePayload, Page, expect

from engine.clock import SystemClock
from tests.browser.conftest import Docket, SignIn

PAPER = FilePayload(name="paper.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\n%%EOF\n")


def open_task(page: Page, task: str, search: str) -> str:
    """Open the task that falls due last of those that a search finds; the number of its case."""
    found = page.get_by_role("main").get_by_role("link", name=task, exact=True).last
    for _ in range(30):  # what leads to the task may still be under way
        page.goto(urljoin(page.url, f"/inbox?search={quote(search)}"))
        with suppress(Error):
            found.click(timeout=2_000)
            break
    expect(page.get_by_role("heading", name=task, level=1)).to_be_visible()
    number = re.search(r"[A-Z]+-\d{4}-\d{5}", page.get_by_role("main").inner_text())
    assert number is not None
    return number[0]


def submit(page: Page, task: str) -> None:
    page.get_by_role("button", name="Submit").last.click()
    expect(page.get_by_role("status").first).to_contain_text(f"“{task}” is done.")


def check(page: Page, choice: str) -> None:
    page.get_by_role("radio", name=choice).or_(page.get_by_role("checkbox", name=choice)).check()


def choose(page: Page, task: str, search: str, *choices: str) -> None:
    """Do a task that asks for nothing but choices."""
    open_task(page, task, search)
    for choice in choices:
        check(page, choice)
    submit(page, task)


def move_clock(docket: Docket, to: str) -> None:
    moved = docket.command("clock", to)
    assert moved.returncode == 0, moved.stdout + moved.stderr


def read_day(page: Page, label: str) -> date:
    """Read a day that a form shows."""
    shown = page.get_by_label(label, exact=True).inner_text().replace("Sept", "Sep")
    return datetime.strptime(shown, "%d %b %Y").replace(tzinfo=UTC).date()


def test_a_prize_is_awarded_agreed_and_recorded_on_the_account_of_prizes(sign_in: SignIn) -> None:
    member = sign_in("ivana")
    today = SystemClock().now().date().isoformat()
    case = open_task(member, "Record the minutes", "INNO")
    expect(member.get_by_role("table", name="Ranking")).to_contain_text("7.00")
    member.get_by_label("Minutes of the panel").fill("All took part; no dissent.")
    member.get_by_label("Meeting of").fill(today)
    member.get_by_label("All members who scored agree").check()
    submit(member, "Record the minutes")

    manager, operations, head = sign_in("zawadi"), sign_in("naomi"), sign_in("miriam")
    choose(manager, "Consider combining entries", case, "The best entries, each on its own")
    choose(operations, "Confirm the proposal", case, "I agree with the proposal")
    choose(head, "Decide on the award", case, "Award as proposed")
    lists = ("Consolidated list", "List of ineligible vendors", "Own sanctions")
    sanctions = "Check the winner against sanctions"
    choose(operations, sanctions, case, *lists, "Not listed, and still eligible")
    choose(manager, "Record the answer of the winner", case, "Accepts the prize")

    open_task(manager, "Have the winner sign", case)
    manager.get_by_label("Signed by the winner on").fill(today)
    manager.get_by_label("Agreement signed by the winner").set_input_files(PAPER)
    manager.get_by_label("Bank account of the winner").fill("KCB 1234")
    submit(manager, "Have the winner sign")
    choose(head, "Sign the agreement", case, "I sign the agreement")

    press = sign_in("tom")
    open_task(press, "Publish the award", case)
    press.get_by_label("Address where the result").fill("https://challenge.example/result")
    press.get_by_label("What is told to those").fill("Thank you all.")
    press.get_by_label("Everybody is told").check()
    submit(press, "Publish the award")

    finance = sign_in("faith")
    open_task(finance, "Record the prize on its account", case)
    expect(finance.get_by_label("Account", exact=False).first).to_have_value("71455")
    line = {"Fund": "04000", "Operating unit": "KEN", "Cost centre": "B0350"}
    for label, value in {**line, "Activity": "1", "Donor": "00012"}.items():
        finance.get_by_label(label).fill(value)
    finance.get_by_label("Number of the voucher").fill("V-1")
    finance.get_by_label("Account", exact=False).first.fill("72605")
    finance.get_by_role("button", name="Submit").last.click()
    expect(finance.get_by_role("alert")).to_contain_text("71455, not on 72605")
    finance.get_by_label("Account", exact=False).first.fill("71455")
    submit(finance, "Record the prize on its account")


def record_arrears(page: Page, case: str, amount: str) -> Decimal:
    """Record that an amount was received on the first day of the suspension; what was owed then."""
    task = "Record the payment of arrears"
    open_task(page, task, case)
    page.get_by_label("Received on").fill(read_day(page, "Suspended on").isoformat())
    owed = page.get_by_label("To be paid on that day").inner_text()
    page.get_by_label("Amount received").fill(amount)
    page.get_by_label("Reference of the payment").fill(f"BANK {amount}")
    submit(page, task)
    return Decimal(owed.removeprefix("USD ").replace(",", ""))


def test_a_cover_is_suspended_the_day_after_the_due_date_and_reinstated_when_paid(
    docket: Docket, sign_in: SignIn
) -> None:
    officer = sign_in("olivia")
    case = open_task(officer, "Confirm that the Fund deducts", "Helen Park")
    check(officer, "It cannot deduct")
    officer.get_by_label("Why it cannot deduct").fill("The pension is not paid yet.")
    submit(officer, "Confirm that the Fund deducts")

    # On the due date the invoice may still be paid; a day later the cover is suspended.
    open_task(officer, "Record the payment", case)
    due = read_day(officer, "Due date")
    move_clock(docket, f"{due.isoformat()}T12:00")
    officer = sign_in("olivia")
    open_task(officer, "Record the payment", case)
    move_clock(docket, f"{(due + timedelta(days=1)).isoformat()}T12:00")
    officer = sign_in("olivia")
    open_task(officer, "Record the payment of arrears", case)
    assert read_day(officer, "Suspended on") == due + timedelta(days=1)

    # A part of what is owed does not reinstate it; the rest, within three months, does.
    owed = record_arrears(officer, case, "100.00")
    assert record_arrears(officer, case, str(owed - 100)) == owed - 100
    officer.get_by_role("link", name="My cases").click()
    officer.get_by_role("link", name="All I may see").click()
    officer.wait_for_url("**view=all**")
    officer.get_by_label("Search").fill(case)
    officer.get_by_role("button", name="Show").click()
    expect(officer.get_by_role("main")).to_contain_text("Cover reinstated: Helen Park")
