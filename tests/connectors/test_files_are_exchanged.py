import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine.connectors.file_drop import drop_file
from engine.connectors.file_pickup import pick_up_file
from engine.errors import ConnectorError
from engine.model.connectors import NotYet, Outside

DROP, PICKUP = "docket:file-drop", "docket:file-pickup"


@pytest.fixture
def root(tmp_path):
    return tmp_path.resolve()


@pytest.fixture
def outside(root):
    return Outside(exchange=root, file_bytes=10_000)


def leave(root: Path, name: str, data: bytes, age: int = 0) -> Path:
    path = root / "in" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return path


def refused(work, outside, call) -> ConnectorError:
    with pytest.raises(ConnectorError) as found:
        work(outside, call)
    return found.value


ROWS = [{"name": "Ann, HR", "days": Decimal("2.50")}, {"name": "Łucja", "note": None}]


@pytest.mark.parametrize(
    ("name", "more", "content", "data"),
    [
        ("a.json", {}, ROWS[0], b'{"name": "Ann, HR", "days": 2.50}'),
        ("a.csv", {}, ROWS, 'name,days,note\r\n"Ann, HR",2.50,\r\nŁucja,,\r\n'.encode()),
        ("a.csv", {"delimiter": ";"}, [["a", Decimal(1)], ["b;", True]], b'a;1\r\n"b;";True\r\n'),
        ("a.txt", {}, "Ça", "Ça".encode()),
        ("a.pdf", {"format": "bytes"}, "/wA=", b"\xff\x00"),
    ],
)
def test_a_file_is_left_in_its_format(root, outside, make_call, name, more, content, data):
    assert drop_file(outside, make_call(DROP, name=name, content=content, **more)) == {}
    assert (root / "out" / name).read_bytes() == data
    assert [path.name for path in (root / "out").iterdir()] == [name]


def test_a_file_left_again_counts_once_and_another_is_never_written_over(root, outside, make_call):
    call = make_call(DROP, name="a.txt", folder="erp", content="one")
    drop_file(outside, call)
    drop_file(outside, call)
    error = refused(drop_file, outside, make_call(DROP, name="a.txt", folder="erp", content="two"))
    assert "lies there already" in str(error)
    assert error.permanent
    assert (root / "out" / "erp" / "a.txt").read_text() == "one"
    assert len(list((root / "out" / "erp").iterdir())) == 1


@pytest.mark.parametrize(
    "name",
    ["../a.txt", "/etc/passwd", "a/b.txt", "..", ".", ".hidden", "a\0b", "a\nb", "", "x" * 130,
     "con:", "a*", "\u202etxt.exe", "a.", "~root"],
)  # fmt: skip
def test_a_name_that_is_not_plain_is_refused(root, outside, make_call, name):
    for work, kind in ((drop_file, DROP), (pick_up_file, PICKUP)):
        if name == "a*" and work is pick_up_file:
            continue
        assert refused(work, outside, make_call(kind, name=name, content="x")).permanent
    if name:
        call = make_call(DROP, name="a.txt", folder=name, content="x")
        assert refused(drop_file, outside, call).permanent
    assert not list(root.rglob("a.txt"))


def test_a_folder_that_leads_elsewhere_is_refused(root, outside, make_call, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "out").mkdir()
    (root / "out" / "erp").symlink_to(elsewhere)
    call = make_call(DROP, name="a.txt", folder="erp", content="x")
    assert "leads elsewhere" in str(refused(drop_file, outside, call))
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"name": "a.xml", "format": "xml"}, "format xml"),
        ({"name": "a.csv", "content": "text"}, "not csv"),
        ({"name": "a.pdf", "format": "bytes", "content": "?"}, "not bytes"),
        ({"name": "a.txt", "content": "x" * 10_001}, "larger than 10000"),
    ],
)
def test_content_that_does_not_fit_is_refused(outside, make_call, more, why):
    error = refused(drop_file, outside, make_call(DROP, **more))
    assert why in str(error)
    assert error.permanent


