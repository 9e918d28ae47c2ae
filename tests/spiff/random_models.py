"""Random block-structured diagrams, and a person, a clock and a sender who do things to them."""

import random  # noqa: TID251 - seeded
from dataclasses import replace

from engine import spiff
from tests.spiff.driver import Driver, environment, hours

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x">'
    '<bpmn:message id="m1" name="Msg"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="=k"/></bpmn:extensionElements></bpmn:message>'
    '<bpmn:error id="e1" errorCode="E1"/>'
)
CHILD = (
    '<bpmn:process id="Child"><bpmn:startEvent id="c1"/><bpmn:userTask id="CU"/><bpmn:endEvent id="c2"/>'
    '<bpmn:sequenceFlow id="cf1" sourceRef="c1" targetRef="CU"/>'
    '<bpmn:sequenceFlow id="cf2" sourceRef="CU" targetRef="c2"/></bpmn:process>'
)
MESSAGE = '<bpmn:messageEventDefinition messageRef="m1"/>'
LEAVES = ("user", "user", "user", "script", "script")
BLOCKS = (
    "sequence", "sequence", "exclusive", "parallel", "parallel", "inclusive", "inclusive", "loop", "sub", "loop-sub",
    "loop-task", "race", "limit", "reminder", "note", "call", "condition", "fails",
)  # fmt: skip
#: A piece of a diagram: its XML, its first and its last element.
Piece = tuple[str, str, str]


def _timer(kind: str, text: str) -> str:
    return (
        f"<bpmn:timerEventDefinition><bpmn:{kind}>{text}</bpmn:{kind}></bpmn:timerEventDefinition>"
    )


def _node(tag: str, key: str, inside: str = "", extension: str = "", **attributes: str) -> str:
    given = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    held = f"<bpmn:extensionElements>{extension}</bpmn:extensionElements>" if extension else ""
    return f'<bpmn:{tag} id="{key}" {given}>{held}{inside}</bpmn:{tag}>'


def _flow(source: str, target: str, when: str = "", key: str = "") -> str:
    condition = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{when}</bpmn:conditionExpression>'
        if when
        else ""
    )
    return f'<bpmn:sequenceFlow id="{key or f"{source}_{target}"}" sourceRef="{source}" targetRef="{target}">{condition}</bpmn:sequenceFlow>'


def _script(key: str, expression: str, variable: str) -> str:
    return _node(
        "scriptTask",
        key,
        extension=f'<zeebe:script expression="{expression}" resultVariable="{variable}"/>',
    )


