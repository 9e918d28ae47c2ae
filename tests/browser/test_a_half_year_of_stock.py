"""A half-year of stock: received, counted as the clock calls it, reported, booked and reversed."""

import re
from contextlib import suppress
from datetime import date, timedelta
from urllib.parse import urljoin

from playwright.sync_api import Page, expect

from engine.clock import SystemClock
from tests.browser.conftest import Docket, SignIn
from tests.browser.test_prizes_and_pensions import PAPER, check, move_clock, open_task, submit

ACCOUNTS = "use,account\nINVENTORY,14602\nIN_TRANSIT,14699\nEXPENSE,72300\n"


def next_call(today: date) -> date:
    """Find the next first of June or December after today: the clock calls the counts on it."""
    days = (date(today.year, 6, 1), date(today.year, 12, 1), date(today.year + 1, 6, 1))
    return next(day for day in days if day > today)


def move_to(docket: Docket, day: date) -> None:
    move_clock(docket, f"{day.isoformat()}T12:00")


def answer(page: Page, *choices: str, **answers: object) -> None:
    """Tick choices; then answer questions, each named by the first words of its label."""
    for choice in choices:
        check(page, choice)
    for words, given in answers.items():
        field = page.get_by_label(re.compile(f"^{words.replace('_', ' ')}"))
        if given is PAPER:
            field.set_input_files(PAPER)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(str(given))
        else:
            field.fill(str(given))


def do(page: Page, task: str, search: str, *choices: str, **answers: object) -> str:
    """Do a task; return the number of its case."""
    case = open_task(page, task, search)
    answer(page, *choices, **answers)
    submit(page, task)
    return case


def load_accounts(sign_in: SignIn) -> None:
    """Load the accounts of the journal: one owner hands them in, another puts them in force."""
    author = sign_in("ingrid")
    author.get_by_role("link", name="Procedures").click()
    author.get_by_role("button", name=re.compile("Change it.*Inventory reporting")).click()
    author.wait_for_url("**/drafts/**")
    draft = author.url
    author.goto(f"{draft}/parameters/inv.accounts")
    author.get_by_label("Value", exact=True).first.fill(ACCOUNTS)
    author.get_by_role("button", name="Save in the draft").click()
    expect(author.get_by_role("main")).to_contain_text("a table of 3 rows")
    author.goto(f"{draft}/review")
    author.get_by_label("What you changed, and why").fill("All accounts are known")
    author.get_by_role("button", name="Hand in for approval").click()
    expect(author.get_by_role("main")).to_contain_text("Another person than the author")

    owner = sign_in("paul")
    owner.goto(f"{draft}/review")
    owner.get_by_role("button", name="Approve and put in force").click()
    expect(owner.get_by_role("status").first).to_be_visible()


def receive_donation(sign_in: SignIn, day: date) -> None:
    """Take a donation of 1,000 nets into the empty store of Kenya; it stands on a stock card."""
    staff, finance, receiving = sign_in("amina"), sign_in("faith"), sign_in("esther")
    staff.get_by_role("link", name="Start a case").click()
    staff.get_by_role("link", name="Inventory: goods into stock", exact=True).click()
    answer(staff, "Donated, without a purchase order")
    answer(staff, Donor="Rotary Nairobi", Date_of_the_donation=day)
    answer(staff, Item_code="NET-01", Description="Bed net", Unit_of_measure="piece")
    answer(staff, What_becomes_of_it="FOR_DISTRIBUTION", Project="00123")
    answer(staff, Quantity=1000, Estimated_price="4.80")
    staff.get_by_role("button", name="Submit").last.click()
    expect(staff.get_by_role("status").first).to_contain_text("has begun")

    valued = {"Source_of_the_price": "Supply catalogue", "Delivery_expected_on": day}
    case = do(finance, "Find the fair value", "Bed net", "Quoted market price", **valued)
    slip = {"Number_of_the_packing_slip": "PS-1", "Arrived_on": day, "Packing_slip": PAPER}
    counted = {"Item": "NET-01", "On_the_packing_slip": 1000, "Counted": 1000}
    do(receiving, "Compare the delivery with the packing slip", case, **slip, **counted)
    good = {"Item": "NET-01", "Accepted": 1000, "Condition": "GOOD"}
    do(receiving, "Inspect the goods", case, **good)
    note = {"Storage_location": "Nairobi store", "Date_of_receipt": day}
    do(receiving, "Write the note", case, **note)
    do(receiving, "Sign the note", case, "I sign: received as listed", Signed_copy=PAPER)
    keeper = sign_in("grace")
    keeper.get_by_role("link", name="Stock", exact=True).click()
    keeper.get_by_role("link", name="NET-01").click()
    card = keeper.get_by_role("main")
    expect(card).to_contain_text("KEN0001")
    expect(card).to_contain_text("1,000 piece")


