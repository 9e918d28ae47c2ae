from datetime import timedelta
from pathlib import Path

import pytest

from engine.model.ids import InstanceId
from tests.procedures.conftest import Office
from tests.procedures.exchanging import (
    OpenOffice,
    assert_reproduced,
    exchange,
    leave,
    open_elements,
    open_office,
    pass_time,
    read_variables,
    utc,
)

__all__ = ["exchange", "open_office"]

LINE = {
    "account": "74105",
    "fund": "04000",
    "operatingUnit": "KEN",
    "costCentre": "B0350",
    "lineAmount": 1000,
}


@pytest.fixture
def deposit(open_office: OpenOffice) -> tuple[Office, InstanceId]:
    """A deposit of Kenya whose lines are entered, where Quantum is reached through files."""
    office = open_office(
        "cash_receipts",
        start=utc(2025, 3, 28, 6),
        parameters={"cash.quantumChannel": "INTERFACE"},
    )
    case = office.start(
        "cash_receipts", "faith", stage="MADE", channel="BANK", payer="Vendor Ltd",
        reference="TX-1", amount=1000, currency="USD", bankAccount="KCB 0042",
        receiptDate="2025-03-28",
    )  # fmt: skip
    office.finish(case, "verify_deposit", "faith", bankAmount=1000, verifyOutcome="AGREES")
    office.finish(
        case, "determine_purpose", "lucy",
        purpose="REFUND", donor="Vendor Ltd", purposeNote="Advance that was not used",
    )  # fmt: skip
    office.finish(
        case, "miscellaneous_receipt", "lucy", depositNumber="DEP-1", quantumDate="2025-03-28"
    )
    office.finish(case, "enter_lines", "lucy", lines=[LINE])
    return office, case


def _complete(office: Office, case: InstanceId) -> None:
    office.finish(case, "complete_entries", "kevin", checkResult="TO_CHECK", completeTicked=True)


def test_lines_that_are_complete_lie_in_the_folder_of_quantum_as_the_case_keeps_them(
    deposit: tuple[Office, InstanceId], exchange: Path
) -> None:
    office, case = deposit
    assert not (exchange / "out").exists()
    _complete(office, case)
    sent = (exchange / "out" / "quantum" / "lines-KEN0001.csv").read_bytes()
    head, names, row, totals = sent.decode().splitlines()
    assert head == "#,deposit-lines-2,KEN0001,2025-03-28"
    assert names.startswith("CASE,DEPOSIT,ACCOUNTING_DATE,LINE,ACCOUNT,")
    assert row.endswith(",DEP-1,2025-03-28,1,74105,04000,KEN,B0350,,,,USD,1000.00,1000.00")
    assert totals == "#,LINES,1,AMOUNT,1000.00,USD,1000.00"
    assert open_elements(office, case) == []


def test_a_check_that_passes_is_read_from_the_file_that_quantum_leaves(
    deposit: tuple[Office, InstanceId], exchange: Path
) -> None:
    office, case = deposit
    _complete(office, case)
    leave(exchange, "quantum/budget-KEN0001.csv", "file,result,reason\r\nKEN0001,PASS,\r\n")
    pass_time(office, timedelta(minutes=10))
    assert open_elements(office, case) == ["hand_over_receipt"]
    assert not list((exchange / "in" / "quantum").iterdir())
    answer = read_variables(office, case)["budgetAnswer"]
    assert answer == [{"file": "KEN0001", "result": "PASS", "reason": ""}]
    assert_reproduced(office, case)


def test_a_check_that_fails_sends_the_lines_back_and_the_next_file_has_another_number(
    deposit: tuple[Office, InstanceId], exchange: Path
) -> None:
    office, case = deposit
    _complete(office, case)
    answer = "file,result,reason\nKEN0001,FAIL,The project is closed.\n"
    leave(exchange, "quantum/budget-KEN0001.csv", answer)
    pass_time(office, timedelta(minutes=10))
    assert open_elements(office, case) == ["enter_lines"]
    assert read_variables(office, case)["failureReason"] == "The project is closed."
    office.finish(case, "enter_lines", "lucy", lines=[LINE])
    _complete(office, case)
    sent = sorted(path.name for path in (exchange / "out" / "quantum").iterdir())
    assert sent == ["lines-KEN0001.csv", "lines-KEN0002.csv"]
    assert_reproduced(office, case)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("", id="an empty file"),
        pytest.param("file,result,reason\nKEN0002,PASS,\n", id="about another file"),
        pytest.param("file,result,reason\nKEN0001,FAIL,\n", id="failed without a reason"),
        pytest.param("file,result,reason\nKEN0001,PASS,\nKEN0001,FAIL,x\n", id="two answers"),
        pytest.param("file;result\nKEN0001;PASS\n", id="another separator"),
    ],
)
def test_an_answer_that_does_not_fit_leaves_the_check_to_finance_staff(
    deposit: tuple[Office, InstanceId], exchange: Path, answer: str
) -> None:
    office, case = deposit
    _complete(office, case)
    leave(exchange, "quantum/budget-KEN0001.csv", answer)
    pass_time(office, timedelta(minutes=10))
    assert open_elements(office, case) == ["verify_entries"]
    office.finish(case, "verify_entries", "faith", checkResult="PASSED", completeTicked=True)
    assert open_elements(office, case) == ["hand_over_receipt"]
    assert_reproduced(office, case)


def test_lines_that_cannot_be_left_are_checked_by_hand(
    deposit: tuple[Office, InstanceId], exchange: Path
) -> None:
    office, case = deposit
    there = exchange / "out" / "quantum" / "lines-KEN0001.csv"
    there.parent.mkdir(parents=True)
    there.write_text("left by somebody else")
    _complete(office, case)
    assert open_elements(office, case) == ["verify_entries"]
    assert there.read_text() == "left by somebody else"


def test_silence_until_the_end_of_the_next_working_day_leaves_the_check_to_finance_staff(
    deposit: tuple[Office, InstanceId],
) -> None:
    office, case = deposit
    _complete(office, case)
    pass_time(office, utc(2025, 3, 31, 20) - office.clock.now())
    assert open_elements(office, case) == []
    pass_time(office, timedelta(hours=2))
    assert open_elements(office, case) == ["verify_entries"]
    assert_reproduced(office, case)
