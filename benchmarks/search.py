"""Lists and searches among 100,000 cases, on SQLite and PostgreSQL, for people who see all or little."""

import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from benchmarks._diagrams import sequence
from benchmarks._office import AUDITOR, CLERK, FORM, GROUP, GUEST, Office, open_office
from benchmarks._server import find_server
from engine.context import writing
from engine.model.ids import PersonId
from engine.queries.cases import list_cases
from engine.store.tables import instance

__all__ = ["run"]

_CASES = 100_000
#: What differs between the copies of a case; everything else is the same.
_DIFFERENT = {
    "id": "'z' || CAST(1000000 + i AS VARCHAR)",
    "business_key": "'S-' || CAST(i AS VARCHAR)",
    "title": "'Request ' || CAST((i * 7919) % 100000 AS VARCHAR) || ' of the office'",
    "initiator": "CASE WHEN i % 5000 = 0 THEN 'guest' ELSE 'clerk' END",
    "status": "CASE WHEN i % 50 = 0 THEN 'active' ELSE 'completed' END",
}
_ASKED: Mapping[str, dict[str, str]] = {
    "the newest": {},
    "those under way": {"status": "active"},
    "one by its number": {"search": "S-77777"},
    "a word of every title": {"search": "office"},
    "a word of no title": {"search": "nowhere"},
}


def run() -> dict[str, dict[str, str]]:
    """Return the median milliseconds of each question; about half a minute."""
    found: dict[str, dict[str, str]] = {}
    for name, office in _offices():
        office.deploy(sequence(1, group=GROUP, form=FORM))
        _fill(office)
        for person in (CLERK, AUDITOR, GUEST):
            found[f"{name}, the {person}"] = {
                asked: f"{_time(office, person, values):.1f} ms" for asked, values in _ASKED.items()
            }
    return found


def _offices() -> Iterator[tuple[str, Office]]:
    with open_office() as office:
        yield "SQLite", office
    server = find_server()
    if server is not None:
        with _postgresql(server) as url, open_office(url) as office:
            yield "PostgreSQL", office


@contextmanager
def _postgresql(server: object) -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="docket") as folder:
        running = server.get_server(Path(folder) / "pg", cleanup_mode="delete")  # type: ignore[attr-defined]
        try:
            yield running.get_uri()
        finally:
            running.cleanup()


def _fill(office: Office) -> None:
    case = office.begin()
    names = [column.name for column in instance.c]
    values = ", ".join(_DIFFERENT.get(name, f"one.{name}") for name in names)
    with writing(office.context) as work:
        work.transaction.execute(
            text(
                "WITH RECURSIVE n(i) AS "  # noqa: S608 - of our own column names
                "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
                f"INSERT INTO instance ({', '.join(names)}) "
                f"SELECT {values} FROM instance AS one, n WHERE one.id = :case"
            ),
            {"case": case, "count": _CASES},
        )
    if office.context.database.dialect == "postgresql":
        with writing(office.context) as work:
            work.transaction.execute(text("ANALYZE"))


def _time(office: Office, person: PersonId, values: Mapping[str, str]) -> float:
    times = []
    for _ in range(7):
        before = time.perf_counter()
        list_cases(office.context, viewer=person, view="all", **values)
        times.append((time.perf_counter() - before) * 1e3)
    return statistics.median(times)
