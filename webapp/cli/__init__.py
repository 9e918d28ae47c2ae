"""The command line: ``docket``.

One module a subject; each adds its commands to the group. A command that fails says what to do
and exits with 1; wrong usage exits with 2.
"""

import sys

import click

from engine.errors import DocketError
from webapp.cli import bench, case_file, check, data, expressions, hosts, migration, record, serve

main = click.Group(
    name="docket",
    help="Run the written procedures of an organisation as cases.",
    no_args_is_help=True,
)
for module in (serve, hosts, bench, check, record, case_file, data, migration, expressions):
    for command in module.COMMANDS:
        main.add_command(command)


def run() -> None:
    """Run the command line; an error of ours is said in one line."""
    try:
        main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except DocketError as error:
        click.echo(f"docket: {error}", err=True)
        sys.exit(1)
