"""What our own SQLite connections refuse, whatever code runs on them.

Triggers refuse UPDATE and DELETE on the history; two ways lead around a trigger, and the
authorizer closes them: it refuses every change of the schema (so a trigger cannot be dropped) and
the pragmas that switch triggers off. ``recursive_triggers`` makes INSERT OR REPLACE fire the
DELETE trigger. On PostgreSQL the triggers do it alone, with one on TRUNCATE; there the application
should also connect as a role that does not own the tables.
"""

import sqlite3

#: Tables that only ever grow.
APPEND_ONLY = frozenset({"event", "anchor", "anchor_leaf"})

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
