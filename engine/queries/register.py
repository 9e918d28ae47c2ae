"""The register of numbered documents, as people who answer for the numbers see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from engine.advance.numbering import sequence_name
from engine.advance.sight import sight_of
from engine.context import Context, Work, reading
from engine.errors import NotAllowedError
from engine.model.ids import InstanceId, PersonId, UnitId
from engine.model.numbers import Series, list_series
from engine.model.office_access import list_register_units
from engine.model.views import Page
from engine.queries.naming import unit_name
from engine.store import case_search, register
from engine.store.register import RegisterRow, RegisterWanted
from engine.store.sequences import last_number


@dataclass(frozen=True, kw_only=True)
class RegisterLine:
    """A numbered document."""

    #: Id of the document.
    id: str
    number: str
    type: str
    produced_at: datetime
    #: Null while it holds.
    voided_at: datetime | None
    #: The viewer may see the case. If not, its number, the title and the reason are left out.
    visible: bool
    case: InstanceId
    #: Number of the case.
    business_key: str
    title: str
    void_reason: str
    media_type: str
    confidential: bool


@dataclass(frozen=True, kw_only=True)
class SeriesView:
    """A series of numbers, and whether it is whole."""

    series: Series
    #: Numbers that were drawn and carry no document, those of its gaps left out.
    unused: int


@dataclass(frozen=True, kw_only=True)
class RegisterView:
    """A page of an office's register."""

    #: Id and name of each office with numbered documents that the viewer may look at.
    units: tuple[tuple[UnitId, str], ...]
    #: The office shown; empty when there is none.
    unit: UnitId
    #: Types of document that the office numbers.
    types: tuple[str, ...]
    #: Years in which it produced numbered documents, newest first.
    years: tuple[int, ...]
    #: Of the type asked for, or of all; whatever the year.
    series: tuple[SeriesView, ...]
    lines: Page[RegisterLine]


def show_register(
    context: Context,
    *,
    viewer: PersonId,
    unit: str = "",
    type: str = "",  # noqa: A002 - what the document itself calls it
    year: int = 0,
    page: int = 1,
    per_page: int = 25,
    language: str = "en",
) -> RegisterView:
    """Show the register of an office by type and number.

    Args:
        context: The engine.
        viewer: Who asks; they see the offices whose numbers they answer for.
        unit: The office; the viewer's own, or else the first, when it is empty or not theirs.
        type: Only documents of this type.
        year: Only documents produced in this year, as the office counts it; 0 for all.
        page: One-based.
        per_page: How many on a page; all of them for a file.
        language: Language of the offices' names.

    Raises:
        NotAllowedError: If the viewer answers for no office's numbers.
    """
    with reading(context) as work:
        may_see = list_register_units(work.roster, viewer, work.today)
        if not may_see:
            message = "Only finance officers, auditors and administrators may see the register."
            raise NotAllowedError(message)
        units = register.list_units(work.transaction, may_see)
        chosen = _choose(work, viewer, units, unit)
        wanted = RegisterWanted(unit=chosen, type=type, **_period(work, chosen, year))
        rows, total = register.list_page(work.transaction, wanted, page=page, per_page=per_page)
        numbers = register.list_numbers(work.transaction, chosen)
        return RegisterView(
            units=tuple((UnitId(one), unit_name(work, one, language)) for one in units),
            unit=UnitId(chosen),
            types=tuple(dict.fromkeys(kind for kind, _ in numbers)),
            years=_years(work, chosen),
            series=tuple(
                _view(work, chosen, one)
                for kind, found in groupby(numbers, key=lambda pair: pair[0])
                if type in {"", kind}
                for one in list_series(kind, (number for _, number in found))
            ),
            lines=Page(rows=_lines(work, viewer, rows), total=total, page=page, per_page=per_page),
        )


def _choose(work: Work, viewer: PersonId, units: list[str], wanted: str) -> str:
    own = work.roster.people[viewer].unit if viewer in work.roster.people else ""
    return next((one for one in (wanted, own, *units) if one in units), "")


def _zone(work: Work, unit: str) -> ZoneInfo:
    known = work.roster.units.get(unit)
    return ZoneInfo(known.zone if known else "UTC")


def _period(work: Work, unit: str, year: int) -> Mapping[str, datetime]:
    if not 1900 <= year < 9999:
        return {}
    since, before = (datetime(one, 1, 1, tzinfo=_zone(work, unit)) for one in (year, year + 1))
    return {"since": since.astimezone(UTC), "before": before.astimezone(UTC)}


def _years(work: Work, unit: str) -> tuple[int, ...]:
    found = register.find_period(work.transaction, unit)
    if found is None:
        return ()
    first, last = (one.astimezone(_zone(work, unit)).year for one in found)
    return tuple(range(last, first - 1, -1))


def _view(work: Work, unit: str, series: Series) -> SeriesView:
    drawn = last_number(work.transaction, sequence_name(unit, series.type, series.year))
    return SeriesView(series=series, unused=max(0, drawn - series.count - series.missing))


def _lines(work: Work, viewer: PersonId, rows: list[RegisterRow]) -> list[RegisterLine]:
    cases = {row.instance_id for row in rows}
    visible = case_search.list_visible(work.transaction, cases, sight_of(work, viewer))
    return [_line(row, visible=row.instance_id in visible) for row in rows]


def _line(row: RegisterRow, *, visible: bool) -> RegisterLine:
    return RegisterLine(
        id=row.id,
        number=row.number,
        type=row.type,
        produced_at=row.produced_at,
        voided_at=row.voided_at,
        visible=visible,
        case=InstanceId(row.instance_id if visible else ""),
        business_key=row.business_key if visible else "",
        title=row.title if visible else "",
        void_reason=row.void_reason if visible else "",
        media_type=row.media_type,
        confidential=bool(row.confidential),
    )
