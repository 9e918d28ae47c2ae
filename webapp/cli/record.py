"""``docket verify``, ``docket replay`` and ``docket doctor``: is the record what it should be?"""

from contextlib import closing

import click

from engine.errors import DocketError
from engine.queries import audit, checkup
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
    cases = (
        audit.list_instances(context) if every else (audit.get_instance(context, case=case or ""),)
    )
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


#: What is wrong with a row, said after the case, the kind and the element.
_FAULTS = {
    "ended": "is still open, but the case has ended",
    "unknown": "is open, but the case does not wait for it",
    "missing": "is waited for, but nothing is open",
}


@click.command()
def doctor() -> None:
    """List active cases that nothing can move on, rows that fit no case, and incidents."""
    with closing(read_installation().open()) as context:
        found = checkup.check_up(context)
    for case in found.stuck:
        click.echo(f"{case.business_key} ({case.process_id}) waits for nothing.")
    for one in found.disagreements:
        click.echo(f"{one.business_key}: the {one.kind} {one.element} {_FAULTS[one.fault]}.")
    for fault in found.stock:
        place = f" at {fault.location}" if fault.location else ""
        click.echo(
            f"The stock of {fault.unit} has {fault.balance} of {fault.item}{place},"
            f" but the {fault.what} add up to {fault.found}."
        )
    for incident in found.incidents:
        text = " ".join(incident.message.split())
        click.echo(f"{incident.business_key}: {incident.element} stands still: {text}")
    for work in found.outside:
        click.echo(
            f"{work.jobs} jobs of type {work.type} wait for a worker outside,"
            f" the first since {work.since:%Y-%m-%d %H:%M} UTC."
        )
    if not found.healthy:
        count = len(found.stuck) + len(found.disagreements) + len(found.stock)
        message = f"{count} things are wrong. Look at the cases under Administration."
        raise DocketError(message)
    click.echo(
        f"Every one of {found.active} active cases waits for somebody or something;"
        f" {len(found.incidents)} incidents wait for an administrator."
    )


COMMANDS = (verify, replay, doctor)
