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


@pytest.fixture
def literal() -> Callable[..., str]:
    """Write a decision with one expression and its requirements."""

    def write(
        name: str,
        text: str,
        *,
        needs: tuple[str, ...] = (),
        knows: tuple[str, ...] = (),
        type_ref: str = "",
    ) -> str:
        typed = f'typeRef="{escape(type_ref)}"' if type_ref else ""
        return (
            f'<decision id="{name}" name="{name}"><variable name="{name}" {typed}/>'
            + requirements(needs, knows)
            + f"<literalExpression><text>{escape(text)}</text></literalExpression></decision>"
        )

    return write


def requirements(needs: tuple[str, ...], knows: tuple[str, ...]) -> str:
    """Write requirements; ``!`` marks a decision, ``namespace#id`` an element of another file."""
    written = []
    for need in needs:
        kind = "requiredDecision" if need.startswith("!") else "requiredInput"
        href = need.removeprefix("!")
        href = href if "#" in href else f"#{href}"
        written.append(f'<informationRequirement><{kind} href="{href}"/></informationRequirement>')
    for known in knows:
        href = known if "#" in known else f"#{known}"
        written.append(
            f'<knowledgeRequirement><requiredKnowledge href="{href}"/></knowledgeRequirement>'
        )
    return "".join(written)


@pytest.fixture
def decision() -> Callable[..., str]:
    """Write a decision around a boxed expression."""

    def write(
        name: str,
        boxed: str,
        *,
        needs: tuple[str, ...] = (),
        knows: tuple[str, ...] = (),
        type_ref: str = "",
    ) -> str:
        typed = f'typeRef="{escape(type_ref)}"' if type_ref else ""
        return (
            f'<decision id="{name}" name="{name}"><variable name="{name}" {typed}/>'
            f"{requirements(needs, knows)}{boxed}</decision>"
        )

    return write


@pytest.fixture
def feel_text() -> Callable[[str], str]:
    """Write a literal expression."""

    def write(text: str) -> str:
        return f"<literalExpression><text>{escape(text)}</text></literalExpression>"

    return write


@pytest.fixture
def knowledge() -> Callable[..., str]:
    """Write a knowledge model from ``name(a: type, b): type`` and a boxed expression."""

    def write(signature: str, boxed: str, *, knows: tuple[str, ...] = ()) -> str:
        name, _, rest = signature.partition("(")
        inside, _, result = rest.partition(")")
        parameters = []
        for parameter in filter(None, inside.split(", ")):
            key, _, typed = parameter.partition(": ")
            type_ref = f'typeRef="{typed}"' if typed else ""
            parameters.append(f'<formalParameter name="{key}" {type_ref}/>')
        type_ref = f'typeRef="{escape(result.removeprefix(": "))}"' if result else ""
        return (
            f'<businessKnowledgeModel id="{name}" name="{name}"><variable name="{name}" {type_ref}/>'
            f"<encapsulatedLogic>{''.join(parameters)}{boxed}</encapsulatedLogic>"
            f"{requirements((), knows)}</businessKnowledgeModel>"
        )

    return write


@pytest.fixture
def data() -> Callable[..., str]:
    """Write input data from ``name: type``."""

    def write(*written: str) -> str:
        inputs = []
        for one in written:
            name, _, typed = one.partition(": ")
            type_ref = f'typeRef="{typed}"' if typed else ""
            inputs.append(
                f'<inputData id="{name}" name="{name}"><variable name="{name}" {type_ref}/></inputData>'
            )
        return "".join(inputs)

    return write


@pytest.fixture
def feel(feel_text: Callable[[str], str]) -> Callable[[str], str]:
    """Write a literal expression; under its short name."""
    return feel_text
