"""The history of a case in sentences.

The engine names what happened and gives the words to fill in; here are the sentences, so that they
can be translated. Where a word may be missing there are several sentences: the first whose words
are all there is said.
"""

from collections.abc import Mapping

from flask import Flask
from flask_babel import lazy_gettext as say

from engine.queries.history import Entry

_SENTENCES: dict[str, tuple[tuple[tuple[str, ...], object], ...]] = {
    "started": (
        (("on_behalf_of",), say("began the case for %(on_behalf_of)s")),
        ((), say("began the case")),
    ),
    "task-created": (
        (("assignee",), say("The task “%(task)s” went to %(assignee)s")),
        (("roles",), say("The task “%(task)s” went to: %(roles)s")),
        ((), say("The task “%(task)s” began to wait")),
    ),
    "task-claimed": (
        (("on_behalf_of",), say("took the task “%(task)s” for %(on_behalf_of)s")),
        ((), say("took the task “%(task)s”")),
    ),
    "task-unclaimed": (((), say("gave the task “%(task)s” back")),),
    "task-assigned": (
        (("reason",), say("gave the task “%(task)s” to %(assignee)s: %(reason)s")),
        ((), say("gave the task “%(task)s” to %(assignee)s")),
    ),
    "task-completed": (
        (("on_behalf_of",), say("finished “%(task)s” for %(on_behalf_of)s")),
        ((), say("finished “%(task)s”")),
    ),
    "task-offered": (((), say("Somebody was found for “%(task)s”")),),
    "task-canceled": (((), say("The task “%(task)s” was withdrawn")),),
    "nobody-there": (((), say("Nobody could be found for “%(task)s”. %(message)s")),),
    "timer-scheduled": (((), say("“%(element)s” is set for %(due)s")),),
    "timer-fired": (((), say("“%(element)s”: the time was up")),),
    "waiting-for-message": (((), say("“%(element)s” waits for the message “%(name)s”")),),
    "waiting-for-signal": (((), say("“%(element)s” waits for the signal “%(name)s”")),),
    "message-received": (((), say("The message “%(name)s” arrived")),),
    "signal-received": (((), say("The signal “%(name)s” arrived")),),
    "message-thrown": (((), say("The message “%(name)s” was sent")),),
    "signal-thrown": (((), say("The signal “%(name)s” was sent")),),
    "decided": (
        (
            ("rules", "reasons"),
            say("Decision “%(decision)s”: %(result)s, by rule %(rules)s (%(reasons)s)"),
        ),
        (("rules",), say("Decision “%(decision)s”: %(result)s, by rule %(rules)s")),
        ((), say("Decision “%(decision)s”: %(result)s")),
    ),
    "path-taken": (
        (
            ("gateway", "flow", "condition"),
            say("“%(gateway)s”: “%(flow)s”, because %(condition)s"),
        ),
        (
            ("gateway", "flow", "otherwise"),
            say("“%(gateway)s”: “%(flow)s”, as nothing else applied"),
        ),
        (("gateway", "flow"), say("“%(gateway)s”: “%(flow)s”")),
        (("gateway",), say("“%(gateway)s”: on to “%(target)s”")),
        (("flow",), say("“%(flow)s”: on to “%(target)s”")),
        ((), say("On to “%(target)s”")),
    ),
    "error-thrown": (
        (("caught_by",), say("“%(element)s” ended with %(code)s; “%(caught_by)s” takes over")),
        ((), say("“%(element)s” ended with %(code)s")),
    ),
    "escalation-thrown": (
        (("caught_by",), say("“%(element)s” raised %(code)s; “%(caught_by)s” takes it up")),
        ((), say("“%(element)s” raised %(code)s")),
    ),
    "job-created": (((), say("“%(element)s” was handed to another system")),),
    "job-completed": (((), say("“%(element)s” was answered by another system")),),
    "mail-written": (
        (("to", "subject"), say("“%(element)s”: mail to %(to)s, “%(subject)s”")),
        ((), say("“%(element)s” was handed to another system")),
    ),
    "mail-sent": (
        ((), say("“%(element)s”: the mail was sent; files: %(files)s, number: %(number)s")),
    ),
    "job-failed": (
        (("message",), say("“%(element)s” failed in another system: %(message)s")),
        ((), say("“%(element)s” failed in another system")),
    ),
    "notice-sent": (((), say("Notice “%(subject)s” sent to %(recipients)s")),),
    "document-produced": (((), say("Document “%(name)s” produced")),),
    "document-voided": (((), say("Document “%(name)s” declared void: %(reason)s")),),
    "record-written": (((), say("Recorded for %(subject)s: %(type)s, %(status)s")),),
    "number-drawn": (((), say("The number %(number)s was given out")),),
    "variables-corrected": (((), say("corrected %(names)s: %(reason)s")),),
    "incident-raised": (((), say("“%(element)s” stands still: %(message)s")),),
    "incident-resolved": (((), say("“%(element)s” goes on")),),
    "retried": (((), say("let what stood still try again")),),
    "refused": (((), say("was refused (%(target)s): %(reason)s")),),
    "confidential-read": (
        (("fields",), say("opened confidential values (%(fields)s): %(purpose)s")),
        (("document",), say("opened the confidential document “%(document)s”: %(purpose)s")),
        ((), say("opened a confidential file: %(purpose)s")),
    ),
    "erased": (((), say("erased the confidential values of %(subject)s: %(reason)s")),),
    "cancelled": (((), say("stopped the case: %(reason)s")),),
    "migrated": (((), say("moved the case to version %(version)s of the procedure")),),
    "completed": (
        (("outcome",), say("The case ended: %(outcome)s")),
        ((), say("The case ended")),
    ),
    "terminated": (((), say("The case was stopped")),),
}

#: What a person does; the sentence goes on after their name. Everything else happens by itself.
ACTS = frozenset(
    {
        "started",
        "task-claimed",
        "task-unclaimed",
        "task-assigned",
        "task-completed",
        "variables-corrected",
        "retried",
        "refused",
        "confidential-read",
        "erased",
        "cancelled",
        "migrated",
    }
)
#: Steps that matter to an auditor and would bury the story for everybody else.
TECHNICAL = frozenset({"timer-scheduled", "waiting-for-message", "waiting-for-signal", "retried"})


def say_entry(entry: Entry) -> str:
    """Return what an entry of a history says, without who did it."""
    words = {name: value for name, value in entry.params.items() if value}
    sentence = _choose(entry.kind, words)
    return sentence % _Words(words)


def say_whole(entry: Entry) -> str:
    """Return what an entry says, with who did it where somebody did."""
    said = say_entry(entry)
    return f"{entry.actor.name} {said}" if entry.kind in ACTS else said


def _choose(kind: str, words: Mapping[str, str]) -> str:
    for needed, sentence in _SENTENCES.get(kind, ()):
        if all(name in words for name in needed):
            return str(sentence)
    return kind


class _Words(dict[str, str]):
    """Words to fill in; one that is missing is a dash."""

    def __missing__(self, name: str) -> str:
        return "—"


def install(app: Flask) -> None:
    """Offer the filter ``story`` to the pages."""
    app.jinja_env.filters["story"] = say_entry
    app.jinja_env.tests["act"] = lambda entry: entry.kind in ACTS
    app.jinja_env.globals["technical"] = TECHNICAL
