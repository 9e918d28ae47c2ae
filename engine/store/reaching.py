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


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How many people and roles a `Reach` has: statements differ in nothing else."""

    people: int
    roles: int

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
    )


def _parameter(kind: str, number: int) -> BindParameter[str]:
    return bindparam(f"{kind}_{number}", type_=String)


def shape_of(reach: Reach) -> Shape:
    """Return the shape of a statement about what somebody can get hold of."""
    return Shape(people=len(reach.people), roles=len(reach.roles))


def values_of(reach: Reach) -> dict[str, object]:
    """Return the values of the parameters."""
    values: dict[str, object] = {f"person_{n}": person for n, person in enumerate(reach.people)}
    for number, (role, unit) in enumerate(reach.roles):
        values |= {f"role_{number}": role, f"unit_{number}": unit}
    return values


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
