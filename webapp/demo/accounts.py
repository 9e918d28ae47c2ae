"""The accounts of the demo organisation."""

from collections.abc import Sequence

from engine.context import Context
from engine.queries import directory
from webapp.settings import DemoAccount


def list_accounts(context: Context) -> tuple[DemoAccount, ...]:
    """List the demo accounts with what each person does."""
    return tuple(
        DemoAccount(
            email=person.email,
            name=person.name,
            description=", ".join([*_titles(person), person.unit_name]),
        )
        for person in _list_people(context)
    )


def _list_people(context: Context) -> Sequence[directory.PersonView]:
    names = directory.list_people(context, per_page=1000).rows
    return [directory.get_person(context, person=name.id) for name in names]


def _titles(person: directory.PersonView) -> list[str]:
    titles = [held.title for held in person.roles if held.role != "staff_member"]
    return titles or ["Staff member"]
