"""Moving running cases to another version of their procedure: what would happen, then doing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from engine.commands.migrate_instance import migrate_instance
from engine.errors import DocketError, NotFoundError, Problem
from engine.model.ids import InstanceId
from engine.queries.definitions import DefinitionView, list_definitions
from engine.queries.migration import list_cases_on, plan_migration
from engine.queries.migration_records import CaseOutlook
from webapp.web.access import ADMINISTRATOR, AUDITOR, PROCESS_OWNER, allow
from webapp.web.i18n import get_language
from webapp.web.pages import get_text
from webapp.web.redirects import go_to
from webapp.web.state import get_context, get_viewer

#: Cases that one answer tries, and cases that one answer moves: neither keeps anybody waiting.
TRIED_AT_ONCE = 50
MOVED_AT_ONCE = 25
#: Begin the names of what the address says about elements and about variables.
_MAPPED, _GIVEN = "map.", "set."


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which cases are to move, and how; all of it stands in the address."""

    process_id: str
    title: str
    #: Newest first.
    versions: tuple[DefinitionView, ...]
    #: Version that the cases are on; 0 when no other version has running cases.
    source: int
    target: int
    #: Ids of removed elements, and what stands for them.
    mapping: Mapping[str, str]
    #: Names of variables, and the FEEL expressions that give their values.
    variables: Mapping[str, str]

    @property
    def sources(self) -> tuple[DefinitionView, ...]:
        """The versions from which cases can move."""
        return tuple(one for one in self.versions if one.running and one.version != self.target)

    @property
    def running(self) -> int:
        """Cases that are under way on the version they move from."""
        return next((one.running for one in self.versions if one.version == self.source), 0)

    @property
    def address(self) -> dict[str, str]:
        """What an address says to mean the same."""
        return {
            "process_id": self.process_id,
            **({"from": str(self.source)} if self.source else {}),
            "to": str(self.target),
            **{f"{_MAPPED}{old}": new for old, new in self.mapping.items()},
            **{f"{_GIVEN}{name}": text for name, text in self.variables.items()},
        }


@allow(PROCESS_OWNER, ADMINISTRATOR, AUDITOR)
def look(process_id: str) -> str:
    """Show which running cases can move to another version, and why others cannot."""
    return _show(_read_wish(process_id))


@allow(ADMINISTRATOR)
def move(process_id: str) -> Response | str | tuple[str, int]:
    """Move some cases and say how far it is, or go back to those that stay when all are done."""
    wish = _read_wish(process_id)
    if not request.form.get("confirmed"):
        return _show(wish, gettext("Confirm that you have read which cases can move.")), 422
    total = _count("total") or wish.running
    cases = _list_next(wish)
    moved = _count("moved") + _move(wish, cases)
    if len(cases) == MOVED_AT_ONCE:
        tried = _count("tried") + len(cases)
        return render_template(
            "modeler/moving_cases.html",
            wish=wish,
            moved=moved,
            tried=tried,
            total=max(total, tried),
            after=cases[-1],
        )
    _say_result(wish, moved, total)
    return _go_back(process_id)


def _show(wish: Wish, refusal: str = "") -> str:
    plan = None
    if wish.source:
        plan = plan_migration(
            get_context(),
            viewer=get_viewer().id,
            process_id=wish.process_id,
            version=wish.target,
            mapping=wish.mapping,
            variables=wish.variables,
            only=wish.source,
            after=get_text("after"),
            limit=TRIED_AT_ONCE,
            language=get_language(),
        )
    before = get_text("after") != ""
    cases = plan.cases if plan else ()
    return render_template(
        "modeler/running_cases.html",
        wish=wish,
        plan=plan,
        change=plan.versions[0] if plan and plan.versions else None,
        tried=len(cases) + (request.args.get("tried", 0, type=int) if before else 0),
        movable=sum(case.movable for case in cases)
        + (request.args.get("movable", 0, type=int) if before else 0),
        staying=_group(cases),
        refusal=refusal,
    )


def _group(
    cases: Sequence[CaseOutlook],
) -> list[tuple[tuple[Problem, ...], list[CaseOutlook]]]:
    """Put the cases that stay together by the reasons for it."""
    found: dict[tuple[Problem, ...], list[CaseOutlook]] = {}
    for case in cases:
        if not case.movable:
            found.setdefault(case.problems, []).append(case)
    return list(found.items())


def _read_wish(process_id: str) -> Wish:
    """Read what the address asks for; what it leaves out is the newest.

    Raises:
        NotFoundError: If there is no such procedure.
    """
    versions = list_definitions(
        get_context(), viewer=get_viewer().id, process_id=process_id, language=get_language()
    )
    if not versions:
        message = f"No procedure {process_id} is in force."
        raise NotFoundError(message)
    target = request.args.get("to", 0, type=int) or versions[0].version
    others = [one.version for one in versions if one.running and one.version != target]
    asked = _asked_source() in others
    return Wish(
        process_id=process_id,
        title=versions[0].title,
        versions=versions,
        source=_asked_source() if asked else next(iter(others), 0),
        target=target,
        mapping=_read(_MAPPED) if asked else {},
        variables=_read(_GIVEN) if asked else {},
    )


def _asked_source() -> int:
    return request.args.get("from", 0, type=int)


def _read(prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): text.strip()
        for name, text in request.args.items()
        if name.startswith(prefix) and text.strip()
    }


def _count(name: str) -> int:
    return max(0, request.form.get(name, 0, type=int))


def _list_next(wish: Wish) -> tuple[InstanceId, ...]:
    """List the cases that are next; none when the version asked for has none left."""
    if wish.source != _asked_source():
        return ()
    return list_cases_on(
        get_context(),
        viewer=get_viewer().id,
        process_id=wish.process_id,
        version=wish.source,
        after=request.form.get("after", ""),
        limit=MOVED_AT_ONCE,
    )


def _move(wish: Wish, cases: Sequence[InstanceId]) -> int:
    """Move cases, each of them all or nothing, and return how many have moved."""
    moved = 0
    for case in cases:
        try:
            migrate_instance(
                get_context(),
                actor=get_viewer().id,
                instance=case,
                version=wish.target,
                mapping=wish.mapping,
                variables=wish.variables,
            )
            moved += 1
        except DocketError:  # the page that comes after tries it again and says why it stays
            continue
    return moved


def _say_result(wish: Wish, moved: int, total: int) -> None:
    text = ngettext(
        "%(num)d case was moved to version %(version)s.",
        "%(num)d cases were moved to version %(version)s.",
        moved,
        version=wish.target,
    )
    flash(text, "message" if moved >= total else "warning")


def _go_back(process_id: str) -> Response:
    """Go to the cases that stay, under the same address; a script that asked is told where to go."""
    wish = _read_wish(process_id)
    target = url_for("modeler.look", _external=False, **wish.address)
    if request.headers.get("HX-Request"):
        return Response(status=204, headers={"HX-Redirect": target})
    return go_to(target)
