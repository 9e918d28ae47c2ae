"""A claim, a receipt and a long leave, told by the people who have them in hand."""

import re
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.clock import SystemClock
from tests.browser.conftest import SignIn
from tests.browser.test_first_leave import next_monday


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


def days_ago(number: int) -> date:
    return SystemClock().now().date() - timedelta(days=number)


def begin(page: Page, procedure: str) -> None:
    page.get_by_role("link", name="Start a case").click()
    page.get_by_role("link", name=procedure, exact=True).click()


def fill(page: Page, **answers: object) -> None:
    """Fill in answers, each named by the first words of its label."""
    for label, answer in answers.items():
        words = label.replace("_", " ")
        page.get_by_label(re.compile(f"^{words}")).fill(str(answer))


def send(page: Page) -> Locator:
    """Send the form; return what is said of it."""
    page.get_by_role("button", name="Submit").click()
    return page.get_by_role("status").first


def read_number(page: Page, prefix: str) -> str:
    return page.get_by_role("link", name=re.compile(f"^{prefix}-")).first.inner_text()


def open_task(page: Page, case: str, task: str) -> None:
    page.goto(urljoin(page.url, "/inbox"))
    page.get_by_label("Search").fill(case)
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**search=**")
    row = page.get_by_role("listitem").filter(has_text=case)
    row.get_by_role("link", name=task, exact=True).click()
    expect(page.get_by_role("heading", name=task, level=1)).to_be_visible()


def test_a_denied_claim_is_read_again_by_another_clerk_of_the_carrier(
    sign_in: SignIn, paper: Path
) -> None:
    member = sign_in("esther")
    begin(member, "Dental insurance: UN NY Cigna Dental Plan")
    member.get_by_label("Claim an expense", exact=True).check()
    send(member)
    expect(member.get_by_role("heading", name="Fill in the claim", level=1)).to_be_visible()
    fill(member, Patient="Esther Njeri", Day_of_the_expense=days_ago(20))
    fill(member, Physician="Dr Ouma", Country="KE", Amount_of_the_bills="120")
    member.get_by_label("Kind of expense").select_option("Treatment or surgery")
    member.get_by_label(re.compile("^Claim form, itemised bills")).set_input_files(paper)
    case = read_number(member, "DEN")
    expect(send(member)).to_contain_text("Open the envelope, stamp the date")

    clerk = sign_in("claire")
    open_task(clerk, case, "Open the envelope, stamp the date")
    fill(clerk, Date_stamp=days_ago(2))
    expect(send(clerk)).to_contain_text("This is what comes next.")
    expect(clerk.get_by_role("heading", name="Verify the claim", level=1)).to_be_visible()
    clerk.get_by_label("Deny", exact=True).check()
    fill(clerk, Reason="The plan does not cover it.")
    expect(send(clerk)).to_contain_text("Next: “Ask for a review”, with Esther Njeri")

    open_task(member, case, "Ask for a review")
    expect(member.get_by_role("main")).to_contain_text("The plan does not cover it.")
    member.get_by_label("Ask for a review", exact=True).check()
    fill(member, Why_the_claim_should="The treatment was urgent and is in the plan.")
    expect(send(member)).to_contain_text("Next: “Review the claim”")

    # Whoever denied it does not review it.
    open_task(clerk, case, "Review the claim")
    expect(clerk.get_by_role("main")).to_contain_text("another person has to do this task")
    expect(clerk.get_by_role("button", name="Submit")).to_have_count(0)
    other = sign_in("victor")
    open_task(other, case, "Review the claim")
    other.get_by_label("The denial stands", exact=True).check()
    fill(other, Reason="The file was read again.")
    expect(send(other)).to_contain_text("The case ended: Denied")


def register(cashier: Page) -> str:
    """Register money of yesterday and find that it agrees; return the number of the case."""
    begin(cashier, "Cash and receipts")
    fill(cashier, Payer="Vendor Ltd", Reference="TX-1001", Amount="1000", Currency="USD")
    fill(cashier, Bank_account="KCB 0042", Receipt_date=days_ago(1))
    send(cashier)
    expect(cashier.get_by_role("heading", name="Verify the amount", level=1)).to_be_visible()
    fill(cashier, Amount_on_the_statement="1000")
    cashier.get_by_label("Yes", exact=True).check()
    case = read_number(cashier, "CASH")
    expect(send(cashier)).to_contain_text("Next: “Determine the purpose”")
    return case


