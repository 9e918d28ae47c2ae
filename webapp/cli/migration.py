"""``docket migrate-cases``: running cases move to another version of their procedure."""

from collections.abc import Mapping, Sequence
from contextlib import closing

import click

from engine.commands.migrate_instance import migrate_instance
from engine.context import Context
from engine.errors import DocketError
from engine.model.ids import SYSTEM
from engine.queries.migration import plan_migration
from engine.queries.migration_records import (
    CaseOutlook,
    ElementChange,
    MigrationPlan,
    VersionPlan,
)
from webapp.cli.installation import read_installation


@click.command("migrate-cases")
@click.argument("process")
@click.option("--to", "version", type=int, required=True, help="Number of the version.")
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="OLD=NEW",
    help="An element, flow or called process that has another id there.",
)
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="NAME=FEEL",
    help="A new value of a variable, such as hours=days*8.",
)
@click.option(
    "--case", "chosen", multiple=True, metavar="NUMBER", help="Only this case; all by default."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def migrate_cases(
    process: str,
    version: int,
    pairs: Sequence[str],
    values: Sequence[str],
    chosen: Sequence[str],
    *,
    dry_run: bool,
) -> None:
    """Move the running cases of a procedure to another version, each of them all or nothing."""
    variables = _pairs(values, "--set")
    mapping = _pairs(pairs, "--map")
    with closing(read_installation().open()) as context:
        plan = plan_migration(
            context,
            viewer=SYSTEM,
            process_id=process,
            version=version,
            mapping=mapping,
            variables=variables,
        )
        cases = _choose(plan, chosen)
        _say_plan(plan, cases)
        if plan.problems:
            message = "The plan cannot be carried out; nothing was changed."
            raise DocketError(message)
        if not dry_run:
            _move(context, plan, cases, variables)
            return
        movable = sum(case.movable for case in cases)
        click.echo(f"{movable} of {len(cases)} cases can move. Nothing was changed.")


def _pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not (name.strip() and sign and value.strip()):
            message = f"{option} {text} is not of the form name=value."
            raise click.UsageError(message)
        found[name.strip()] = value.strip()
    return found


def _choose(plan: MigrationPlan, numbers: Sequence[str]) -> Sequence[CaseOutlook]:
    if not numbers:
        return plan.cases
    known = {case.business_key: case for case in plan.cases}
    missing = [number for number in numbers if number not in known]
    if missing:
        message = (
            f"No running case {', '.join(missing)} of {plan.process_id} is on another version "
            f"than {plan.version}."
        )
        raise DocketError(message)
    return [known[number] for number in numbers]


def _say_plan(plan: MigrationPlan, cases: Sequence[CaseOutlook]) -> None:
    for version in plan.versions:
        click.echo(f"Version {version.version} to {plan.version}: {version.cases} running cases")
        for line in _version_lines(version):
            click.echo(f"  {line}")
    for problem in plan.problems:
        click.echo(str(problem))
    for case in cases:
        click.echo(f"{case.business_key} {'can move' if case.movable else 'cannot move'}")
        for text in (*(str(problem) for problem in case.problems), *case.warnings):
            click.echo(f"  {text}")


def _version_lines(version: VersionPlan) -> list[str]:
    lines = [_change_line(change) for change in version.changes]
    return lines + [f"new variable {name}" for name in version.variables]


def _change_line(change: ElementChange) -> str:
    named = f"{change.element} “{change.name}”" if change.name != change.element else change.element
    target = f" to {change.target}" if change.target else ""
    what = f" ({', '.join(change.what)})" if change.what else ""
    hint = f"; perhaps --map {change.element}={change.suggestion}" if change.suggestion else ""
    return f"{change.kind} {named}{target}{what}{hint}"


def _move(
    context: Context,
    plan: MigrationPlan,
    cases: Sequence[CaseOutlook],
    variables: Mapping[str, str],
) -> None:
    moved = 0
    for case in cases:
        try:
            if case.movable:
                migrate_instance(
                    context,
                    actor=SYSTEM,
                    instance=case.instance,
                    version=plan.version,
                    mapping=plan.mapping_of(case.version),
                    variables=variables,
                )
                moved += 1
        except DocketError as error:  # it went on meanwhile; the others can still move
            click.echo(f"{case.business_key} was not moved: {error}")
    click.echo(f"{moved} of {len(cases)} cases were moved.")
    if moved < len(cases):
        message = f"{len(cases) - moved} cases stay on their version."
        raise DocketError(message)


COMMANDS = (migrate_cases,)
