"""Says what is wrong with a procedure's folder, or still missing: ``docket check``.

Every finding is a `Problem` with file, element, line and remedy. One module a subject; each has
the same two steps in its name: it looks at a `Folder` and yields problems. `scenario_rules` plays
the scenarios; `find_problems` leaves that out, for an editor that wants an answer at once.
"""

from engine.check.folder import Folder, open_folder
from engine.check.report import Coverage, Report, check_procedure, find_problems

__all__ = ["Coverage", "Folder", "Report", "check_procedure", "find_problems", "open_folder"]
