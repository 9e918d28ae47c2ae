from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest

from engine import dmn

Read = Callable[..., dmn.Model]
MakeTable = Callable[..., str]


def document(
    body: str, *, namespace: str = "https://example.org/leave", version: str = ""
) -> bytes:
    model = version or "https://www.omg.org/spec/DMN/20191111/MODEL/"
    return (
        f'<definitions xmlns="{model}" id="definitions" name="Leave" namespace="{namespace}">'
        f"{body}</definitions>"
    ).encode()


@pytest.fixture
def read() -> Read:
    def read_body(body: str, **options: str) -> dmn.Model:
        return dmn.load(document(body, **options), file="leave.dmn")

    return read_body


def _text(kind: str, text: str, attributes: str = "") -> str:
    return f"<{kind} {attributes}><text>{escape(text)}</text></{kind}>"


def _column(kind: str, written: str) -> str:
    """Write a column from ``name: type = allowed | default``."""
    written, _, default = written.partition(" | ")
    written, _, values = written.partition(" = ")
    name, _, typed = written.partition(": ")
    type_ref = f'typeRef="{typed}"' if typed else ""
    if kind == "input":
        inner = _text("inputExpression", name, type_ref)
        return f"<input>{inner}{_text('inputValues', values) if values else ''}</input>"
    inner = _text("outputValues", values) if values else ""
    inner += _text("defaultOutputEntry", default) if default else ""
    return f'<output name="{escape(name)}" {type_ref}>{inner}</output>'


@pytest.fixture
def table() -> MakeTable:
    """Write a decision with a table: columns, then one line a rule, cells apart by ``;``."""

    def write(
        inputs: list[str],
        outputs: list[str],
        *rules: str,
        policy: str = "UNIQUE",
        aggregation: str = "",
        decision: str = "Route",
        type_ref: str = "",
    ) -> str:
        rows = []
        for number, rule in enumerate(rules, start=1):
            cells = [cell.strip() for cell in rule.split(";")]
            tests, results = cells[: len(inputs)], cells[len(inputs) :]
            rows.append(
                f'<rule id="rule_{number}">'
                + "".join(_text("inputEntry", cell) for cell in tests)
                + "".join(_text("outputEntry", cell) for cell in results)
                + "</rule>"
            )
        how = f'aggregation="{aggregation}"' if aggregation else ""
        typed = f'typeRef="{type_ref}"' if type_ref else ""
        return (
            f'<decision id="{decision.lower()}" name="{decision}">'
            f'<variable name="{decision}" {typed}/>'
            f'<decisionTable id="table" hitPolicy="{policy}" {how}>'
            + "".join(_column("input", column) for column in inputs)
            + "".join(_column("output", column) for column in outputs)
            + "".join(rows)
            + "</decisionTable></decision>"
        )

    return write
