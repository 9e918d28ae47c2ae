"""What somebody can get hold of, as parameters: one statement serves all who have as many roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import BindParameter, ColumnElement, String, bindparam, func

from engine.model.access import Reach


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Stand for the people and roles of a `Reach`."""

    people: tuple[BindParameter[str], ...]
    #: Role and unit.
    roles: tuple[tuple[BindParameter[str], BindParameter[str]], ...]
    #: Procedure and office whose cases they may see.
    followed: tuple[tuple[BindParameter[str], BindParameter[str]], ...]
    #: Procedures whose cases they may see in every office.
    followed_everywhere: tuple[BindParameter[str], ...]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How many people and roles a `Reach` has: statements differ in nothing else."""

    people: int
    roles: int
    followed: int = 0
    followed_everywhere: int = 0

    @property
    def parameters(self) -> Parameters:
        """The parameters of such statements."""
        return _parameters(self)


@lru_cache(maxsize=256)
def _parameters(shape: Shape) -> Parameters:
    return Parameters(
        people=tuple(_parameter("person", number) for number in range(shape.people)),
        roles=tuple(
            (_parameter("role", number), _parameter("unit", number))
            for number in range(shape.roles)
        ),
        followed=tuple(
            (_parameter("followed", number), _parameter("office", number))
            for number in range(shape.followed)
        ),
        followed_everywhere=tuple(
            _parameter("everywhere", number) for number in range(shape.followed_everywhere)
        ),
    )


def _parameter(kind: str, number: int) -> BindParameter[str]:
    return bindparam(f"{kind}_{number}", type_=String)


def shape_of(reach: Reach) -> Shape:
    """Return the shape of a statement about what somebody can get hold of."""
    somewhere, everywhere = _followed(reach)
    return Shape(
        people=len(reach.people),
        roles=len(reach.roles),
        followed=len(somewhere),
        followed_everywhere=len(everywhere),
    )


def values_of(reach: Reach) -> dict[str, object]:
    """Return the values of the parameters."""
    values: dict[str, object] = {f"person_{n}": person for n, person in enumerate(reach.people)}
    for number, (role, unit) in enumerate(reach.roles):
        values |= {f"role_{number}": role, f"unit_{number}": unit}
    somewhere, everywhere = _followed(reach)
    for number, (process, office) in enumerate(somewhere):
        values |= {f"followed_{number}": process, f"office_{number}": office}
    return values | {f"everywhere_{n}": process for n, process in enumerate(everywhere)}


def _followed(reach: Reach) -> tuple[list[tuple[str, str]], list[str]]:
    """Return what is followed in one office, and what in every office."""
    everywhere = [process for process, office in reach.followed if not office]
    return [pair for pair in reach.followed if pair[1]], everywhere


def contains(text: str) -> str:
    """Return the pattern of texts that contain a text, for `fits`."""
    for special in ("/", "%", "_"):
        text = text.replace(special, f"/{special}")
    return f"%{text}%"


def fits(column: ColumnElement[str], parameter: str = "search") -> ColumnElement[bool]:
    """Return the condition that a text has a pattern in it, whatever the case of its letters."""
    pattern = func.lower(bindparam(parameter, type_=String))
    return func.lower(column).like(pattern, escape="/")


def named(count: int) -> list[BindParameter[str]]:
    """Return parameters for a list of ids of a known length: ``id_0`` and so on."""
    return [_parameter("id", number) for number in range(count)]


def values_named(ids: Iterable[str]) -> dict[str, str]:
    """Return their values."""
    return {f"id_{number}": one for number, one in enumerate(ids)}
