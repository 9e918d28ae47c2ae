"""Tales of sick leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engine.scenarios.read import Step
from webapp.demo.offices import Office

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


@dataclass(frozen=True, kw_only=True)
class Leave:
    """A leave: what happens on which working day after the first day of absence."""

    procedure: str
    subject: str
    #: Calendar days before today on which it begins; moved to the next working day.
    ago: int
    #: Working days of absence.
    days: int
    reason: str = "ILLNESS"
    #: Empty when nobody asks for the leave.
    request: str = ""
    #: Working day on which it is asked for.
    after: int = 0
    #: Who decides on it the day after; empty when nobody does.
    supervisor: str = ""
    decision: str = "APPROVE"
    initiator: str = ""

    def list_steps(self, offices: Mapping[str, Office], today: date) -> list[Step]:
        """List the steps, each at its instant."""
        office = offices[self.subject]
        first = office.first_day(today, self.ago)
        last = office.day(first, self.days - 1)
        steps = [self._begin(office, first, last)]
        if self.request:
            steps.append(self._ask(office, first, last))
        if self.supervisor:
            steps.append(self._decide(office, office.day(first, self.after + 1)))
        return steps

    def _begin(self, office: Office, first: date, last: date) -> Step:
        return Step(
            at=office.morning(first, 5),
            actor=self.initiator or self.subject,
            subject=self.subject,
            start=self.procedure,
            answers={
                "reason": self.reason,
                "absenceFirstDay": first,
                "absenceLastDay": last,
                "channel": "PHONE" if self.initiator else "SELF",
                "tooIll": bool(self.initiator),
            },
        )

    def _ask(self, office: Office, first: date, last: date) -> Step:
        certified = self.procedure != "usl"
        kind = {} if certified else {"kind": self.reason}
        return Step(
            at=office.morning(office.day(first, self.after), 25),
            actor=self.subject,
            task=self.request,
            answers={"action": "REQUEST", "firstDay": first, "lastDay": last, **kind},
            files={"certificate": "certificate.pdf"} if certified else {},
        )

    def _decide(self, office: Office, day: date) -> Step:
        why = {"decisionReason": "We need you that week; please speak with me."}
        return Step(
            at=office.morning(day, 50),
            actor=self.supervisor,
            task="approve_leave" if self.procedure == "usl" else "approve_certified_leave",
            answers={"decision": self.decision} | (why if self.decision != "APPROVE" else {}),
        )


def _uncertified(
    subject: str,
    ago: int,
    days: int,
    reason: str = "ILLNESS",
    supervisor: str = "",
    decision: str = "APPROVE",
) -> Leave:
    return Leave(
        procedure="usl",
        subject=subject,
        ago=ago,
        days=days,
        reason=reason,
        request="request_leave",
        after=days,
        supervisor=supervisor,
        decision=decision,
    )


def _certified(subject: str, ago: int, days: int, supervisor: str = "") -> Leave:
    return Leave(
        procedure="csl_up_to_20",
        subject=subject,
        ago=ago,
        days=days,
        request="request_certified_leave",
        after=1,
        supervisor=supervisor,
    )


def _list_first_years() -> list[Leave]:
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
LEAVES: tuple[Leave, ...] = (
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
    Leave(procedure="usl", subject="hassan", ago=9, days=2),
    _uncertified("omar", 6, 2, "FAMILY_EMERGENCY"),
    _certified("grace", 5, 4),
    _uncertified("esther", 4, 1, "FAMILY_EMERGENCY"),
    Leave(procedure="csl_up_to_20", subject="brian", ago=3, days=8, initiator="joseph"),
    Leave(procedure="usl", subject="omar", ago=1, days=1),
)
