"""What the scenarios of a procedure reach together."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.scenarios.run import Played


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Everything that at least one scenario that passed has come by."""

    elements: frozenset[str]
    flows: frozenset[str]
    clauses: frozenset[str]
    #: Decision and one-based number of a rule that matched.
    rules: frozenset[tuple[str, int]]


def add_up(played: Sequence[Played]) -> Reached:
    """Add up what scenarios have reached; failed ones do not count."""
    passed = [one for one in played if one.passed]
    stories = [story for one in passed for story in one.stories.values()]
    return Reached(
        elements=frozenset(element for story in stories for element in story.entered),
        flows=frozenset(flow for story in stories for flow in story.flows),
        clauses=frozenset(clause for one in passed for clause in one.scenario.clauses),
        rules=frozenset(rule for story in stories for rule in story.rules),
    )
