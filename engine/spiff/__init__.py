"""Runs BPMN diagrams on SpiffWorkflow; the only place that knows it.

Variables live in scopes beside the token tree and tokens carry nothing; joins count tokens; a
failing step stops only its own token; the state of a case is compact and holds nothing of the
past. A `Definition` is never changed by a run, so threads share it. The same definition with the
same inputs at the same times and the same observations yields the same transitions.
"""

from engine.spiff.definition import (
    ERROR_ON_FAILURE,
    Assignment,
    Call,
    Definition,
    Element,
    EventSpec,
    Expression,
    Flow,
    Job,
    Loop,
    Result,
    StartEvent,
    VariableMapping,
)
from engine.spiff.environment import Decided, Environment, Limits, LocalCall, Observe, Outcome
from engine.spiff.importing.building import find_problems, parse
from engine.spiff.inspection import CaseState, TokenState, Wait, inspect, visible_variables
from engine.spiff.migration import migrate
from engine.spiff.running import run
from engine.spiff.starting import begins_by_clock, first_start, next_start
from engine.spiff.waits import PLANNED_AT

__all__ = [
    "ERROR_ON_FAILURE",
    "PLANNED_AT",
    "Assignment",
    "Call",
    "CaseState",
    "Decided",
    "Definition",
    "Element",
    "Environment",
    "EventSpec",
    "Expression",
    "Flow",
    "Job",
    "Limits",
    "LocalCall",
    "Loop",
    "Observe",
    "Outcome",
    "Result",
    "StartEvent",
    "TokenState",
    "VariableMapping",
    "Wait",
    "begins_by_clock",
    "find_problems",
    "first_start",
    "inspect",
    "migrate",
    "next_start",
    "parse",
    "run",
    "visible_variables",
]
