from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.advance.letters import fill_in, say
from engine.commands.import_directory import import_directory
from engine.commands.mark_notice_read import mark_notice_read
from engine.context import reading
from engine.errors import ExpressionError, NotFoundError
from engine.model.directory import Relation
from engine.model.ids import SYSTEM
from engine.queries.audit import replay
from engine.queries.cases import get_case
from engine.queries.incidents import list_incidents
from engine.queries.notices import count_unread, get_notice, list_notices
from engine.store import jobs, records

SCRIPT = (
    '<bpmn:scriptTask id="{id}"><bpmn:extensionElements>'
    '<zeebe:script expression="={text}" resultVariable="{id}"/>'
    "</bpmn:extensionElements></bpmn:scriptTask>"
)
SERVICE = (
    '<bpmn:serviceTask id="{id}"><bpmn:extensionElements><zeebe:taskDefinition type="{type}"/>'
    "<zeebe:taskHeaders>{headers}</zeebe:taskHeaders><zeebe:ioMapping>{inputs}</zeebe:ioMapping>"
    "</bpmn:extensionElements></bpmn:serviceTask>"
)


def _header(key, value):
    return f'<zeebe:header key="{key}" value="{value}"/>'


def _input(target, source):
    return f'<zeebe:input source="={source}" target="{target}"/>'


def _run(house, kit, name, *elements, more="", files=None):
    ids = [one.split('id="')[1].split('"')[0] for one in elements]
    body = '<bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>' + "".join(elements)
    house.deploy(
        {
            "procedure.toml": kit.settings(name, more),
            f"{name}.bpmn": kit.diagram(name, body + kit.flows("s", *ids, "e")),
            **(files or {}),
        }
    )
    return house.start(name, answers={})


def _value(house, started, name):
    view = get_case(house.context, viewer="fay", instance=started.instance)
    return next(one.value for one in view.variables if one.name == name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("supervisor of(subject)", "bob"),
        ("leave monitor of(subject)", None),
        ("name of(subject)", "Ann"),
        ("mail address of(subject)", "ann@example.org"),
        ("unit of(subject)", "kenya"),
        ("category of(subject)", "local"),
        ("zone of(subject)", "Africa/Nairobi"),
        ("holders of(&quot;approver&quot;, unit)", ["bob", "cyd"]),
        ("holders of(&quot;Doctor&quot;, unit)", ["joe"]),
        ("calendar of(subject).weekend", [Decimal(6), Decimal(7)]),
        ("add working days(date(&quot;2026-01-09&quot;), 1, calendar of(subject))", date(2026, 1, 12)),
        ("working days between(date(&quot;2026-01-05&quot;), date(&quot;2026-01-11&quot;), calendar of(subject))", Decimal(5)),
        ("is working day(date(&quot;2026-01-10&quot;), calendar of(subject))", False),
        ("roll(date(&quot;2026-01-10&quot;), &quot;NEXT&quot;, calendar of(subject))", date(2026, 1, 12)),
        ("deadline(date(&quot;2026-01-31&quot;), &quot;MONTHS:1&quot;, calendar of(subject))", date(2026, 2, 28)),
        ("parameter(&quot;limit&quot;)", Decimal(9)),
        ("parameter(&quot;limit&quot;, date(&quot;2025-06-01&quot;))", Decimal(7)),
        ("now().timezone", "Africa/Nairobi"),
    ],
)  # fmt: skip
def test_a_case_can_ask(house, kit, text, expected):
    more = """[parameters.limit]
title = "The limit"
source = "Clause 1"
values = [{ from = 2025-01-01, value = 7 }, { from = 2026-01-01, value = 9 }]"""
    started = _run(house, kit, "asking", SCRIPT.format(id="x", text=text), more=more)
    assert _value(house, started, "x") == expected
    assert replay(house.context, instance=started.instance).reproduced


def test_a_replay_is_told_what_the_case_was_told_though_the_directory_has_changed(house, kit):
    started = _run(house, kit, "boss", SCRIPT.format(id="x", text="supervisor of(subject)"))
    new = Relation(person="ann", relation="supervisor", other="cyd", valid_from=date(2000, 1, 1))
    import_directory(house.context, actor=SYSTEM, directory=kit.make_directory(relations=(new,)))
    report = replay(house.context, instance=started.instance)
    assert (report.reproduced, report.difference) == (True, "")
    again = _run(house, kit, "boss2", SCRIPT.format(id="x", text="supervisor of(subject)"))
    assert _value(house, again, "x") == "cyd"


def test_asking_for_somebody_unknown_is_an_incident_that_names_them(house, kit):
    _run(house, kit, "who", SCRIPT.format(id="x", text="supervisor of(&quot;zoe&quot;)"))
    [incident] = list_incidents(house.context, viewer="eve").rows
    assert "zoe" in incident.message


def test_calculations_of_the_procedure_are_offered_by_name(house, kit):
    source = b'''"""Sums."""
__all__ = ["twice_of"]
def twice_of(number: int) -> int:
    """Return the double."""
    return 2 * number
'''
    started = _run(
        house, kit, "calc", SCRIPT.format(id="x", text="twice of(4)"),
        files={"calculations.py": source},
    )  # fmt: skip
    assert _value(house, started, "x") == 8


LETTER = b"# Leave of {{ name of(subject) }}\n\nFrom {{ day }}: {{ 3 > 2 }}.\n"


def _letter(to):
    inputs = _input("to", to) + _input("day", "date(&quot;2026-03-01&quot;)")
    return SERVICE.format(
        id="tell", type="docket:notify", headers=_header("template", "told"), inputs=inputs
    )