def test_a_task_waits_until_a_file_is_there(root, outside, make_call):
    call = make_call(PICKUP, name="paid-*.json")
    assert isinstance(pick_up_file(outside, call), NotYet)
    leave(root, "other.json", b"1")
    leave(root, "paid-1.json.part", b"1")
    leave(root, ".paid-1.json", b"1")
    (root / "in" / "paid-2.json").symlink_to(root / "in" / "other.json")
    assert isinstance(pick_up_file(outside, call), NotYet)
    leave(root, "paid-3.json", b'{"sum": 12.50}')
    assert pick_up_file(outside, call) == {
        "file": {"name": "paid-3.json", "content": {"sum": Decimal("12.50")}}
    }
    assert not (root / "in" / "paid-3.json").exists()


def test_the_oldest_file_is_taken_first_and_an_attempt_after_a_crash_finds_the_same(
    root, outside, make_call
):
    leave(root, "new.txt", b"new", age=1)
    leave(root, "old.txt", b"old", age=2)
    call = make_call(PICKUP, name="*.txt")
    first = pick_up_file(outside, call)
    assert first["file"]["content"] == "old"
    assert pick_up_file(outside, call) == first
    other = pick_up_file(outside, make_call(PICKUP, key="C2 1 1", name="*.txt"))
    assert other["file"]["content"] == "new"


def test_each_file_goes_to_one_case(root, outside, make_call):
    for number in range(20):
        leave(root, f"{number}.txt", str(number).encode())
    calls = [make_call(PICKUP, key=f"C{number}", name="*.txt") for number in range(20)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda call: pick_up_file(outside, call), calls))
    assert sorted(one["file"]["name"] for one in found) == sorted(f"{n}.txt" for n in range(20))


@pytest.mark.parametrize(
    ("name", "data", "more", "content"),
    [
        ("a.csv", b"\xef\xbb\xbfname;days\r\nAnn;3\r\nBob\r\n", {"delimiter": ";"},
         [{"name": "Ann", "days": "3"}, {"name": "Bob", "days": ""}]),
        ("a.bin", b"\xff\x00", {"format": "bytes"}, "/wA="),
        ("a.txt", "Ça".encode(), {}, "Ça"),
    ],
)  # fmt: skip
def test_a_file_is_read_in_its_format(root, outside, make_call, name, data, more, content):
    leave(root, name, data)
    assert pick_up_file(outside, make_call(PICKUP, name=name, **more))["file"]["content"] == content


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"{broken"),
        ("a.json", b"[NaN]"),
        ("a.json", b"[" * 5_000),
        ("a.csv", b""),
        ("a.csv", b"a\r\n1,2\r\n"),
        ("a.txt", b"\xff"),
        ("a.txt", b"x" * 10_001),
    ],
)
def test_a_file_that_cannot_be_read_is_set_aside_and_a_corrected_one_is_taken(
    root, outside, make_call, name, data
):
    leave(root, name, data)
    call = make_call(PICKUP, name=name)
    error = refused(pick_up_file, outside, call)
    assert error.permanent
    assert "lies in refused" in str(error)
    assert [path.read_bytes() for path in (root / "refused").iterdir()] == [data]
    good = {"a.json": b"1", "a.csv": b"a\r\n1\r\n", "a.txt": b"x"}[name]
    leave(root, name, good)
    assert pick_up_file(outside, call)["file"]["name"] == name


def test_without_an_exchange_directory_nothing_is_exchanged(make_call, tmp_path):
    assert "no exchange directory" in str(
        refused(drop_file, Outside(), make_call(DROP, name="a.txt", content="x"))
    )
    gone = Outside(exchange=tmp_path / "gone")
    error = refused(pick_up_file, gone, make_call(PICKUP, name="a.txt"))
    assert not error.permanent


def test_a_task_says_how_often_it_looks_for_its_file(outside, make_call):
    waiting = pick_up_file(outside, make_call(PICKUP, name="a.csv", pause="PT1H"))
    assert waiting == NotYet(again=timedelta(hours=1))
    error = refused(pick_up_file, outside, make_call(PICKUP, name="a.csv", pause="soon"))
    assert "must be a duration" in str(error)