def book(sign_in: SignIn, case: str) -> None:
    """Review a report at headquarters, then prepare, approve and enter its journal."""
    accounts, booking = sign_in("martin"), sign_in("nils")
    do(accounts, "Review the report", case, "Accepted")
    fields = {"Fund": "30000", "Operating_unit": "KEN", "Cost_centre": "B0350"}
    do(booking, "Prepare the journal", case, **fields)
    open_task(accounts, "Approve the journal", case)
    journal = accounts.get_by_role("table", name="Journal")
    for shown in ("14602", "72300", "4,500.00"):
        expect(journal).to_contain_text(shown)
    check(accounts, "Approve and record it")
    submit(accounts, "Approve the journal")
    do(booking, "Enter the voucher in Quantum", case, Number_of_the_journal="Q-4711")


def test_goods_are_received_counted_reported_booked_and_reversed(
    docket: Docket, sign_in: SignIn
) -> None:
    # One jump over the first days of several months would call a count for each of them.
    today = SystemClock().now().date()
    called = next_call(today)
    eve = called - timedelta(days=1)
    over = (called + timedelta(days=31)).replace(day=1)
    last = over - timedelta(days=1)
    label = f"Q{last.month // 3} {last.year}"
    if today < eve:
        move_to(docket, eve)
    load_accounts(sign_in)
    receive_donation(sign_in, eve)

    # The clock calls the count; nobody counts what they keep.
    move_to(docket, called)
    head = sign_in("miriam")
    task = "Appoint the focal point"
    count = open_task(head, task, label)
    head.get_by_role("button", name=re.compile("^Add a row")).click()
    answer(head, Location="Nairobi store", Keeper="grace", Counts_it="daniel")
    answer(head, "Counting, keeping, investigating", Focal_point="brian")
    submit(head, task)

    move_to(docket, over)
    team, focal_point, finance = sign_in("daniel"), sign_in("brian"), sign_in("faith")
    do(team, "Count the location", count, Counted_on=last, Good=1000)
    do(focal_point, "Review goods in transit", count, "These are all open orders")
    price = {"Price_of_one_unit": "4.50", "Where_the_price_comes": "Quotation"}
    do(finance, "Enter market prices", count, **price)
    head = sign_in("miriam")
    certified = ("I certify quantity and value", "Quantity, value and the effect")
    do(head, "Certify the count", count, *certified)

    # The report agrees; it is reviewed, booked at the lower price, and reversed at once.
    case = do(focal_point, "Look through the report", label, "Yes, that of each project")
    sent = {"Address_of_the_submission": "https://closure.example/1", "Submitted_on": over}
    do(head, "Submit report and certification", case, **sent)
    book(sign_in, case)
    told = f"Inventory journal reversed: Country Office Kenya, {label}"
    for _ in range(30):  # the worker reverses it
        finance.goto(urljoin(finance.url, "/notices/"))
        with suppress(AssertionError):
            expect(finance.get_by_text(told).first).to_be_visible(timeout=2_000)
            break
    expect(finance.get_by_text(told).first).to_be_visible()
