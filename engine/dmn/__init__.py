"""Decision models (DMN): reading, evaluating, checking and showing them.

A model is read from its XML into frozen records (``read_*``, ``syntax``, ``elements``), joined with
the files that it imports (``library``), and worked out by interpretation (``graph``, ``boxed``,
``tables``): the expressions inside are FEEL, compiled once and shared by text, so that a pass
through a table costs little more than its cells. One evaluation has one budget of steps, whatever
the number of expressions.

Where the standard leaves room, or implementations differ:

- A table in which no rule matches gives its default outputs, else null, under every hit policy
  (10.3.2.10, step 2); COLLECT too gives null and not an empty list.
- ``-`` in a cell takes null as well; a value outside the declared input values is a warning, and
  then ``-`` does not take it.
- A context belongs to a type when those components that it has do; null belongs to every type.
- Names that the model does not declare are seen by every expression: the usual table, drawn alone
  in its file, needs no input data around it. Names that it declares are seen only where a
  requirement leads.
- Decision services take their input data first, then their input decisions.
- Functions of the kinds Java and PMML are null.
"""

from engine.dmn.checking import find_problems
from engine.dmn.crosstab import CrossView, lay_out_crosstab
from engine.dmn.model import DecisionInfo, Model, load
from engine.dmn.results import DecisionResult, MatchedRule, TableResult
from engine.dmn.views import ColumnView, RuleView, TableView, describe_table

__all__ = [
    "ColumnView",
    "CrossView",
    "DecisionInfo",
    "DecisionResult",
    "MatchedRule",
    "Model",
    "RuleView",
    "TableResult",
    "TableView",
    "describe_table",
    "find_problems",
    "lay_out_crosstab",
    "load",
]
