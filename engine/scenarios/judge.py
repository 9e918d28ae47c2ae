"""Compares what happened with what a scenario expects; every difference is a sentence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from engine.connectors.mail import WrittenMail
from engine.scenarios.read import Expectation
from engine.scenarios.story import OpenTask, Paper, Story, look_up


def judge(expect: Expectation, story: Story, zone: ZoneInfo) -> list[str]:
    """List the differences between a case and what was expected of it.

    Args:
        expect: What must hold.
        story: What happened.
        zone: Time zone of the case, for local times in the expectation.
    """
    checks: tuple[Callable[[Expectation, Story], Iterator[str]], ...] = (
        _status,
        _path,
        _open_tasks,
        _variables,
        _notices,
        _documents,
        _records,
        _rules,
        _dropped,
        _mails,
        _incidents,
    )
    found = [difference for check in checks for difference in check(expect, story)]
    return [*found, *_due(expect, story, zone)]


def _status(expect: Expectation, story: Story) -> Iterator[str]:
    if expect.status and story.status != expect.status:
        yield f"The case is {story.status}, expected {expect.status}."
    if expect.end and (story.end_events or ("none",))[-1] != expect.end:
        reached = ", ".join(story.end_events) or "no end event"
        yield f"The case reached {reached}, expected {expect.end}."


def _path(expect: Expectation, story: Story) -> Iterator[str]:
    entered = iter(story.entered)
    missing = [element for element in expect.path if element not in entered]
    if missing:
        yield f"The path did not come by {missing[0]} in that order; it went {', '.join(story.entered)}."
    wrong = [element for element in expect.never if element in story.entered]
    if wrong:
        yield f"The path came by {', '.join(wrong)}."


def _open_tasks(expect: Expectation, story: Story) -> Iterator[str]:
    if expect.open is None:
        return
    waiting = {task.element: task for task in story.open_tasks}
    for element in sorted(set(waiting) - set(expect.open)):
        yield f"The task {element} is open, which was not expected."
    for element, who in expect.open.items():
        if element not in waiting:
            yield f"The task {element} is not open; open are: {', '.join(waiting) or 'none'}."
        elif _people(who) != waiting[element].waits_for:
            yield f"The task {element} waits for {_names(waiting[element])}, expected {who}."


def _due(expect: Expectation, story: Story, zone: ZoneInfo) -> Iterator[str]:
    waiting = {task.element: task for task in story.open_tasks}
    for element, when in expect.due.items():
        due = waiting[element].due if element in waiting else None
        if due != _instant(when, zone):
            yield f"The task {element} is due {due}, expected {when}."


def _instant(when: object, zone: ZoneInfo) -> datetime | None:
    """Return the last second of a day, or a local time, as an instant."""
    if isinstance(when, datetime):
        return when.replace(tzinfo=when.tzinfo or zone)
    return datetime.combine(when, time(23, 59, 59), zone) if isinstance(when, date) else None


def _variables(expect: Expectation, story: Story) -> Iterator[str]:
    for path, value in expect.variables.items():
        found = look_up(story.variables, path)
        if found != _plain(value):
            yield f"{path} is {found}, expected {value}."


def _plain(value: object) -> object:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _notices(expect: Expectation, story: Story) -> Iterator[str]:
    if expect.notices is None:
        return
    sent = [(notice.template, frozenset(notice.recipients)) for notice in story.notices]
    wanted = [(str(entry["template"]), _people(entry["to"])) for entry in expect.notices]
    if sent != wanted:
        yield f"Notices sent: {_list(sent)}; expected: {_list(wanted)}."


def _list(notices: Sequence[tuple[str, frozenset[str]]]) -> str:
    return (
        "; ".join(f"{template} to {', '.join(sorted(people))}" for template, people in notices)
        or "none"
    )


def _documents(expect: Expectation, story: Story) -> Iterator[str]:
    if expect.documents is None:
        return
    if len(expect.documents) != len(story.documents):
        names = "; ".join(paper.name for paper in story.documents) or "none"
        yield f"Documents produced: {names}; expected {len(expect.documents)}."
        return
    for wanted, paper in zip(expect.documents, story.documents, strict=True):
        yield from _document(wanted, paper)


def _document(wanted: Mapping[str, object], paper: Paper) -> Iterator[str]:
    for key, value in wanted.items():
        if key in {"contains", "lacks"}:
            yield from _speaks(paper.name, key, value, paper.text)
        elif getattr(paper, key, None) != value:
            yield f"The {key} of {paper.name} is {getattr(paper, key, None)}, expected {value}."


def _records(expect: Expectation, story: Story) -> Iterator[str]:
    if expect.records is None:
        return
    if len(expect.records) != len(story.records):
        yield f"{len(story.records)} records were written, expected {len(expect.records)}."
        return
    for wanted, record in zip(expect.records, story.records, strict=True):
        stands: Mapping[str, object] = {**vars(record), **record.data}
        for key, value in wanted.items():
            if look_up(stands, key) != _plain(value):
                yield f"The record's {key} is {look_up(stands, key)}, expected {value}."


def _rules(expect: Expectation, story: Story) -> Iterator[str]:
    matched = dict(story.rules)
    for decision, number in expect.rules.items():
        if matched.get(decision) != number:
            yield f"{decision}: rule {matched.get(decision)} matched, expected rule {number}."


def _dropped(expect: Expectation, story: Story) -> Iterator[str]:
    if expect.dropped is None:
        return
    if set(expect.dropped) != set(story.dropped):
        names = ", ".join(sorted(story.dropped)) or "none"
        yield f"Files left: {names}; expected: {', '.join(sorted(expect.dropped)) or 'none'}."
        return
    for name, part in expect.dropped.items():
        if part not in story.dropped[name]:
            yield f"The file {name} does not hold “{part}”: {story.dropped[name]}"


def _mails(expect: Expectation, story: Story) -> Iterator[str]:
    if expect.mails is None:
        return
    if len(expect.mails) != len(story.mails):
        subjects = "; ".join(mail.subject for mail in story.mails) or "none"
        yield f"Mails sent: {subjects}; expected {len(expect.mails)}."
        return
    for wanted, mail in zip(expect.mails, story.mails, strict=True):
        yield from _mail(wanted, mail)


def _mail(wanted: Mapping[str, object], mail: WrittenMail) -> Iterator[str]:
    whole = f"{mail.subject}\n{mail.body}"
    stands: Mapping[str, object] = {
        "to": ", ".join(mail.to),
        "cc": ", ".join(mail.cc),
        "reply_to": mail.reply_to,
        "subject": mail.subject,
        "files": [file.name for file in mail.files],
    }
    for key, value in wanted.items():
        if key in {"contains", "lacks"}:
            yield from _speaks(f"The mail “{mail.subject}”", key, value, whole)
        elif stands.get(key) != value:
            yield f"The {key} of the mail “{mail.subject}” is {stands.get(key)}, expected {value}."


def _speaks(what: str, key: str, value: object, text: str) -> Iterator[str]:
    """Compare a text with what it should contain, or lack."""
    for part in value if isinstance(value, list) else [value]:
        if (str(part) in text) is (key == "lacks"):
            does = "does not say" if key == "contains" else "says"
            yield f"{what} {does} “{part}”; it says: {text[:1000]}"


def _incidents(expect: Expectation, story: Story) -> Iterator[str]:
    if len(story.incidents) != expect.incidents:
        yield f"Tokens stand still: {'; '.join(story.incidents) or 'none'}; expected {expect.incidents}."


def _people(who: object) -> frozenset[str]:
    names = who.split(",") if isinstance(who, str) else list(who) if isinstance(who, list) else []
    return frozenset(str(name).strip() for name in names)


def _names(task: OpenTask) -> str:
    return ", ".join(sorted(task.waits_for)) or "nobody"