class Generator:
    """Makes one diagram from a seed."""

    def __init__(self, seed: int) -> None:
        self.random, self.count = random.Random(seed), 0

    def key(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def diagram(self) -> bytes:
        first, second = self.piece(4), self.piece(3)
        body = (
            _node("startEvent", "S") + first[0] + second[0] + _node("endEvent", "E")
            + _flow("S", first[1]) + _flow(first[2], second[1]) + _flow(second[2], "E")
        )  # fmt: skip
        return (
            f'{HEAD}<bpmn:process id="P">{body}</bpmn:process>{CHILD}</bpmn:definitions>'.encode()
        )

    def piece(self, depth: int) -> Piece:
        choices = (LEAVES if depth < 2 else ()) + (BLOCKS if depth > 0 else ())
        kind = self.random.choice(choices)
        return getattr(self, kind.replace("-", "_"))(depth - 1)

    def user(self, _: int) -> Piece:
        key = self.key("U")
        return _node("userTask", key), key, key

    def script(self, _: int) -> Piece:
        key = self.key("C")
        return _script(key, f"=n + {self.random.randint(1, 3)}", "n"), key, key

    def sequence(self, depth: int) -> Piece:
        a, b = self.piece(depth), self.piece(depth)
        return a[0] + b[0] + _flow(a[2], b[1]), a[1], b[2]

    def _split(self, tag: str, depth: int, *, chooses: bool) -> Piece:
        split, join = self.key("G"), self.key("J")
        branches = [self.piece(depth) for _ in range(self.random.randint(2, 3))]
        xml = "".join(branch[0] for branch in branches) + _node(tag, join)
        for branch in branches:
            last = branch is branches[-1]
            when = "" if last or not chooses else f"=n &lt; {self.random.randint(0, 40)}"
            xml += _flow(branch[2], join) + _flow(split, branch[1], when)
        default = {"default": f"{split}_{branches[-1][1]}"} if chooses else {}
        return xml + _node(tag, split, **default), split, join

    def exclusive(self, depth: int) -> Piece:
        return self._split("exclusiveGateway", depth, chooses=True)

    def parallel(self, depth: int) -> Piece:
        return self._split("parallelGateway", depth, chooses=False)

    def inclusive(self, depth: int) -> Piece:
        return self._split("inclusiveGateway", depth, chooses=True)

    def loop(self, depth: int) -> Piece:
        begin, merge, step, choice, after = (self.key(prefix) for prefix in "ZMIXT")
        count = self.key("count")
        body = self.piece(depth)
        xml = (
            _script(begin, "=0", count) + _node("exclusiveGateway", merge) + body[0] + _script(step, f"={count}+1", count)
            + _node("exclusiveGateway", choice, default=f"{choice}_{after}") + _node("task", after)
            + _flow(begin, merge) + _flow(merge, body[1]) + _flow(body[2], step) + _flow(step, choice)
            + _flow(choice, merge, f"={count} &lt; {self.random.randint(1, 3)}") + _flow(choice, after)
        )  # fmt: skip
        return xml, begin, after

    def sub(self, depth: int, loop: str = "") -> Piece:
        key, start, end = self.key("P"), self.key("s"), self.key("e")
        body = self.piece(depth)
        local = '<zeebe:ioMapping><zeebe:input source="=n" target="n"/><zeebe:output source="=n" target="n"/></zeebe:ioMapping>'
        inside = (
            loop + _node("startEvent", start) + body[0] + _node("endEvent", end) + _flow(start, body[1])
            + _flow(body[2], end) + self._listener()
        )  # fmt: skip
        xml = _node("subProcess", key, inside, local if self.random.random() < 0.4 else "")
        if self.random.random() < 0.5:
            return xml, key, key
        join, event = self.key("J"), self.key("B")
        definition = self.random.choice([_timer("timeDuration", "PT4H"), MESSAGE])
        xml += _node("exclusiveGateway", join) + _flow(key, join) + _flow(event, join)
        return xml + _node("boundaryEvent", event, definition, attachedToRef=key), key, join

    def _listener(self) -> str:
        if self.random.random() < 0.6:
            return ""
        key = self.key("V")
        definition, interrupts = self.random.choice([
            (MESSAGE, "true"), (MESSAGE, "false"), (_timer("timeDuration", "PT2H"), "true"),
            (_timer("timeCycle", "R2/PT3H"), "false"),
        ])  # fmt: skip
        inside = (
            _node("startEvent", f"{key}s", definition, isInterrupting=interrupts) + _node("userTask", f"{key}u")
            + _node("endEvent", f"{key}e") + _flow(f"{key}s", f"{key}u") + _flow(f"{key}u", f"{key}e")
        )  # fmt: skip
        return _node("subProcess", key, inside, triggeredByEvent="true")

    def _several(self, key: str) -> str:
        items = self.random.choice(["=[1,2,3]", "=[1,2]", "=[]"])
        sequential = self.random.choice(["true", "false"])
        end = self.random.choice(
            [
                "",
                "<bpmn:completionCondition>=numberOfCompletedInstances &gt;= 2</bpmn:completionCondition>",
            ]
        )
        attributes = f'inputCollection="{items}" inputElement="it" outputCollection="o{key}" outputElement="=it*2"'
        held = f"<bpmn:extensionElements><zeebe:loopCharacteristics {attributes}/></bpmn:extensionElements>"
        return f'<bpmn:multiInstanceLoopCharacteristics isSequential="{sequential}">{held}{end}</bpmn:multiInstanceLoopCharacteristics>'

    def loop_sub(self, depth: int) -> Piece:
        return self.sub(depth, self._several(self.key("r")))

    def loop_task(self, _: int) -> Piece:
        key = self.key("A")
        return _node("userTask", key, self._several(key)), key, key

    def race(self, _: int) -> Piece:
        key, join = self.key("W"), self.key("J")
        xml = (
            _node("eventBasedGateway", key) + _node("exclusiveGateway", join) + _node("userTask", f"{key}u")
            + _node("intermediateCatchEvent", f"{key}t", _timer("timeDuration", "PT3H"))
            + _node("intermediateCatchEvent", f"{key}m", MESSAGE)
            + _flow(key, f"{key}t") + _flow(f"{key}t", f"{key}u") + _flow(f"{key}u", join)
            + _flow(key, f"{key}m") + _flow(f"{key}m", join)
        )  # fmt: skip
        return xml, key, join

    def limit(self, _: int) -> Piece:
        task, event, join = self.key("U"), self.key("B"), self.key("J")
        xml = (
            _node("userTask", task) + _node("userTask", f"{event}u") + _node("exclusiveGateway", join)
            + _node("boundaryEvent", event, _timer("timeDuration", "PT1H"), attachedToRef=task)
            + _flow(task, join) + _flow(event, f"{event}u") + _flow(f"{event}u", join)
        )  # fmt: skip
        return xml, task, join

    def _beside(self, definition: str) -> Piece:
        task, event = self.key("U"), self.key("B")
        border = _node(
            "boundaryEvent", event, definition, attachedToRef=task, cancelActivity="false"
        )
        return (
            _node("userTask", task)
            + border
            + _node("userTask", f"{event}u")
            + _flow(event, f"{event}u"),
            task,
            task,
        )

    def reminder(self, _: int) -> Piece:
        return self._beside(_timer("timeCycle", "R3/PT1H"))

    def note(self, _: int) -> Piece:
        return self._beside(MESSAGE)

    def call(self, _: int) -> Piece:
        key = self.key("CA")
        return (
            _node("callActivity", key, extension='<zeebe:calledElement processId="Child"/>'),
            key,
            key,
        )

    def condition(self, _: int) -> Piece:
        key = self.key("K")
        return (
            _node(
                "intermediateCatchEvent",
                key,
                "<bpmn:conditionalEventDefinition><bpmn:condition>=n &gt;= 0</bpmn:condition></bpmn:conditionalEventDefinition>",
            ),
            key,
            key,
        )

    def fails(self, depth: int) -> Piece:
        key, start, end, event, join = (self.key(prefix) for prefix in "FsebJ")
        body = self.piece(depth)
        inside = (
            _node("startEvent", start) + body[0] + _node("endEvent", end, '<bpmn:errorEventDefinition errorRef="e1"/>')
            + _flow(start, body[1]) + _flow(body[2], end)
        )  # fmt: skip
        xml = (
            _node("subProcess", key, inside) + _node("exclusiveGateway", join) + _flow(key, join) + _flow(event, join)
            + _node("boundaryEvent", event, '<bpmn:errorEventDefinition errorRef="e1"/>', attachedToRef=key)
        )  # fmt: skip
        return xml, key, join


def drive(definition: spiff.Definition, seed: int, most: int = 60, **options: object) -> Driver:
    """Do what a seed says until the case ends or has been through enough."""
    chance = random.Random(seed)
    case = Driver(definition, environment(**options)).start({"n": 0, "k": 7})
    while not case.completed and len(case.inputs) < most:
        case.environment = replace(case.environment, now=hours(len(case.inputs)))
        if not _act(case, chance):
            break
    return case


def _act(case: Driver, chance: random.Random) -> bool:
    tasks, timers = case.waits("task"), case.waits("timer")
    earliest = min((wait.due for wait in timers if wait.due), default=None)
    if earliest is not None and (chance.random() < 0.3 or not tasks):
        case.at(max(earliest, case.environment.now))
    elif case.waits("message") and (chance.random() < 0.3 or not tasks):
        case.message("Msg", "7", n=chance.randint(0, 50))
    elif tasks:
        wait = chance.choice(tasks)
        case.done(
            wait.element,
            [w.token for w in tasks if w.element == wait.element].index(wait.token),
            n=chance.randint(0, 50),
        )
    else:
        return False
    return True
