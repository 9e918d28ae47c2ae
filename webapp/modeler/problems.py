"""What is wrong with a procedure that is being changed: the rules of ``docket check``, under limits."""

from collections.abc import Mapping

from engine import check
from engine.errors import Problem
from engine.model.directory import Directory
from engine.queries.directory import list_roles
from webapp.web.state import get_context


def find_problems(process_id: str, files: Mapping[str, bytes]) -> list[Problem]:
    """List what is wrong with the files of a procedure; its scenarios are not played."""
    context = get_context()
    roles = Directory(
        calendars=(), units=(), roles=list_roles(context), people=(), memberships=(), relations=()
    )
    return check.find_problems_bounded(process_id, files, context.forms, roles)


def get_ready() -> None:
    """Prepare for the first check while the diagram is still being looked at."""
    check.get_ready(get_context().forms)
