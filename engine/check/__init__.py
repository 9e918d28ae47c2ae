"""Says what is wrong with a procedure's folder, or still missing: ``docket check``.

Every finding is a `Problem` with file, element, line and remedy. One module a subject; each has
the same two steps in its name: it looks at a `Folder` and yields problems. `scenario_rules` plays
the scenarios; `find_problems` leaves that out, for an editor that wants an answer at once, and
`find_problems_bounded` looks at files from outside in a process of its own.
"""

from engine.check.bounded import find_problems_bounded, get_ready
from engine.check.folder import Folder, open_folder
from engine.check.report import Coverage, Report, check_procedure, find_problems
from engine.check.shared_rules import SharedCoverage, add_up_shared, look_at_shared

__all__ = [
    "Coverage",
    "Folder",
    "Report",
    "SharedCoverage",
    "add_up_shared",
    "check_procedure",
    "find_problems",
    "find_problems_bounded",
    "get_ready",
    "look_at_shared",
    "open_folder",
]
