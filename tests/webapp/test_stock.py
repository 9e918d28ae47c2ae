"""The pages of the stock: who sees which office, what a card says, and the files."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest

from engine.advance.stock import post_to_stock
from engine.context import writing_case
from engine.model.ids import PersonId
from engine.queries.cases import list_cases
from engine.queries.stock import get_card, list_stock

NETS = {
    "item": "NET-01",
    "location": "Main store",
    "quantity": Decimal(500),
    "unit cost": Decimal("2.10"),
    "description": "=Bed net",
    "measure": "piece",
    "purpose": "FOR_DISTRIBUTION",
    "project": "00123",
    "reorder level": Decimal(100),
}


TABLETS = {
    "item": "ACT-6",
    "description": "Tablets",
    "batch": "B1",
    "expires": date(2026, 2, 28),
}


@pytest.fixture
def post(engine, start_case):
    """Post to the stock of an office in the name of a case."""
    start_case("staff")
    case = list_cases(engine, viewer=PersonId("staff")).rows[0].instance

    def do(movement, *lines, unit="amman", **more):
        inputs = {"unit": unit, "document": "AMM0001", "lines": list(lines), **more}
        with writing_case(engine, instance=case) as (work, instance):
            posting, _ = post_to_stock(work, instance, movement, inputs)
        assert posting["posted"]

    return do


@pytest.fixture
def stocked(post):
    post("IN", NETS, {**NETS, **TABLETS})
    post("IN", {**NETS, "location": "Field store"}, unit="nairobi")
    post("OUT", {"item": "NET-01", "location": "Main store", "quantity": Decimal(420)})


def find_card(engine, viewer="keeper", search="NET"):
    (row,) = list_stock(engine, viewer=PersonId(viewer), search=search).cards.rows
    return row.id


@pytest.mark.usefixtures("stocked")
def test_a_stock_keeper_sees_the_cards_of_the_own_office(sign_in):
    page = sign_in("keeper").get("/stock/").text
    assert "2 cards" in page
    assert "Main store" in page
    assert "Field store" not in page
    assert "to be ordered" in page
    assert "expired" in page


@pytest.mark.usefixtures("stocked")
def test_an_auditor_sees_every_office_and_chooses_one(sign_in):
    auditor = sign_in("auditor")
    assert "3 cards" in auditor.get("/stock/").text
    assert "1 card" in auditor.get("/stock/?unit=nairobi").text
    assert "No stock card matches." in auditor.get("/stock/?unit=paris").text


@pytest.mark.usefixtures("stocked")
def test_cards_are_found_by_item_words_and_place_and_by_what_runs_low(sign_in):
    keeper = sign_in("keeper")
    for asked, found in {"search=act": 1, "search=MAIN": 2, "search=%25": 0, "view=low": 1}.items():
        page = keeper.get(f"/stock/?{asked}").text
        assert page.count('<li class="row-card">') == found, asked


@pytest.mark.usefixtures("stocked")
def test_a_card_shows_lines_layers_and_value(sign_in, engine):
    page = sign_in("keeper").get(f"/stock/cards/{find_card(engine)}").text
    assert "AMM0001" in page
    assert "-420" in page
    assert "USD 168.00" in page
    assert "80 of 500 at USD 2.10" in page


@pytest.mark.usefixtures("stocked")
def test_a_card_of_another_office_is_not_there(sign_in, engine):
    card = find_card(engine, "auditor", "Field")
    assert sign_in("keeper").get(f"/stock/cards/{card}").status_code == 404
    assert sign_in("keeper").get(f"/stock/cards/{card}/lines.csv").status_code == 404
    assert sign_in("auditor").get(f"/stock/cards/{card}").status_code == 200


@pytest.mark.usefixtures("stocked")
def test_the_list_is_downloaded_and_holds_no_formula(sign_in):
    answer = sign_in("keeper").get("/stock/cards.csv?search=NET")
    assert answer.mimetype == "text/csv"
    (row,) = csv.DictReader(StringIO(answer.text))
    assert row["DESCRIPTION"] == "'=Bed net"
    assert (row["BALANCE"], row["REORDER_LEVEL"], row["FIRST_EXPIRY"]) == ("80", "100", "")


@pytest.mark.usefixtures("stocked")
def test_the_lines_of_a_card_are_downloaded_oldest_first(sign_in, engine):
    answer = sign_in("keeper").get(f"/stock/cards/{find_card(engine)}/lines.csv")
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [(row["KIND"], row["QUANTITY"], row["BALANCE"]) for row in rows] == [
        ("IN", "500", "500"),
        ("OUT", "-420", "80"),
    ]
    assert [row["VALUE_USD"] for row in rows] == ["1050", "-882"]


@pytest.mark.usefixtures("stocked")
def test_whoever_works_with_stock_finds_it_in_the_menu(sign_in):
    assert 'href="/stock/"' in sign_in("keeper").get("/inbox").text
    assert 'href="/stock/"' not in sign_in("staff").get("/inbox").text


@pytest.mark.usefixtures("stocked")
def test_the_balance_is_that_of_the_lines(engine):
    view = get_card(engine, viewer=PersonId("auditor"), card=find_card(engine))
    assert view.summary.balance == sum(line.quantity for line in view.lines.rows) == 80
    assert view.item_value == sum(line.value for line in view.lines.rows)
