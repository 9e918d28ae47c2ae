"""Keeps what Docket knows: SQLAlchemy Core on SQLite and PostgreSQL, and nothing above it.

One file a subject: plain functions that take the open `Transaction` first and return frozen records.
No function here commits; the command that opened the transaction does, by leaving it. Only this
package imports SQLAlchemy and Alembic.

Every instant is aware and in UTC, going in and coming out. Any function may raise `StorageError`
(the database cannot be reached or written), `ConflictError` (somebody else was first) and
`RefusedError` (the database guards its log); none of the three has changed anything.

Design notes:
    Rows, not objects. A case's state is one opaque row, and everything that people search for is
    an ordinary indexed table written in the same transaction; an object mapper would add identity
    maps and implicit writes to something that has neither graph nor edits in place.

    One writer on SQLite. SQLite has one writer at a time whatever we do; waiting for it in our own
    lock is fair and fast, where its busy handler sleeps and starves.
"""
