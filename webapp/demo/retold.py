"""Scenarios of the procedures, told again: other people, other days, and as far as today allows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from engine.scenarios.read import Scenario, Step
from webapp.demo.offices import Office

_DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
_ORDER = re.compile(r"PO-\d+")
_WEEK = timedelta(days=7)
#: For steps before anybody acted.
_ANYWHERE: tzinfo = UTC


@dataclass(frozen=True, kw_only=True)
class Retold:
    """A scenario and when it is told."""

    procedure: str
    #: File of the scenario, without its ending.
    scenario: str
    #: For each telling, how many days ago it begins.
    ago: Sequence[int]
    #: Who takes whose part.
    cast: Mapping[str, str] = field(default_factory=dict)


def retell(
    scenario: Scenario,
    ago: int,
    cast: Mapping[str, str],
    offices: Mapping[str, Office],
    now: datetime,
    number: int,
) -> list[Step]:
    """Return the steps of a scenario, moved by whole weeks; those that lie ahead are left out.

    Args:
        scenario: What is told.
        ago: How many days before now it begins, up to six more.
        cast: Who takes whose part.
        offices: Of everybody.
        now: Aware.
        number: Of the telling; purchase orders get it, for each is delivered once.
    """
    first = next(step.at for step in scenario.steps if step.at is not None)
    weeks = (now.date() - timedelta(days=ago) - first.date()) // _WEEK
    told: list[Step] = []
    at, zone = now, _ANYWHERE
    for step in scenario.steps:
        new = _move_step(step, _Change(by=weeks * _WEEK, cast=cast, number=number))
        zone = offices[new.actor].zone if new.actor in offices else zone
        at = new.at.replace(tzinfo=zone).astimezone(UTC) if new.at is not None else at
        if at >= now:
            break
        told.append(replace(new, at=at, expect=None))
    return told


@dataclass(frozen=True, kw_only=True)
class _Change:
    """What becomes of the values of a step."""

    by: timedelta
    cast: Mapping[str, str]
    number: int


def _move_step(step: Step, change: _Change) -> Step:
    moved: dict[str, Any] = {
        one.name: _move(getattr(step, one.name), change) for one in fields(step)
    }
    return Step(**moved)


def _move(value: object, change: _Change) -> object:
    match value:
        case date():  # an instant too
            return value + change.by
        case str():
            return _reword(value, change)
        case Mapping():
            return {key: _move(one, change) for key, one in value.items()}
        case list() | tuple():
            return type(value)(_move(one, change) for one in value)
        case _:
            return value


def _reword(text: str, change: _Change) -> str:
    if _ORDER.fullmatch(text):
        return f"{text}{change.number:03}"
    return change.cast.get(text) or _DAY.sub(lambda day: _shift(day[0], change.by), text)


def _shift(text: str, by: timedelta) -> str:
    try:
        return (date.fromisoformat(text) + by).isoformat()
    except ValueError:  # it only looks like a day
        return text
