"""``docket verify``, ``docket replay`` and ``docket doctor``: is the record what it should be?"""

import click

from engine.errors import DocketError
from engine.model.ids import InstanceId
from engine.queries import audit, health
from webapp.cli.installation import read_installation


@click.command()
def verify() -> None:
    """Check that no entry of the history was altered, in any case."""
    report = audit.verify(read_installation().open())
    for fault in report.faults:
        place = f"{fault.business_key or fault.instance} " if fault.instance else ""
        click.echo(
            f"{place}event {fault.seq}: {fault.message}" if fault.seq else f"{place}{fault.message}"
        )
    click.echo(f"{report.cases} cases, {report.events} events, {report.anchors} anchors looked at.")
    if report.faults:
        message = f"The history was altered in {len(report.faults)} places."
        raise DocketError(message)
    click.echo("Nothing was altered.")


@click.command()
@click.argument("case", required=False)
@click.option("--all", "every", is_flag=True, help="Replay every case.")
def replay(case: str | None, *, every: bool) -> None:
    """Feed a case's recorded inputs to its definition again and compare every transition."""
    if bool(case) == every:
        message = "Name one case, or say --all."
        raise click.UsageError(message)
    context = read_installation().open()
    cases = audit.list_instances(context) if every else (InstanceId(case or ""),)
    different = 0
    for instance in cases:
        report = audit.replay(context, instance=instance)
        if not report.reproduced:
            different += 1
            click.echo(f"{report.business_key} event {report.seq}: {report.difference}")
    click.echo(f"{len(cases) - different} of {len(cases)} cases were reproduced.")
    if different:
        message = f"{different} cases do not follow from their inputs."
        raise DocketError(message)


@click.command()
def doctor() -> None:
    """List active cases that nothing can move on."""
    stuck = health.list_stuck_cases(read_installation().open())
    for case in stuck:
        click.echo(f"{case.business_key} ({case.process_id}) waits for nothing.")
    if stuck:
        message = f"{len(stuck)} cases are stuck. Look at them under Administration."
        raise DocketError(message)
    click.echo("Every active case waits for somebody or something.")


COMMANDS = (verify, replay, doctor)
