"""What cannot be run right is refused, by id, name, line and remedy."""

from engine.errors import Problem
from engine.spiff.importing.activity_rules import check_activities
from engine.spiff.importing.attribute_rules import check_attributes
from engine.spiff.importing.catcher_rules import check_catchers
from engine.spiff.importing.event_rules import check_events
from engine.spiff.importing.flow_rules import check_flows
from engine.spiff.importing.graph_rules import check_graph
from engine.spiff.importing.model import Model
from engine.spiff.importing.structure import check_structure
from engine.spiff.importing.text_rules import check_texts

__all__ = ["check"]

_RULES = (
    check_structure,
    check_attributes,
    check_events,
    check_catchers,
    check_activities,
    check_flows,
    check_graph,
    check_texts,
)


def check(model: Model) -> list[Problem]:
    """Return the problems of a model, errors and warnings."""
    return [problem for rule in _RULES for problem in rule(model)]