def test_a_letter_reaches_each_person_in_their_language(house, kit):
    people = kit.make_directory()
    french = tuple(
        one.__class__(**{**vars(one), "language": "fr" if one.id == "cyd" else "en"})
        for one in people.people
    )
    import_directory(house.context, actor=SYSTEM, directory=kit.make_directory(people=french))
    files = {
        "letters/told.md": LETTER,
        "letters/told.fr.md": "# Congé de {{ name of(subject) }}\n\nDu {{ day }}.".encode(),
    }
    started = _run(
        house,
        kit,
        "letters",
        _letter("[supervisor of(subject), &quot;cyd&quot;, null]"),
        files=files,
    )
    [english] = list_notices(house.context, person="bob").rows
    assert (english.subject, english.body) == ("Leave of Ann", "From 1 March 2026: yes.")
    [french_one] = list_notices(house.context, person="cyd").rows
    assert (french_one.subject, french_one.body) == ("Congé de Ann", "Du 1 mars 2026.")
    assert get_case(house.context, viewer="bob", instance=started.instance)
    assert replay(house.context, instance=started.instance).reproduced


def test_a_notice_is_unread_until_its_reader_opens_it(house, kit):
    _run(house, kit, "letters", _letter("&quot;bob&quot;"), files={"letters/told.md": LETTER})
    [notice] = list_notices(house.context, person="bob", unread=True).rows
    assert count_unread(house.context, person="bob") == 1
    with pytest.raises(NotFoundError):
        mark_notice_read(house.context, actor="cyd", notice=notice.id)
    mark_notice_read(house.context, actor="bob", notice=notice.id)
    assert count_unread(house.context, person="bob") == 0
    assert get_notice(house.context, person="bob", notice=notice.id).read_at == house.clock.now()


@pytest.mark.parametrize(
    ("to", "files", "message"),
    [
        ("leave monitor of(subject)", {"letters/told.md": LETTER}, "nobody to go to"),
        ("&quot;bob&quot;", {}, "no letter told"),
        ("&quot;bob&quot;", {"letters/told.md": b"No title"}, "# Subject"),
        ("&quot;bob&quot;", {"letters/told.md": b"# A\n{{ nothing }}"}, "nothing"),
    ],
)
def test_a_letter_that_cannot_be_sent_is_an_incident(house, kit, to, files, message):
    _run(house, kit, "letters", _letter(to), files=files)
    [incident] = list_incidents(house.context, viewer="eve").rows
    assert message in incident.message


def test_without_a_mail_server_notices_stay_inside(house, kit):
    started = _run(
        house, kit, "letters", _letter("&quot;bob&quot;"), files={"letters/told.md": LETTER}
    )
    with reading(house.context) as work:
        assert jobs.list_waiting(work.transaction, started.instance) == []


def _record(element, *inputs):
    return SERVICE.format(
        id=element,
        type="docket:record",
        headers=_header("recordType", "leave"),
        inputs="".join(inputs),
    )


def test_a_record_written_by_one_case_is_seen_by_the_next_and_can_be_changed(house, kit):
    reserve = _record(
        "reserve",
        _input("status", "&quot;SUBMITTED&quot;"),
        _input("first day", "date(&quot;2026-03-02&quot;)"),
        _input("data", "{days: 2.5}"),
    )
    _run(house, kit, "first", reserve)
    look = SCRIPT.format(id="x", text="records of(subject, &quot;leave&quot;)")
    change = _record("change", _input("id", "x[1].id"), _input("status", "&quot;APPROVED&quot;"))
    started = _run(house, kit, "second", look, change)
    [seen] = _value(house, started, "x")
    assert (seen["status"], seen["data"]) == ("SUBMITTED", {"days": Decimal("2.5")})
    with reading(house.context) as work:
        [row] = records.list_of_subject(work.transaction, "ann", "leave")
    assert (row.status, row.first_day, row.instance_id) == (
        "APPROVED", date(2026, 3, 2), started.instance,
    )  # fmt: skip
    assert replay(house.context, instance=started.instance).reproduced


def test_a_record_can_be_about_a_unit(house, kit):
    write = _record(
        "write",
        _input("subject", "unit"),
        _input("status", "&quot;OPEN&quot;"),
        _input("data", "{}"),
    )
    _run(house, kit, "first", write)
    look = SCRIPT.format(id="x", text="records of(unit, &quot;leave&quot;)")
    own = SCRIPT.format(id="y", text="records of(subject, &quot;leave&quot;)")
    started = _run(house, kit, "second", look, own)
    assert [one["status"] for one in _value(house, started, "x")] == ["OPEN"]
    assert _value(house, started, "y") == []
    assert replay(house.context, instance=started.instance).reproduced


def test_numbers_are_drawn_without_gaps(house, kit):
    draw = SERVICE.format(
        id="draw", type="docket:number", headers=_header("sequence", "receipt"), inputs=""
    )
    cases = [_run(house, kit, f"number{count}", draw) for count in range(3)]
    assert [_value(house, one, "number") for one in cases] == [1, 2, 3]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (Decimal("1.50"), "1.5"),
        (Decimal(100), "100"),
        ([date(2026, 1, 2), "x"], "2 January 2026, x"),
        (datetime(2026, 1, 2, 9, 5, tzinfo=UTC), "2 January 2026 09:05"),
    ],
)
def test_values_are_said_as_people_write_them(value, text):
    assert say(value, "en") == text


def test_a_language_without_month_names_gets_plain_dates():
    assert say(date(2026, 1, 2), "sw") == "2026-01-02"


def test_a_letter_without_a_subject_is_refused():
    with pytest.raises(ExpressionError, match="first line"):
        fill_in("Hello", lambda _: None, "en")
