"""An engine in memory with a clock in hand: for tests, and for whoever builds on it.

    engine = open_engine(start=datetime(2026, 1, 5, 8, tzinfo=UTC))
    engine.deploy(Path("order.bpmn").read_bytes())
    case = engine.start_instance("order", {"amount": 120})
    [task] = engine.list_user_tasks(case)
    engine.complete_task(task.id, {"approved": True})
    engine.publish_message("paid", "4711", {"amount": 120})
    engine.advance(datetime(2026, 1, 6, 8, tzinfo=UTC))
    assert engine.get_status(case) == "completed"
    print([recorded.event for recorded in engine.get_history(case)])

Service tasks are answered by functions: ``open_engine(..., connectors={"pay": lambda call: {}})``.
Everything goes through the engine's own commands, by the actor ``system``, whom nothing is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine import spiff
from engine.advance.confidential import case_variables
from engine.advance.model import get_model
from engine.clock import ManualClock
from engine.commands.broadcast_signal import broadcast_signal
from engine.commands.cancel_instance import cancel_instance
from engine.commands.complete_task import complete_task
from engine.commands.correct_variables import correct_variables
from engine.commands.deploy_procedure import Deployed, deploy_procedure
from engine.commands.publish_message import Published, publish_message
from engine.commands.retry_incidents import retry_incidents
from engine.commands.start_instance import start_instance
from engine.context import Context, reading
from engine.context import open_engine as open_context
from engine.errors import Problem
from engine.model.connectors import Connector
from engine.model.events import Recorded
from engine.model.forms import Evaluator, FieldInfo, Forms
from engine.model.ids import SYSTEM, InstanceId, TaskId
from engine.model.procedure import SETTINGS
from engine.model.xml import parse_xml
from engine.store import incidents, instances, jobs, log, user_tasks
from engine.store.incidents import IncidentRow
from engine.store.user_tasks import UserTaskRow
from engine.worker import run_due

__all__ = ["PlainForms", "TestEngine", "open_engine"]

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_START = datetime(2026, 1, 5, 8, tzinfo=UTC)
#: Not a secret: everything is in memory, and made up.
_SECRET = b"nothing here is kept from anybody"


class PlainForms:
    """Forms that take every answer as it comes."""

    def check(
        self,
        form: bytes,
        submission: Mapping[str, object],
        scope: Mapping[str, object],
        evaluate: Evaluator,
    ) -> dict[str, object]:
        """Return the answers as they are."""
        return dict(submission)

    def list_fields(self, form: bytes) -> tuple[FieldInfo, ...]:
        """Return none: nothing is confidential."""
        return ()

    def list_texts(self, form: bytes) -> tuple[str, ...]:
        """Return no texts."""
        return ()

    def find_problems(
        self,
        form: bytes,
        file: str,
        known: Sequence[str],
    ) -> list[Problem]:
        """Return none."""
        return []


@dataclass(frozen=True, kw_only=True, eq=False)
class TestEngine:
    """An engine in memory."""

    __test__ = False

    context: Context
    clock: ManualClock

    def deploy(self, *diagrams: bytes, files: Mapping[str, bytes] | None = None) -> Deployed:
        """Deploy a plain BPMN file, the processes that it calls beside it.

        Args:
            diagrams: The process itself, then those that it calls.
            files: Whatever else belongs to it: forms, decisions, a ``procedure.toml``.
        """
        process_id = _find_process(diagrams[0])
        settings = "\n".join([
            f'id = "{process_id}"', f'title = "{process_id}"', 'prefix = "T"',
            'owner = "process_owner"', 'source = "test"',
        ])  # fmt: skip
        whole = {SETTINGS: settings.encode(), f"{process_id}.bpmn": diagrams[0]}
        whole |= {f"called_{number}.bpmn": data for number, data in enumerate(diagrams[1:])}
        return deploy_procedure(self.context, actor=SYSTEM, files={**whole, **(files or {})})

    def start_instance(
        self, process_id: str, variables: Mapping[str, object] | None = None, start_event: str = ""
    ) -> InstanceId:
        """Begin a case."""
        started = start_instance(
            self.context,
            actor=SYSTEM,
            process_id=process_id,
            submission=variables or {},
            start_event=start_event,
        )
        return started.instance

    def list_user_tasks(self, instance: str) -> list[UserTaskRow]:
        """List the open tasks of a case, oldest first."""
        with reading(self.context) as work:
            return user_tasks.list_open(work.transaction, instance)

    def complete_task(self, task: str, answers: Mapping[str, object] | None = None) -> None:
        """Finish a task."""
        complete_task(self.context, actor=SYSTEM, task=TaskId(task), submission=answers or {})

    def publish_message(
        self,
        name: str,
        correlation_key: str = "",
        variables: Mapping[str, object] | None = None,
        time_to_live: timedelta = timedelta(0),
    ) -> Published:
        """Give a message to the case that waits for it."""
        return publish_message(
            self.context,
            actor=SYSTEM,
            name=name,
            correlation_key=correlation_key,
            variables=variables,
            time_to_live=time_to_live,
        )

    def broadcast_signal(self, name: str, variables: Mapping[str, object] | None = None) -> None:
        """Give a signal to every case that waits for it."""
        broadcast_signal(self.context, actor=SYSTEM, name=name, variables=variables)
        self.run_due()

    def set_variables(self, instance: str, variables: Mapping[str, object], scope: int = 0) -> None:
        """Change variables of a case."""
        correct_variables(
            self.context,
            actor=SYSTEM,
            instance=InstanceId(instance),
            variables=variables,
            reason="set by a test",
            scope=scope,
        )

    def retry(self, instance: str, *tokens: int) -> int:
        """Let stopped tokens try again; returns the incidents that are left."""
        return retry_incidents(
            self.context, actor=SYSTEM, instance=InstanceId(instance), tokens=tokens
        )

    def cancel(self, instance: str) -> None:
        """End a case by hand."""
        cancel_instance(
            self.context, actor=SYSTEM, instance=InstanceId(instance), reason="ended by a test"
        )

    def run_due(self) -> int:
        """Do what is due now; returns the number of jobs done."""
        return run_due(self.context)

    def advance(self, to: datetime | timedelta) -> int:
        """Let time pass, from one due instant to the next; returns the number of jobs done."""
        until = self.clock.now() + to if isinstance(to, timedelta) else to
        done = run_due(self.context)
        while (due := self._next_due()) is not None and due <= until:
            self.clock.move_to(max(due, self.clock.now()))
            ran = run_due(self.context)
            if not ran:
                break
            done += ran
        self.clock.move_to(until)
        return done + run_due(self.context)

    def _next_due(self) -> datetime | None:
        with reading(self.context) as work:
            return jobs.find_next_due(work.transaction, self.context.connectors)

    def get_history(self, instance: str) -> list[Recorded]:
        """Return everything that happened to a case, in order."""
        with reading(self.context) as work:
            return log.read(work.transaction, instance)

    def get_status(self, instance: str) -> str:
        """Return ``active``, ``completed`` or ``terminated``."""
        with reading(self.context) as work:
            return instances.get(work.transaction, instance).status

    def get_variables(self, instance: str) -> dict[str, object]:
        """Return every variable of a case; of several with one name the outermost with a value."""
        with reading(self.context) as work:
            row = instances.get(work.transaction, instance)
            return case_variables(get_model(work, row.definition_id), row)

    def get_state(self, instance: str) -> spiff.CaseState:
        """Return the tokens, scopes and waits of a case."""
        with reading(self.context) as work:
            row = instances.get(work.transaction, instance)
            return spiff.inspect(get_model(work, row.definition_id).definition, row.state)

    def list_incidents(self, instance: str) -> list[IncidentRow]:
        """List the open incidents of a case, oldest first."""
        with reading(self.context) as work:
            return incidents.list_of_case(work.transaction, instance)

    def close(self) -> None:
        """Let everything go."""
        self.context.close()


def open_engine(
    *,
    forms: Forms | None = None,
    start: datetime = _START,
    connectors: Mapping[str, Connector] | None = None,
) -> TestEngine:
    """Open an engine in memory.

    Args:
        forms: Checks answers; every answer is taken when not given.
        start: Where the clock stands first; aware.
        connectors: What answers service tasks, by the type of their job.
    """
    clock = ManualClock(start)
    context = open_context(
        "sqlite://",
        forms=forms or PlainForms(),
        secret=_SECRET,
        clock=clock,
        connectors=connectors,
    )
    return TestEngine(context=context, clock=clock)


def _find_process(diagram: bytes) -> str:
    """Return the id of the first process that may run."""
    processes = parse_xml(diagram).findall(f"{_BPMN}process")
    runnable = [one for one in processes if one.get("isExecutable") != "false"] or processes
    return (runnable[0].get("id") if runnable else None) or "unnamed"