def prepare(preparer: Page, case: str) -> None:
    """Say what the money is for and create its receipt; the lines stand open."""
    open_task(preparer, case, "Determine the purpose")
    preparer.get_by_label("Refund", exact=True).check()
    fill(preparer, Donor_or_customer="Vendor Ltd", What_the_money="Advance not used")
    send(preparer)
    create = preparer.get_by_role("heading", name="Create the miscellaneous receipt", level=1)
    expect(create).to_be_visible()
    fill(preparer, Number_of_the_deposit="DEP-1001", Accounting_date_in=days_ago(1))
    send(preparer)
    enter = preparer.get_by_role("heading", name="Enter the accounting lines", level=1)
    expect(enter).to_be_visible()


def enter_line(preparer: Page, project: str) -> None:
    fill(preparer, Account="74105", Fund="04000", Operating_unit="KEN", Cost_centre="B0350")
    fill(preparer, Project=project, Activity="1", Amount="1000")
    preparer.get_by_label("For a project (cost-sharing)").check()
    expect(send(preparer)).to_contain_text("Next: “Verify, complete and budget-check”")


def test_lines_that_fail_the_budget_check_are_entered_anew_before_the_receipt(
    sign_in: SignIn,
) -> None:
    cashier = sign_in("faith")
    case = register(cashier)
    preparer = sign_in("lucy")
    prepare(preparer, case)
    enter_line(preparer, "00011111")

    verifier = sign_in("kevin")
    open_task(verifier, case, "Verify, complete and budget-check")
    verifier.get_by_label("The budget check failed", exact=True).check()
    verifier.get_by_label(re.compile("the entries are deleted in Quantum")).check()
    fill(verifier, Reason="The project is closed.")
    expect(send(verifier)).to_contain_text("is done")

    open_task(preparer, case, "Enter the accounting lines")
    expect(preparer.get_by_role("main")).to_contain_text("The project is closed.")
    expect(preparer.get_by_role("main")).to_contain_text("Recorded for Country Office Kenya")
    enter_line(preparer, "00022222")

    open_task(verifier, case, "Verify, complete and budget-check")
    expect(verifier.get_by_role("main")).to_contain_text("00022222")
    verifier.get_by_label(re.compile("and the budget check passed$")).check()
    verifier.get_by_label(re.compile("^“Complete” is ticked in Quantum")).check()
    expect(send(verifier)).to_contain_text("is done")

    open_task(cashier, case, "Hand the receipt to the payer")
    cashier.get_by_role("link", name=re.compile(r"KEN\d+ Official receipt")).click()
    receipt = cashier.locator("body")
    expect(receipt).to_contain_text("Vendor Ltd")
    expect(receipt).to_contain_text("00022222")
    expect(receipt).not_to_contain_text("00011111")


def test_a_leave_above_twenty_days_is_certified_and_then_approved_without_the_papers(
    sign_in: SignIn, paper: Path
) -> None:
    first, last = next_monday(), next_monday() + timedelta(days=39)
    staff = sign_in("brian")
    begin(staff, "Certified sick leave over 20 working days")
    staff.get_by_label("Illness", exact=True).check()
    fill(staff, First_day_of_absence=first, Last_day_of_absence=last)
    send(staff)
    request = staff.get_by_role("heading", name="Request certified sick leave", level=1)
    expect(request).to_be_visible()
    fill(staff, First_day_of_leave=first, Last_day_of_leave=last)
    staff.get_by_label(re.compile("^Form MS.24")).set_input_files(paper)
    staff.get_by_label(re.compile("^Medical report")).set_input_files(paper)
    fill(staff, Treating_physician="Dr N. Kariuki")
    case = read_number(staff, "CSL20")
    expect(send(staff)).to_contain_text("Next: “Answer the request”")

    physician = sign_in("mei")
    open_task(physician, case, "Answer the request")
    physician.get_by_label("Certified as requested", exact=True).check()
    fill(physician, Certified_from=first, Certified_to=last, Reference="MS-118")
    expect(send(physician)).to_contain_text("Next: “Upload the certification”, with Brian Otieno")

    open_task(staff, case, "Upload the certification")
    staff.get_by_label(re.compile("^Certification of DHMOSH")).set_input_files(paper)
    expect(send(staff)).to_contain_text("Next: “Decide on the certified leave”")

    supervisor = sign_in("daniel")
    open_task(supervisor, case, "Decide on the certified leave")
    expect(supervisor.get_by_role("main")).to_contain_text("Brian Otieno")
    expect(supervisor.get_by_role("main")).not_to_contain_text("Dr N. Kariuki")
    supervisor.get_by_label("Approve", exact=True).check()
    expect(send(supervisor)).to_contain_text("“Decide on the certified leave” is done.")
    staff.get_by_role("link", name="Notices").click()
    expect(staff.get_by_role("main")).to_contain_text("Certified sick leave approved")
