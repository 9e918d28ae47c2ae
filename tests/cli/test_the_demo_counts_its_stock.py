import sqlite3
from contextlib import closing
from pathlib import Path

_TASKS = """select i.business_key, t.element, t.status from user_task t
    join instance i on i.id = t.instance_id
    where i.unit = 'jamaica' and i.process_id = ? order by i.business_key, t.created_at"""


def _tasks(data: Path, process_id: str) -> dict[str, list[tuple[str, str]]]:
    """Return the tasks of each case of a procedure in the office that holds stock, oldest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    with closing(sqlite3.connect(data / "docket.db")) as connection:
        for case, element, status in connection.execute(_TASKS, (process_id,)):
            found.setdefault(case, []).append((element, status))
    return found


def test_counts_of_earlier_half_years_are_carried_out_and_reported(data: Path) -> None:
    *earlier, newest = _tasks(data, "inventory_count").values()
    assert len(earlier) >= 2
    for tasks in earlier:
        done = {element for element, status in tasks if status == "completed"}
        assert {"appoint_focal_point", "count_location", "certify_count"} <= done
        assert [element for element, status in tasks if status != "completed"] == []
    assert len([element for element, status in newest if status != "completed"]) <= 1
    reported = _tasks(data, "inventory_reporting").values()
    assert len(reported) == len(earlier)
    for tasks in reported:
        assert ("submit_report", "completed") in tasks
        assert [element for element, status in tasks if status != "completed"] == [
            "prepare_journal"
        ]


def test_a_difference_was_investigated_and_approved(data: Path) -> None:
    every = [task for tasks in _tasks(data, "inventory_count").values() for task in tasks]
    assert ("recount_and_investigate", "completed") in every
    assert ("approve_outcome", "completed") in every
