"""Random diagrams without structure: any element may lead to any other, backwards too."""

import random  # noqa: TID251 - seeded

from tests.spiff.random_models import HEAD, MESSAGE

SPLITS = (
    "exclusiveGateway", "exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway",
)  # fmt: skip
WHEN = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=modulo(n, {}) = {}</bpmn:conditionExpression>'
ASKS = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">=waitingForStart = (modulo(n, {}) = {})</bpmn:conditionExpression>'
OPENS = tuple(
    f'<bpmn:activationCondition xsi:type="bpmn:tFormalExpression">={condition}</bpmn:activationCondition>'
    for condition in ("activationCount &gt;= 1", "count(arrived) &gt;= 2", "modulo(n, 2) = 0")
)
SCRIPT = '<bpmn:extensionElements><zeebe:script expression="=n + dice({})" resultVariable="n"/></bpmn:extensionElements>'
TIMER = "<bpmn:timerEventDefinition><bpmn:timeDuration>PT2H</bpmn:timeDuration></bpmn:timerEventDefinition>"


CONDITION = '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">=n > 25</bpmn:condition></bpmn:conditionalEventDefinition>'
EVENTS = (TIMER, MESSAGE, TIMER, MESSAGE, TIMER + MESSAGE, MESSAGE + CONDITION)


class Graph:
    """Makes a diagram from a seed: a few nodes, each with one to three ways out to any node."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.xml: list[str] = []
        self.flows = 0

    def diagram(self) -> bytes:
        names = [f"N{number}" for number in range(self.random.randint(4, 14))]
        self.xml += ['<bpmn:startEvent id="S"/>', '<bpmn:endEvent id="E"/>']
        self.lead("S", names[0])
        for number, name in enumerate(names):
            self.node(name, self.ways(names, number))
        return f'{HEAD}<bpmn:process id="P">{"".join(self.xml)}</bpmn:process></bpmn:definitions>'.encode()

    def ways(self, names: list[str], number: int) -> list[str]:
        """Choose where a node leads: mostly onwards, so that every node is reached and cases end."""
        onwards = names[number + 1] if number + 1 < len(names) else "E"
        others = self.random.choices([*names, "E", "E"], k=self.random.randint(0, 2))
        return list(dict.fromkeys([onwards, *others]))

    def lead(self, source: str, target: str, condition: str = "", key: str = "") -> None:
        self.flows += 1
        name = key or f"f{self.flows}"
        self.xml.append(
            f'<bpmn:sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{condition}</bpmn:sequenceFlow>'
        )

    def node(self, name: str, ways: list[str]) -> None:
        """Draw one node: a gateway, a task that may split, or an event."""
        kind = self.random.choice(["user", "user", "script", "catch", "gateway", "gateway"])
        if kind == "gateway":
            self.gateway(name, ways)
            return
        element = {"user": "userTask", "script": "scriptTask", "catch": "intermediateCatchEvent"}
        inside = {
            "user": "", "script": SCRIPT.format(self.random.randint(1, 5)),
            "catch": self.random.choice(EVENTS),
        }  # fmt: skip
        every = self.every(inside[kind])
        self.xml.append(
            f'<bpmn:{element[kind]} id="{name}"{every}>{inside[kind]}</bpmn:{element[kind]}>'
        )
        for target in ways if self.random.random() < 0.2 else ways[:1]:
            self.lead(name, target)
        if kind == "user" and self.random.random() < 0.3:
            self.border(name, self.random.choice(ways))

    def every(self, event: str) -> str:
        """Choose whether an event of several definitions waits for all of them."""
        several = event.count("EventDefinition>") + event.count("Definition messageRef") > 1
        return ' parallelMultiple="true"' if several and self.random.random() < 0.5 else ""

    def gateway(self, name: str, ways: list[str]) -> None:
        kind = self.random.choice(SPLITS)
        chooses = kind != "parallelGateway"
        default = f' default="{name}_d"' if chooses else ""
        opens = self.random.choice(OPENS) if kind == "complexGateway" else ""
        self.xml.append(f'<bpmn:{kind} id="{name}"{default}>{opens}</bpmn:{kind}>')
        self.lead(name, ways[0], key=f"{name}_d" if chooses else "")
        for target in ways[1:]:
            parts = self.random.randint(2, 4)
            rest = self.random.randrange(parts)
            asks = ASKS if opens and self.random.random() < 0.3 else WHEN
            self.lead(name, target, asks.format(parts, rest) if chooses else "")

    def border(self, name: str, target: str) -> None:
        cancels = self.random.choice(["true", "false"])
        event = self.random.choice(EVENTS)
        every = self.every(event)
        self.xml.append(
            f'<bpmn:boundaryEvent id="{name}b" attachedToRef="{name}" cancelActivity="{cancels}"{every}>{event}</bpmn:boundaryEvent>'
        )
        self.lead(f"{name}b", target)
