"""``docket demo``, ``deploy``, ``clock``, ``migrate``, ``backup`` and ``account``."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from engine.commands.create_account import create_account
from engine.commands.move_clock import move_clock
from engine.context import back_up, prepare_database
from engine.errors import DocketError
from engine.model.ids import SYSTEM, PersonId
from engine.queries import installation
from webapp.cli.installation import read_installation
from webapp.cli.serve import deploy_all, show_demo_made

_SPAN = re.compile(r"\+(\d{1,4})([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@click.command()
def demo() -> None:
    """Make the demo organisation and its cases on an empty database."""
    place = read_installation()
    prepare_database(place.database_url)
    context = place.open()
    if installation.has_people(context):
        message = f"The database in {place.data} has people already. Set another DOCKET_DATA_DIR."
        raise DocketError(message)
    show_demo_made(place)
    click.echo("The demo organisation is there. Serve it with: docket run")


@click.command()
def deploy() -> None:
    """Deploy the procedures that have changed."""
    place = read_installation()
    prepare_database(place.database_url)
    done = deploy_all(place.open())
    click.echo("\n".join(f"Deployed {line}" for line in done) or "Nothing has changed.")


@click.command()
@click.argument("to")
def clock(to: str) -> None:
    """Move the time of a demo database forward: +3d, +12h, +30m or 2026-03-31T18:00."""
    context = read_installation().open()
    span = _SPAN.fullmatch(to)
    if span is not None:
        target = installation.get_time(context) + timedelta(**{_UNITS[span[2]]: int(span[1])})
    else:
        try:
            target = datetime.fromisoformat(to)
        except ValueError as error:
            message = f"“{to}” is no time. Write +3d, +12h, +30m or 2026-03-31T18:00."
            raise DocketError(message) from error
        target = target.replace(tzinfo=target.tzinfo or UTC)
    move_clock(context, actor=SYSTEM, to=target)
    click.echo(f"It is now {installation.get_time(context):%Y-%m-%d %H:%M} UTC in this database.")


@click.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    prepare_database(read_installation().database_url)
    click.echo("The schema is up to date.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the database of one process while it is in use, and check the copy."""
    back_up(read_installation().open(), file)
    click.echo(f"Copied to {file} and checked.")


@click.command()
@click.argument("person")
@click.password_option(help="Asked for when not given.")
def account(person: str, password: str) -> None:
    """Let a person of the directory sign in with a password."""
    create_account(
        read_installation().open(), actor=SYSTEM, person=PersonId(person), password=password
    )
    click.echo(f"{person} may sign in.")


COMMANDS = (demo, deploy, clock, migrate, backup, account)
