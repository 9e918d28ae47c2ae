"""Statements that run all the time, compiled once and given to the driver as they are.

SQLAlchemy needs some forty microseconds to execute a statement that it has compiled already, five
times as long as SQLite itself. What a step of a case, a sign-in or a page always asks goes this
way: the same text, the same conversions of values and the same errors, and whoever watches the
engine's cursors sees it like any other. Everything else stays with SQLAlchemy.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import CompoundSelect, Dialect, Insert, Select, Update
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.sql.compiler import SQLCompiler

from engine.store.database import Transaction
from engine.store.faults import fault_of

_Convert = Callable[[Any], object]
_Values = Mapping[str, object]
_Statement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]] | Insert | Update


@dataclass(frozen=True, kw_only=True)
class _Compiled:
    """A statement in the words of one database."""

    text: str
    #: Names of the values in the order of the text, and how each is converted.
    binds: tuple[tuple[str, _Convert | None], ...]
    #: Values that the statement itself holds.
    fixed: _Values
    #: Whether values go by position; else by name.
    positional: bool
    #: Columns of the result that are converted.
    results: tuple[tuple[int, _Convert], ...]

    def arrange(self, values: _Values) -> tuple[object, ...] | dict[str, object]:
        """Return values as the driver takes them."""
        given = {**self.fixed, **values} if self.fixed else values
        if self.positional:
            return tuple(
                [given[key] if how is None else how(given[key]) for key, how in self.binds]
            )
        return {key: given[key] if how is None else how(given[key]) for key, how in self.binds}

    def convert(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return a row of the result as Python sees it."""
        if not self.results:
            return row
        changed = list(row)
        for place, how in self.results:
            changed[place] = how(changed[place])
        return tuple(changed)


class Prepared:
    """A statement whose parameters are named; none of them a list of changing length."""

    def __init__(self, statement: _Statement, *columns: str):
        """Take a statement.

        Args:
            statement: Its parameters are `bindparam`.
            columns: For an INSERT, the columns that are written.
        """
        self._statement, self._columns = statement, columns
        #: By the name of the database.
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, transaction: Transaction, **values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT."""
        compiled = self._for(transaction.dialect)
        cursor = _execute(transaction, compiled.text, compiled.arrange(values))
        try:
            return [compiled.convert(row) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def row(self, transaction: Transaction, **values: object) -> tuple[Any, ...] | None:
        """Return the one row of a SELECT that has one at most."""
        found = self.rows(transaction, **values)
        return found[0] if found else None

    def change(self, transaction: Transaction, rows: Sequence[_Values]) -> int:
        """Run an INSERT or UPDATE for each of some rows; return how many it met."""
        compiled = self._for(transaction.dialect)
        sent = [compiled.arrange(values) for values in rows]
        many = len(sent) > 1
        cursor = _execute(transaction, compiled.text, sent if many else sent[0], many=many)
        met = cursor.rowcount
        cursor.close()
        return met

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._statement, self._columns, dialect)
        return found


def _compile(
    statement: _Statement,
    columns: tuple[str, ...],
    dialect: Dialect,
) -> _Compiled:
    compiled = statement.compile(dialect=dialect, column_keys=columns or None)
    assert isinstance(compiled, SQLCompiler)  # noqa: S101 - every statement compiles to one
    how = {
        name: bind.type.dialect_impl(dialect).bind_processor(dialect)
        for bind, name in compiled.bind_names.items()
    }
    selected = statement.selected_columns if isinstance(statement, Select | CompoundSelect) else ()
    results = [
        column.type.dialect_impl(dialect).result_processor(dialect, None) for column in selected
    ]
    order = compiled.positiontup
    return _Compiled(
        text=str(compiled),
        binds=tuple((name, how[name]) for name in (how if order is None else order)),
        fixed={
            name: bind.effective_value
            for bind, name in compiled.bind_names.items()
            if not bind.required
        },
        positional=order is not None,
        results=tuple((place, one) for place, one in enumerate(results) if one is not None),
    )


def _execute(
    transaction: Transaction, text: str, values: Any, *, many: bool = False
) -> DBAPICursor:
    cursor = transaction.connection.cursor()
    try:
        for hear in transaction.dispatch.before_cursor_execute:
            hear(transaction, cursor, text, values, None, many)
        (cursor.executemany if many else cursor.execute)(text, values)
        for hear in transaction.dispatch.after_cursor_execute:
            hear(transaction, cursor, text, values, None, many)
    except (sqlite3.Error, psycopg.Error) as error:
        cursor.close()
        raise fault_of(error) from error
    return cursor
