"""Gives the rows of a case the element ids of another version of its definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, case, update

from engine.store.database import Transaction
from engine.store.tables import incident, job, subscription, user_task


@dataclass(frozen=True, kw_only=True)
class Retitled:
    """What an open task is called, and what it asks for, from now on."""

    #: Id of the task.
    task: str
    name: str
    form: str


def rename_elements(transaction: Transaction, instance: str, mapping: Mapping[str, str]) -> None:
    """Rename elements in everything that a case waits or waited for.

    Finished tasks are renamed too: whoever did them stays excluded from the tasks that ask for
    other eyes. Two elements may swap their ids.
    """
    if not mapping:
        return
    for table in (user_task, job, subscription, incident):
        element = table.c.element
        renamed = case(dict(mapping), value=element, else_=element)
        transaction.execute(
            update(table)
            .where(table.c.instance_id == instance, element.in_(list(mapping)))
            .values(element=renamed)
        )


def retitle_tasks(transaction: Transaction, tasks: Sequence[Retitled]) -> None:
    """Change the names and forms of tasks."""
    if tasks:
        statement = (
            update(user_task)
            .where(user_task.c.id == bindparam("task"))
            .values(name=bindparam("new_name"), form=bindparam("new_form"))
        )
        transaction.execute(
            statement,
            [{"task": one.task, "new_name": one.name, "new_form": one.form} for one in tasks],
        )
