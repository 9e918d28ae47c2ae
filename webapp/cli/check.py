"""``docket check`` and ``docket scenarios``."""

import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import click

from engine import folders
from engine.check import (
    Report,
    add_up_shared,
    check_procedure,
    look_at_shared,
)
from engine.errors import DocketError
from engine.scenarios.run import Played
from forms import FORMS

_ROOT = click.option(
    "--processes",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of the procedures (those that ship with Docket).",
)


@click.command()
@click.argument("names", nargs=-1)
@_ROOT
def check(names: tuple[str, ...], root: Path | None) -> None:
    """Look at procedures' folders, play their scenarios and say what is wrong."""
    click.echo(
        f"{'procedure':<24}{'scenarios':>10}{'clauses':>10}{'ends':>9}{'flows':>9}{'rules':>9}"
    )
    reports = []
    for report in _check(names, root):
        for problem in report.problems:
            click.echo(f"{report.name}/{problem}")
        _show_coverage(report)
        reports.append(report)
    shared = add_up_shared(report.shared for report in reports)
    # One procedure alone need not reach all that others use.
    missed = list(look_at_shared(shared)) if not names else []
    for problem in missed:
        click.echo(str(problem))
    shares = ["{}/{}".format(*shared.count(kind)) for kind in ("end", "flow", "rule")]
    click.echo(f"{'shared':<44}" + "".join(f"{share:>9}" for share in shares))
    errors = sum(len(report.errors) for report in reports) + len(missed)
    if errors:
        message = f"{errors} problems in {len(reports)} procedures."
        raise DocketError(message)
    click.echo(f"No problem in {len(reports)} procedures.")


@click.command()
@click.argument("names", nargs=-1)
@_ROOT
def scenarios(names: tuple[str, ...], root: Path | None) -> None:
    """Play the scenarios of procedures and list how each went."""
    played: list[Played] = []
    for report in _check(names, root):
        for one in report.played:
            _tell(one)
        played += report.played
    failed = sum(not one.passed for one in played)
    click.echo(f"{len(played) - failed} passed, {failed} failed")
    if failed or not played:
        message = "Some scenarios do not go as expected." if failed else "There are no scenarios."
        raise DocketError(message)


def _tell(one: Played) -> None:
    click.echo(f"{'ok  ' if one.passed else 'FAIL'} {one.scenario.file}: {one.scenario.title}")
    for difference in one.differences:
        click.echo(f"     {difference}")


def _check(names: tuple[str, ...], root: Path | None) -> Iterator[Report]:
    """Check procedures one after the other, or several at once where there are processors for it."""
    root = root or folders.find_root()
    every = folders.list_procedures(root)
    unknown = [name for name in names if name not in every]
    if unknown:
        message = f"There is no procedure {unknown[0]}; there are {', '.join(every)}."
        raise DocketError(message)
    wanted = names or every
    at_once = min(len(wanted), os.cpu_count() or 1)
    if at_once < 2:  # another process would only cost its start
        yield from map(partial(_check_one, root), wanted)
        return
    # Begun anew rather than forked: whoever calls this may have threads.
    with ProcessPoolExecutor(at_once, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(partial(_check_one, root), wanted)


def _check_one(root: Path, name: str) -> Report:
    files = {one: folders.read_files(root, one) for one in folders.list_procedures(root)}
    stories = folders.read_scenarios(root, name)
    return check_procedure(name, files, stories, FORMS, folders.read_organisation(root))


def _show_coverage(report: Report) -> None:
    cover = report.coverage
    parts = (cover.clauses, cover.ends, cover.flows, cover.rules)
    shares = [f"{reached}/{every}" for reached, every in parts]
    click.echo(
        f"{report.name:<24}{cover.scenarios:>10}{shares[0]:>10}"
        + "".join(f"{share:>9}" for share in shares[1:])
    )


COMMANDS = (check, scenarios)
