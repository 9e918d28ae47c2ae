"""Tales of sick leave."""

from collections.abc import Callable, Sequence
from datetime import date

from webapp.demo.tales import Act, Begin, Day, Finish, Tale

#: Who is absent in the first of the two years, who decides on it, in turn.
_STAFF = (
    ("grace", "esther"),
    ("hassan", "layla"),
    ("esther", "miriam"),
    ("nadia", "tarek"),
    ("daniel", "miriam"),
    ("joseph", "miriam"),
    ("layla", "tarek"),
)


def _begin(
    procedure: str, day: Day, subject: str, days: int, reason: str, initiator: str = ""
) -> Begin:
    return Begin(
        procedure=procedure,
        actor=initiator or subject,
        subject=subject,
        answers={
            "reason": reason,
            "absenceFirstDay": day(0),
            "absenceLastDay": day(days - 1),
            "channel": "PHONE" if initiator else "SELF",
            "tooIll": bool(initiator),
        },
    )


def _span(day: Day, days: int) -> dict[str, date]:
    return {"firstDay": day(0), "lastDay": day(days - 1)}


def _uncertified(
    subject: str,
    ago: int,
    days: int,
    reason: str = "ILLNESS",
    supervisor: str = "",
    decision: str = "APPROVE",
) -> Tale:
    def acts(day: Day) -> Sequence[Act]:
        told: list[Act] = [
            _begin("usl", day, subject, days, reason),
            Finish(
                element="request_leave",
                actor=subject,
                after=days,
                answers={"action": "REQUEST", "kind": reason, **_span(day, days)},
            ),
        ]
        if supervisor:
            why = {"decisionReason": "We need you that week; please speak with me."}
            told.append(
                Finish(
                    element="approve_leave",
                    actor=supervisor,
                    after=days + 1,
                    answers={"decision": decision} | (why if decision != "APPROVE" else {}),
                )
            )
        return told

    return Tale(ago=ago, office=subject, acts=acts)


def _certified(subject: str, ago: int, days: int, supervisor: str = "") -> Tale:
    def acts(day: Day) -> Sequence[Act]:
        told: list[Act] = [
            _begin("csl_up_to_20", day, subject, days, "ILLNESS"),
            Finish(
                element="request_certified_leave",
                actor=subject,
                after=1,
                answers={"action": "REQUEST", **_span(day, days)},
                files=("certificate",),
            ),
        ]
        if supervisor:
            told.append(
                Finish(
                    element="approve_certified_leave",
                    actor=supervisor,
                    after=2,
                    answers={"decision": "APPROVE"},
                )
            )
        return told

    return Tale(ago=ago, office=subject, acts=acts)


def _noticed(procedure: str, subject: str, ago: int, days: int, initiator: str = "") -> Tale:
    """Tell of an absence that nobody has recorded yet."""
    tell: Callable[[Day], Sequence[Act]] = lambda day: [  # noqa: E731 - a tale of one act
        _begin(procedure, day, subject, days, "ILLNESS", initiator)
    ]
    return Tale(ago=ago, office=subject, acts=tell)


def _list_first_years() -> list[Tale]:
    """List a leave for every two weeks, each person in turn: never too much for one cycle."""
    tales = []
    for number, ago in enumerate(range(722, 90, -14)):
        subject, supervisor = _STAFF[number % len(_STAFF)]
        kind = number % 3
        if kind == 0:
            tales.append(_certified(subject, ago, 3 + number % 2, supervisor))
        elif kind == 1:
            tales.append(_uncertified(subject, ago, 1))
        else:
            tales.append(_uncertified(subject, ago, 1, "FAMILY_EMERGENCY", supervisor))
    return tales


#: The last ones leave work in the inboxes.
TALES: tuple[Tale, ...] = (
    *_list_first_years(),
    _uncertified("brian", 74, 2),
    _certified("omar", 70, 10, "layla"),
    _uncertified("grace", 63, 1),
    _certified("brian", 56, 12, "daniel"),
    _uncertified("omar", 42, 3, "FAMILY_EMERGENCY", "layla"),
    _uncertified("hassan", 35, 2),
    _uncertified("daniel", 30, 1, "FAMILY_EMERGENCY", "miriam"),
    _certified("esther", 28, 5, "miriam"),
    _certified("brian", 21, 6, "daniel"),
    _uncertified("brian", 11, 3, "FAMILY_EMERGENCY", "daniel", "REFUSE"),
    _uncertified("nadia", 10, 2),
    _noticed("usl", "hassan", 9, 2),
    _uncertified("omar", 6, 2, "FAMILY_EMERGENCY"),
    _certified("grace", 5, 4),
    _uncertified("esther", 4, 1, "FAMILY_EMERGENCY"),
    _noticed("csl_up_to_20", "brian", 3, 8, "joseph"),
    _noticed("usl", "omar", 1, 1),
)
