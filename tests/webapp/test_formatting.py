from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from webapp.web import formatting


@pytest.fixture
def written(app):
    def write(language, function, *args):
        with app.test_request_context(headers={"Accept-Language": language}):
            return function(*args)

    return write


NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def test_days_and_times_are_written_as_the_reader_s_language_does(written):
    assert written("en", formatting.format_day, NOON.date()) == "4 Mar 2026"
    assert written("fr", formatting.format_day, NOON.date()) == "4 mars 2026"
    assert "15:00" in written("fr", formatting.format_instant, NOON, "Africa/Nairobi")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (-72, "overdue by 3 days"),
        (-1, "overdue since today"),
        (3, "due today"),
        (30, "due tomorrow"),
        (24 * 5, "due in 5 days"),
    ],
)
def test_a_deadline_is_said_in_days_of_the_office(written, engine, hours, said):
    due = engine.clock.now() + timedelta(hours=hours)
    assert written("en", formatting.format_due, due, "Asia/Amman") == said


def test_midnight_of_the_office_decides_which_day_it_is(written, engine):
    # It is 08:00 UTC: 23:30 UTC is today in London and tomorrow in Amman.
    due = engine.clock.now().replace(hour=23, minute=30)
    assert written("en", formatting.format_due, due, "Europe/London") == "due today"
    assert written("en", formatting.format_due, due, "Asia/Amman") == "due tomorrow"


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (None, "—", "—"),
        (True, "yes", "oui"),
        (Decimal("1234.50"), "1,234.50", "1\u202f234,50"),
        (date(2026, 3, 4), "4 Mar 2026", "4 mars 2026"),
        (["a", "b", "c"], "a, b and c", "a, b et c"),
        ({"days": Decimal(3)}, "days: 3", "days: 3"),
        ([], "—", "—"),
    ],
)
def test_values_of_a_case_are_written_for_people(written, value, english, french):
    assert written("en", formatting.format_value, value) == english
    assert written("fr", formatting.format_value, value) == french


def test_sizes_are_written_in_large_units(written):
    assert written("en", formatting.format_size, 12_345) == "12.3 kB"
    assert written("en", formatting.format_size, 3_400_000) == "3.4 MB"


def test_initials_are_those_of_the_first_and_the_last_name():
    assert formatting.make_initials("Amal bint Omar Haddad") == "AH"
    assert formatting.make_initials("Plato") == "P"


def test_a_deadline_is_written_in_the_time_of_the_office_and_its_town_is_said_elsewhere(
    written, app
):
    task = SimpleNamespace(due=NOON, overdue=True)
    due = app.jinja_env.get_template("web/parts.html").module.due
    assert '4 Mar 2026, 15:00</time> <span class="nowrap">(Nairobi)' in written(
        "en", due, task, "Africa/Nairobi"
    )
    assert "(" not in written("en", due, task, "UTC")
    assert "(نيروبي)" in written("ar", due, task, "Africa/Nairobi")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("From 2026-03-04 to 2026-03-05.", "From 4 Mar 2026 to 5 Mar 2026."),
        ("Amina (2001-02-03)", "Amina (3 Feb 2001)"),
        ("USL-2026-03-04", "USL-2026-03-04"),
        ("scan-2026-03-04.pdf", "scan-2026-03-04.pdf"),
        ("2026-03-04.pdf", "2026-03-04.pdf"),
        ("2026-13-45", "2026-13-45"),
        ("2026-03-04T10:00", "2026-03-04T10:00"),
    ],
)
def test_days_inside_a_text_are_written_for_the_reader_and_names_left_alone(written, text, said):
    assert written("en", formatting.format_days, text) == said
