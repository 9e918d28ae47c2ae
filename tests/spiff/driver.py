"""A case in the hand of a test: kept in bytes between any two inputs, as in the product."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from engine import spiff
from engine.model import events

MODELS = Path(__file__).parent / "models"
NOW = datetime(2027, 1, 31, 9, tzinfo=UTC)


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


class Driver:
    """Drives a case by element ids."""

    def __init__(self, definition: spiff.Definition, environment: spiff.Environment) -> None:
        self.definition, self.environment = definition, environment
        self.state: bytes | None = None
        self.log: list[events.Transition] = []
        self.inputs: list[tuple[datetime, events.Input]] = []
        self.completed = False
        self.variables: Mapping[str, object] = {}

    def apply(self, given: events.Input) -> "Driver":
        outcome = spiff.run(self.definition, self.state, given, self.environment)
        self.state, self.completed, self.variables = (
            outcome.state,
            outcome.completed,
            outcome.variables,
        )
        self.log += outcome.transitions
        self.inputs.append((self.environment.now, given))
        return self

    def start(self, variables: Mapping[str, object] | None = None, *, at: str = "") -> "Driver":
        return self.apply(started(self.definition, variables or {}, at))

    def case(self) -> spiff.CaseState:
        assert self.state is not None
        return spiff.inspect(self.definition, self.state)

    def waits(self, kind: str) -> list[spiff.Wait]:
        return [wait for wait in self.case().waits if wait.kind == kind]

    def open(self, kind: str = "task") -> list[str]:
        return [wait.element for wait in self.waits(kind)]

    def wait(self, element: str, kind: str = "task", index: int = 0) -> spiff.Wait:
        return [wait for wait in self.waits(kind) if wait.element == element][index]

    def done(self, element: str, index: int = 0, **submission: object) -> "Driver":
        token = self.wait(element, index=index).token
        return self.apply(
            events.UserTaskCompleted(
                task=f"t{token}", token=token, element=element, submission=submission
            )
        )

    def job(self, element: str, index: int = 0, **variables: object) -> "Driver":
        token = self.wait(element, "job", index).token
        return self.apply(events.JobCompleted(token=token, element=element, variables=variables))

    def job_error(self, element: str, code: str, index: int = 0, **variables: object) -> "Driver":
        token = self.wait(element, "job", index).token
        return self.apply(
            events.JobErrorThrown(
                token=token, element=element, code=code, message="", variables=variables
            )
        )

    def at(self, when: datetime) -> "Driver":
        """Move the clock, firing every timer on the way, the earliest first."""
        while due := sorted(
            (w.due, w.token, w.element) for w in self.waits("timer") if w.due <= when
        ):
            instant, token, element = due[0]
            self.environment = replace(self.environment, now=max(instant, self.environment.now))
            self.apply(events.TimerFired(token=token, element=element, due=instant))
        self.environment = replace(self.environment, now=when)
        return self

    def message(self, name: str, key: str = "", **variables: object) -> bool:
        for wait in self.waits("message"):
            if (wait.name, wait.correlation_key) == (name, key):
                self.apply(
                    events.MessageReceived(
                        token=wait.token, element=wait.element, name=name, variables=variables
                    )
                )
                return True
        return False

    def signal(self, name: str, **variables: object) -> "Driver":
        return self.apply(events.SignalReceived(name=name, variables=variables))

    def correct(self, scope: int = 0, **variables: object) -> "Driver":
        return self.apply(
            events.VariablesCorrected(scope=scope, variables=variables, reason="wrong")
        )

    def retry(self, *tokens: int) -> "Driver":
        return self.apply(events.IncidentsRetried(tokens=tokens))

    def incidents(self) -> list[str]:
        return self.open("incident")

    def flows(self) -> list[str]:
        return [event.flow for event in self.log if isinstance(event, events.SequenceFlowTaken)]

    def told(self, kind: type) -> list[str]:
        return [event.element for event in self.log if isinstance(event, kind)]

    @property
    def v(self) -> dict[str, object]:
        return dict(self.variables)


def started(
    definition: spiff.Definition, variables: Mapping[str, object], start: str = ""
) -> events.InstanceStarted:
    return events.InstanceStarted(
        process_id=definition.process_id, definition_version=1, checksum="", business_key="C-1", initiator="ann",
        subject="ann", unit="U", zone="UTC", variables=variables, start_event=start,
    )  # fmt: skip


def environment(**options: object) -> spiff.Environment:
    return spiff.Environment(**{"now": NOW, "zone": ZoneInfo("UTC"), **options})


def model(name: str) -> bytes:
    return (MODELS / f"{name}.bpmn").read_bytes()
