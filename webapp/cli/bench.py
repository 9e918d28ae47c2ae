"""``docket bench``: what things cost, measured on this machine."""

import importlib
from importlib.util import find_spec

import click

from engine.errors import DocketError


@click.command()
@click.argument("names", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def bench(names: tuple[str, ...], *, as_json: bool) -> None:
    """Measure everything, or what is named, on databases that are thrown away."""
    if find_spec("benchmarks") is None or find_spec("simpleeval") is None:
        message = "The benchmarks need the source tree and its development tools. Use make bench."
        raise DocketError(message)
    main = importlib.import_module("benchmarks.__main__")
    unknown = sorted(set(names) - set(main.NAMES))
    if unknown:
        message = f"There is no benchmark {unknown[0]}; there are {', '.join(main.NAMES)}."
        raise DocketError(message)
    main.main([*names, *(["--json"] if as_json else [])])


COMMANDS = (bench,)
