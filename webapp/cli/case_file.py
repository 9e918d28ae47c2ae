"""``docket export`` and ``docket check-file``: a case's history that proves itself anywhere."""

from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import IO

import click

from engine.errors import DocketError
from engine.queries import audit
from engine.queries.audit import CaseFileCheck
from webapp.cli.installation import read_installation


@click.command()
@click.argument("case")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(case: str, file: Path) -> None:
    """Write the history of a case, with its proofs, to a file; confidential values stay sealed."""
    with closing(read_installation().open()) as context:
        data = audit.export_case(context, instance=audit.get_instance(context, case=case))
    try:
        with file.open("xb") as output:
            output.write(data)
    except FileExistsError as error:
        message = f"{file} exists. Name another file."
        raise DocketError(message) from error
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror}. Name another place."
        raise DocketError(message) from error
    click.echo(f"Written to {file}. Check it anywhere with: docket check-file {file}")


@click.command("check-file")
@click.argument("file", type=click.File("rb"))
@click.argument("documents", type=click.File("rb"), nargs=-1)
def check_file(file: IO[bytes], documents: tuple[IO[bytes], ...]) -> None:
    """Check an exported case, and documents that it produced: no database is needed."""
    found = audit.check_case_file(file.read())
    for fault in found.faults:
        click.echo(fault)
    if found.faults:
        message = f"The file of {found.business_key} was altered in {len(found.faults)} places."
        raise DocketError(message)
    click.echo(f"{found.business_key}: {found.events} events; nothing was altered.")
    for number, anchor in found.anchors:
        click.echo(f"Anchor {number} covers it; compare with what was kept outside: {anchor}")
    if not found.anchors:
        click.echo("No anchor covers it yet: who wrote the file could have written it whole anew.")
    for document in documents:
        _check_document(found, document)


def _check_document(found: CaseFileCheck, document: IO[bytes]) -> None:
    digest = sha256(document.read()).hexdigest()
    known = [(seq, name) for seq, name, content in found.documents if content == digest]
    if not known:
        message = f"{document.name} is no document of {found.business_key}, or it was altered."
        raise DocketError(message)
    click.echo(f"{document.name} is “{known[0][1]}” of event {known[0][0]}, as it was produced.")


COMMANDS = (export, check_file)
