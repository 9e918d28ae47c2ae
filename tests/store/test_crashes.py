import json
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

from engine.store import log
from engine.store.database import open_database
from engine.store.sequences import last_number
from engine.store.verification import verify

#: Begins cases one after the other, each in one transaction with its number, its row and its
#: history, in a process of its own that ends without a word at one statement after the other.
SCRIPT = textwrap.dedent(
    """
    import json, os, sys
    from datetime import datetime, timedelta, timezone
    from sqlalchemy import event, insert
    from engine.model.events import ElementActivated
    from engine.store import log
    from engine.store.chain import NO_HEAD
    from engine.store.database import open_database
    from engine.store.idempotency import claim_key, save_answer
    from engine.store.sequences import next_number
    from engine.store.tables import instance

    URL, DEFINITION = sys.argv[1:]
    NOW = datetime(2026, 3, 2, tzinfo=timezone.utc)

    def begin(database, key):
        with database.transaction() as transaction:
            answer = claim_key(transaction, actor="amal", key=key, command="begin", at=NOW)
            if answer:
                return answer.result
            name = f"LV-{next_number(transaction, 'LV')}"
            row = dict(
                id=name, definition_id=DEFINITION, process_id="leave", business_key=name,
                status="active", incidents=0, initiator="amal", subject="amal", unit="CAIRO",
                zone="UTC", title="", version=1, event_seq=3, head=NO_HEAD, started_at=NOW,
                updated_at=NOW, end_event="", state=b"",
            )
            transaction.execute(insert(instance).values(**row))
            head = log.append(
                transaction, instance_id=name, head=log.Head(seq=0, hash=NO_HEAD), actor="amal",
                events=[ElementActivated(element="ask", token=n) for n in range(3)], at=NOW,
            )
            transaction.execute(instance.update().where(instance.c.id == name).values(head=head.hash))
            save_answer(transaction, actor="amal", key=key, result=name)
            return name

    def run(crash_at):
        database, seen = open_database(URL), [0]
        def step(*_):
            seen[0] += 1
            if seen[0] == crash_at:
                os._exit(9)
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(database._engine, name, step)
        begin(database, f"crash {crash_at}")
        step()
        database.close()
        os._exit(0)

    points = 0
    while True:
        points += 1
        child = os.fork()
        if child == 0:
            run(points)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        # Whoever got no answer asks again.
        database = open_database(URL)
        begin(database, f"crash {points}")
        database.close()
        if ended == 0:
            break
    print(json.dumps(points - 1))
    """
)


def test_a_process_that_ends_at_any_statement_loses_and_doubles_nothing(
    database_url: str, definition_id: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, database_url, definition_id],
        capture_output=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    points = json.loads(done.stdout)
    assert points >= 15
    with closing(open_database(database_url)) as database, database.reading() as transaction:
        found = verify(transaction)
        assert found.faults == ()
        assert (found.instances, found.events) == (points + 1, 3 * (points + 1))
        assert last_number(transaction, "LV") == points + 1
        assert len(log.read(transaction, f"LV-{points + 1}")) == 3
