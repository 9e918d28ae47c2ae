"""``docket feel`` and ``docket decide``: try an expression or a decision."""

import json
from decimal import Decimal
from pathlib import Path

import click

from engine import dmn, feel
from engine.advance.functions import make_functions
from engine.clock import SystemClock
from engine.errors import DocketError, Problem


def _values(text: str) -> dict[str, object]:
    """Read values from JSON, or from a file that holds it; numbers become exact decimals."""
    named = bool(text) and not text.lstrip().startswith(("{", "["))
    if named and not Path(text).is_file():
        message = f'There is no file “{text}”. Write JSON such as {{"days": 3}}, or name a file.'
        raise DocketError(message)
    source = Path(text).read_text(encoding="utf-8") if named else text or "{}"
    try:
        values = feel.admit(json.loads(source, parse_float=Decimal))
    except json.JSONDecodeError as error:
        message = f"The values are not JSON: {error}."
        raise DocketError(message) from error
    if not isinstance(values, dict):
        message = "The values must be a JSON object."
        raise DocketError(message)
    return values


@click.command("feel")
@click.argument("expression", required=False)
@click.option("--context", "values", default="", help="Values as JSON, or a file that holds it.")
@click.option("--functions", is_flag=True, help="List the functions.")
def try_feel(expression: str | None, values: str, *, functions: bool) -> None:
    """Work out a FEEL expression."""
    offered = make_functions()
    if functions:
        for row in feel.describe_functions(feel.BUILT_IN | offered):
            click.echo(f"{row.name}{row.signature}\n    {row.doc}")
        return
    if not expression:
        message = "Give an expression, or --functions."
        raise click.UsageError(message)
    warnings: list[Problem] = []
    value = feel.evaluate(
        expression, _values(values), functions=offered, clock=SystemClock(), warnings=warnings
    )
    click.echo(feel.format(value))
    for warning in warnings:
        place = f"(line {warning.line}, column {warning.column})"
        said = f"warning: {warning.message} {place} {warning.remedy}"
        click.echo(said.rstrip(), err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("decision")
@click.option("--input", "values", default="", help="Values as JSON, or a file that holds it.")
def decide(file: Path, decision: str, values: str) -> None:
    """Work out a decision of a DMN file."""
    result = dmn.load(file.read_bytes(), file=file.name).evaluate(decision, _values(values))
    click.echo(feel.format(result.value))
    for rule in result.rules:
        click.echo(f"rule {rule.number}: {'; '.join(rule.annotations)}")
    for warning in result.warnings:
        click.echo(f"warning: {warning}", err=True)


COMMANDS = (try_feel, decide)
