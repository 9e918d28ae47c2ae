"""A directory of two: a program of another system, and somebody who has no business with jobs."""

from datetime import date

from engine.model.directory import Calendar, Directory, Membership, Person, Role, Unit


def robot_and_clerk() -> Directory:
    """Return the directory."""
    return Directory(
        calendars=(Calendar(id="c", name="C", weekend=frozenset({6, 7}), holidays={}),),
        units=(Unit(id="HQ", name="HQ", parent="", zone="UTC", calendar="c"),),
        roles=(Role(id="integration", title="Integration", organisation_wide=True),),
        people=(
            Person(id="robot", name="Robot", email="robot@example.org", unit="HQ"),
            Person(id="clerk", name="Clerk", email="clerk@example.org", unit="HQ"),
        ),
        memberships=(
            Membership(person="robot", role="integration", unit="HQ", valid_from=date(2025, 1, 1)),
        ),
        relations=(),
    )
