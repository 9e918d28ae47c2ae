"""``docket serve`` and ``docket work``: the halves of ``docket run``, as many of each as needed.

Any number of both share one PostgreSQL, on one host or several. An SQLite file belongs to the one
process of ``docket run``.
"""

import gc
import logging
import signal
import sys
from datetime import timedelta
from threading import Event

import click
from flask import Flask

from engine import worker
from engine.context import Context
from engine.errors import DocketError
from engine.queries import installation
from webapp import create_app
from webapp.cli.installation import Installation, read_installation
from webapp.cli.listening import listen
from webapp.settings import Settings


def open_shared(place: Installation) -> Context:
    """Open the engine on a database that several processes may use at once.

    Raises:
        DocketError: If only one process may.
        StorageError: If the schema is not up to date, or the database cannot be reached.
    """
    context = place.open()
    if not installation.is_shared(context):
        context.close()
        message = "Several processes need PostgreSQL. Set DOCKET_DATABASE_URL, or use docket run."
        raise DocketError(message)
    return context


def settle(context: Context) -> None:
    """Read what every request needs, and leave it out of all later looks for garbage.

    They would go through some hundred thousand objects that stay for good, and stop a request for
    it now and then.
    """
    installation.read_procedures(context)
    gc.collect()
    gc.freeze()


def make_application(place: Installation) -> Flask:
    """Make the web application of one of several processes; it does no background work."""
    settings = Settings(secret_key=place.secret, tls=place.tls, proxies=place.proxies)
    context = open_shared(place)
    application = create_app(context, settings)
    settle(context)
    return application


@click.command()
@click.option("--threads", default=8, show_default=True, help="Requests answered at once.")
def serve(*, threads: int) -> None:
    """Answer requests: one of any number of web processes on PostgreSQL."""
    log_to_stderr()
    place = read_installation()
    application = make_application(place)
    stop_on_terminate()
    listening = listen(application, place.host, place.port, threads=threads)
    click.echo(f"Docket answers on {listening.address}; docket work does what is due.")
    listening.run()


@click.command()
@click.option("--every", default=1.0, show_default=True, help="Seconds between two looks.")
@click.option("--callers", default=4, show_default=True, help="Threads that ask other systems.")
def work(*, every: float, callers: int) -> None:
    """Do what is due: one of any number of workers on PostgreSQL."""
    log_to_stderr()
    context = open_shared(read_installation())
    over = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    working = worker.start(context, every=timedelta(seconds=every), callers=callers)
    click.echo("Docket does what is due. Stop it with Ctrl+C; it finishes what it is at.")
    over.wait()
    working.stop()
    context.close()


def log_to_stderr() -> None:
    """Write what happens to the standard error stream."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(message)s")
    for name in ("apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def stop_on_terminate() -> None:
    """Let SIGTERM end the process as Ctrl+C does: requests that have begun are answered."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


COMMANDS = (serve, work)
