"""Runs every benchmark of this folder, or those named, and prints its figures."""

import importlib
import json
import sys
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main(names: list[str]) -> None:
    """Run benchmarks; ``--json`` prints one JSON object instead of tables."""
    as_json = "--json" in names
    chosen = [name for name in names if not name.startswith("--")] or NAMES
    results = {}
    for name in chosen:
        if not as_json:
            print(f"\n{name}", flush=True)  # noqa: T201
        results[name] = importlib.import_module(f"benchmarks.{name}").run()
        if not as_json:
            for key, value in results[name].items():
                print(f"  {key:<60} {value}", flush=True)  # noqa: T201
    if as_json:
        print(json.dumps(results, default=str, indent=1))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
