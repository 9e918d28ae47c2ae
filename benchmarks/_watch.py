"""Looks at what goes to an office's database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import event

from benchmarks._office import Office

#: Text, values, and whether these are many rows.
Statement = tuple[str, object, bool]


@dataclass(kw_only=True)
class Watch:
    """What goes to the database, task by task, while it is on."""

    on: bool = False
    tasks: list[list[Statement]] = field(default_factory=list)
    commits: int = 0

    @contextmanager
    def next_task(self) -> Iterator[None]:
        """Watch one task."""
        self.tasks.append([])
        self.on = True
        yield
        self.on = False


@contextmanager
def watching(office: Office) -> Iterator[Watch]:
    """Watch the office's database."""
    watch, database = Watch(), office.context.database
    engines = [one for one in (database._engine, database._readers) if one]  # noqa: SLF001 - measuring looks inside

    def note(
        _c: object, _cursor: object, text: str, values: object, _x: object, many: bool
    ) -> None:
        if watch.on and not text.startswith("BEGIN"):
            watch.tasks[-1].append((text, values, many))

    def commit(_connection: object) -> None:
        watch.commits += watch.on

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
        event.listen(engine, "commit", commit)
    try:
        yield watch
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
            event.remove(engine, "commit", commit)
