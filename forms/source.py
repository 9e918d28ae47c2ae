"""The text of a `.form` file: bounded JSON, with the line of each component."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal, TypeVar

from engine.errors import ModelError, Problem
from forms.definition import Bound, Formula

T = TypeVar("T")

#: A form of this size has long stopped being one.
MAX_BYTES = 512 * 1024


@dataclass(kw_only=True)
class Findings:
    """The problems met while a file is read."""

    #: Name of the file inside the procedure's folder.
    file: str
    #: The whole file.
    text: str
    problems: list[Problem] = field(default_factory=list)

    def add(
        self,
        node: "Node | None",
        message: str,
        remedy: str,
        rule: str,
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Note a problem at a component, or at the form itself."""
        self.problems.append(
            Problem(
                message=message,
                remedy=remedy,
                file=self.file,
                element=node.name if node else "",
                line=node.line if node else 0,
                rule=rule,
                severity=severity,
            )
        )


@dataclass(frozen=True, kw_only=True)
class Node:
    """A JSON object of the file, read with care: a value of the wrong type is a finding."""

    raw: Mapping[str, object]
    #: Key or id of the component that the object belongs to.
    name: str
    line: int
    findings: Findings

    @property
    def id(self) -> str:
        """The id of the component, or its key where the file gives none."""
        return self.text("id") or self.name

    def text(self, key: str) -> str:
        """Return a text; empty when missing."""
        value = self.raw.get(key)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        return self._wrong(key, "a text", "")

    def flag(self, key: str) -> bool:
        """Return a truth value, False when missing; ``"true"`` counts, as in a map of properties."""
        value = self.raw.get(key)
        if isinstance(value, str) and value.strip().lower() in {"true", "false", ""}:
            return value.strip().lower() == "true"
        return (
            bool(value)
            if value is None or isinstance(value, bool)
            else self._wrong(key, "true or false", False)
        )

    def whole(self, key: str, default: int) -> int:
        """Return a whole number of zero or more."""
        value = self.raw.get(key)
        if value is None or value == "":
            return default
        if isinstance(value, str) and value.strip().isdecimal():
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        return self._wrong(key, "a whole number", default)

    def formula(self, key: str) -> Formula | None:
        """Return an expression, written with or without the leading ``=``."""
        text = self.text(key).removeprefix("=").strip()
        return Formula(text) if text else None

    def bound(self, key: str) -> Bound:
        """Return a limit: a number, the text of one, or an expression that begins with ``=``."""
        value = self.raw.get(key)
        if isinstance(value, str) and value.strip().startswith("="):
            return self.formula(key)
        if value is None or value == "":
            return None
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            return self._wrong(key, "a number or an expression", None)
        return number if number.is_finite() else self._wrong(key, "a number", None)

    def node(self, key: str) -> "Node":
        """Return an inner object, empty when missing."""
        value = self.raw.get(key)
        inner = value if isinstance(value, dict) else {}
        if value is not None and not isinstance(value, dict):
            self._wrong(key, "an object", None)
        return Node(raw=inner, name=self.name, line=self.line, findings=self.findings)

    def nodes(self, key: str) -> list["Node"]:
        """Return the objects of a list, each with its own name and line."""
        value = self.raw.get(key)
        items = value if isinstance(value, list) else []
        if value is not None and not isinstance(value, list):
            self._wrong(key, "a list", None)
        return [self._child(item) for item in items if isinstance(item, dict)]

    def _child(self, raw: Mapping[str, object]) -> "Node":
        name = str(raw.get("key") or raw.get("path") or raw.get("id") or "")
        line = find_line(self.findings.text, raw)
        return Node(raw=raw, name=name, line=line or self.line, findings=self.findings)

    def _wrong(self, key: str, wanted: str, instead: T) -> T:
        self.findings.add(
            self, f"“{key}” must be {wanted}.", "Correct it in the form.", "form-value"
        )
        return instead


def find_line(text: str, raw: Mapping[str, object]) -> int:
    """Return the line where a component's id (or key, or path) is written; 0 when nowhere."""
    for name in ("id", "key", "path"):
        if isinstance(value := raw.get(name), str) and value:
            written = rf'"{name}"\s*:\s*{re.escape(json.dumps(value, ensure_ascii=False))}'
            if found := re.search(written, text):
                return text.count("\n", 0, found.start()) + 1
    return 0


def parse(form: bytes, file: str) -> Node:
    """Read the file as one JSON object.

    Raises:
        ModelError: If it is too long, not JSON, or says a name twice in one object.
    """
    if len(form) > MAX_BYTES:
        raise ModelError(
            _unreadable(file, f"The form is longer than {MAX_BYTES // 1024} KB.", "Divide it.")
        )
    try:
        text = form.decode("utf-8-sig")
        raw = json.loads(text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise ModelError(
            _unreadable(file, f"This is not JSON: {error.msg}.", "Correct it.", error.lineno)
        ) from error
    except (ValueError, RecursionError) as error:
        raise ModelError(
            _unreadable(file, f"This is not a form: {error}.", "Correct it.")
        ) from error
    if not isinstance(raw, dict):
        raise ModelError(
            _unreadable(file, "A form is one JSON object.", "Make it with the form editor.")
        )
    return Node(raw=raw, name="", line=0, findings=Findings(file=file, text=text))


def _unreadable(file: str, message: str, remedy: str, line: int = 0) -> list[Problem]:
    return [Problem(message=message, remedy=remedy, file=file, line=line, rule="form-unreadable")]


def _refuse(word: str) -> object:
    message = f"{word} is no number of JSON"
    raise ValueError(message)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"“{twice}” stands twice in one object"
        raise ValueError(message)
    return found
