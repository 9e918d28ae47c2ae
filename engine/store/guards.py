"""What our own SQLite connections refuse, whatever code runs on them.

Triggers refuse UPDATE and DELETE on the history and on the lines of stock cards; two ways lead around a trigger, and the
authorizer closes them: it refuses every change of the schema (so a trigger cannot be dropped) and
the pragmas that switch triggers off. ``recursive_triggers`` makes INSERT OR REPLACE fire the
DELETE trigger.

On PostgreSQL the triggers do it alone, with one on TRUNCATE; but whoever owns a table can switch its
triggers off. So the owner should run the migrations only, and Docket connect as a role that has
`list_grants` and nothing more.
"""

import sqlite3

from engine.errors import DocketError

#: Tables that only ever grow.
APPEND_ONLY = frozenset({"event", "anchor", "anchor_leaf", "stock_movement"})

_SCHEMA_TABLES = frozenset({"sqlite_master", "sqlite_schema", "sqlite_temp_master"})
_CHANGES = frozenset({sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
_REFUSED = frozenset(
    {
        sqlite3.SQLITE_ALTER_TABLE,
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_DETACH,
        sqlite3.SQLITE_CREATE_TRIGGER,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
        sqlite3.SQLITE_DROP_TABLE,
        sqlite3.SQLITE_DROP_TRIGGER,
        sqlite3.SQLITE_DROP_TEMP_TRIGGER,
        sqlite3.SQLITE_DROP_INDEX,
    }
)
#: Pragmas that may be given a value: they ask, or make a connection read only.
_PRAGMAS = frozenset(
    {
        "query_only",
        "integrity_check",
        "foreign_key_check",
        "wal_checkpoint",
        "table_info",
        "table_xinfo",
        "index_list",
        "index_info",
        "index_xinfo",
        "foreign_key_list",
    }
)


def authorize(
    action: int, first: str | None, second: str | None, database: str | None, source: str | None
) -> int:
    """Answer SQLite's question whether a statement may do something."""
    refused = (
        action in _REFUSED
        or (action in _CHANGES and first in APPEND_ONLY)
        or (action != sqlite3.SQLITE_READ and first in _SCHEMA_TABLES)
        or (action == sqlite3.SQLITE_PRAGMA and second is not None and first not in _PRAGMAS)
    )
    return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK


def list_grants(role: str) -> tuple[str, ...]:
    """Return the statements that let a PostgreSQL role run Docket without touching the history.

    The owner of the tables runs them after each migration.

    Raises:
        DocketError: If the name of the role is not a plain lower-case word.
    """
    if not role.isidentifier() or role != role.lower():
        message = f"{role!r} is not a name for a role. Use small letters, digits and underscores."
        raise DocketError(message)
    history = ", ".join(sorted(APPEND_ONLY))
    return (
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {history} FROM {role}",
    )
