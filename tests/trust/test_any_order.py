"""Whatever people and time do to a few cases, in any order, with faults in between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import event

from engine.clock import ManualClock
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.unclaim_task import unclaim_task
from engine.errors import ConflictError, RefusedError
from engine.worker import run_due
from tests.trust.story import (
    ANN,
    BOB,
    NOW,
    begin,
    cancel,
    check_record,
    check_replay,
    find_task,
    go,
    open_story,
    prepare,
    stand,
)

PEOPLE = st.sampled_from([ANN, BOB])
#: Statement at which the command is cut off; most commands have fewer than the last ones.
FAULTS = st.one_of(st.just(0), st.integers(1, 14))

#: Two seconds, in hours: in so short a time no timer of a case runs out but those of a second.
_A_MOMENT = 2 / 3600


class _CutError(Exception):
    """The connection is lost here."""


class Story(RuleBasedStateMachine):
    """Cases as a plain table says that they should stand, beside those of the engine."""

    cases = Bundle("cases")
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock(NOW)
        self.context = open_story("sqlite://", self.clock)
        prepare(self.context)
        #: Which element each case waits at, and who has its task.
        self.at: dict[str, str] = {}
        self.holder: dict[str, str] = {}
        self.sent: set[str] = set()
        #: When the timer of each case is due.
        self.due: dict[str, float] = {}
        self.hours = 0.0

    def teardown(self) -> None:
        check_replay(self.context)
        self.context.close()

    @contextmanager
    def cut(self, fault: int) -> Iterator[None]:
        """Lose the connection at a statement."""
        seen, engine = [0], self.context.database._engine

        def count(*_rest: object) -> None:
            seen[0] += 1
            if seen[0] == fault:
                raise _CutError

        event.listen(engine, "before_cursor_execute", count)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", count)

    def tried(self, fault: int, work: Callable[[], object], *, allowed: bool) -> bool:
        """Do something, perhaps cut off; tell whether it was done, which it must be if allowed."""
        try:
            with self.cut(fault):
                work()
        except _CutError:
            return False
        except (ConflictError, RefusedError):
            assert not allowed
            return False
        assert allowed
        return True

    @rule(target=cases, fault=FAULTS)
    def begin(self, fault: int) -> str:
        ref = f"c{len(self.at)}"
        with suppress(_CutError), self.cut(fault):
            begin(self.context, ref)
        begin(self.context, ref)
        self.at[ref] = "ask"
        return ref

    @rule(ref=cases, who=PEOPLE, fault=FAULTS)
    def claim(self, ref: str, who: str, fault: int) -> None:
        task = find_task(self.context, begin(self.context, ref), self.at[ref])
        if task is None:
            return
        free = self.holder.get(ref, who) == who
        if self.tried(
            fault, lambda: claim_task(self.context, actor=who, task=task.id), allowed=free
        ):
            self.holder[ref] = who

    @rule(ref=cases, who=PEOPLE, fault=FAULTS)
    def unclaim(self, ref: str, who: str, fault: int) -> None:
        task = find_task(self.context, begin(self.context, ref), self.at[ref])
        if task is None:
            return
        theirs = self.holder.get(ref) == who
        if self.tried(
            fault, lambda: unclaim_task(self.context, actor=who, task=task.id), allowed=theirs
        ):
            self.holder.pop(ref)

    @rule(ref=cases, who=PEOPLE, fault=FAULTS, again=st.booleans())
    def complete(self, ref: str, who: str, fault: int, *, again: bool) -> None:
        task = find_task(self.context, begin(self.context, ref), self.at[ref])
        if task is None:
            return

        def submit() -> object:
            return complete_task(
                self.context, actor=who, task=task.id, submission={}, key=f"{task.id} {who}"
            )

        if self.tried(fault, submit, allowed=self.holder.get(ref, who) == who):
            if again:
                submit()
            self.holder.pop(ref, None)
            self.move_on(ref)

    @rule(ref=cases, fault=FAULTS)
    def send(self, ref: str, fault: int) -> None:
        with suppress(_CutError), self.cut(fault):
            go(self.context, ref)
        go(self.context, ref)
        if ref not in self.sent:
            self.sent.add(ref)
            if self.at[ref] == "going":
                self.move_on(ref)

    @rule(ref=cases, fault=FAULTS)
    def cancel(self, ref: str, fault: int) -> None:
        active = self.at[ref] != "over"
        if self.tried(fault, lambda: cancel(self.context, ref), allowed=active):
            self.at[ref] = "over"
            self.holder.pop(ref, None)

    @rule(hours=st.sampled_from([0.0, 1.0, 30.0]), fault=FAULTS)
    def wait(self, hours: float, fault: int) -> None:
        self.pass_time(hours)
        if fault:
            with suppress(_CutError), self.cut(fault):
                run_due(self.context)
            # What the fault stopped was put off by a second.
            self.pass_time(_A_MOMENT)
        run_due(self.context)
        for ref, place in self.at.items():
            if place in {"second", "check"} and self.due[ref] <= self.hours:
                self.move_on(ref, timer=True)

    def pass_time(self, hours: float) -> None:
        """Move the clock."""
        self.hours += hours
        self.clock.move_to(NOW + timedelta(hours=self.hours))

    def move_on(self, ref: str, *, timer: bool = False) -> None:
        """Move the case on in the table."""
        after = {"ask": "second", "second": "going", "going": "check", "check": "over"}
        self.at[ref] = after[self.at[ref]]
        if self.at[ref] == "going" and ref in self.sent:
            self.at[ref] = "check"
        if self.at[ref] in {"second", "check"}:
            self.due[ref] = self.hours + (1 / 3600 if self.at[ref] == "second" else 24)
        if timer and self.at[ref] == "over":
            self.holder.pop(ref, None)

    @invariant()
    def the_cases_stand_as_the_table_says(self) -> None:
        Story.steps += 1
        check_record(self.context)
        for ref, place in self.at.items():
            standing = stand(self.context, begin(self.context, ref))
            waits = {"ask": [], "check": ["overdue"], "over": []}.get(place, [place])
            assert list(standing.waits) == waits
            assert [element for element, _ in standing.tasks] == (
                [place] if place in {"ask", "check"} else []
            )
            assert (standing.status == "active") == (place != "over")


def test_in_any_order_with_any_fault_the_cases_stand_where_they_should(count):
    run_state_machine_as_test(
        Story,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    count("steps in any order, with faults, checked", Story.steps)
