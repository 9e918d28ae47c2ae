"""Reads the components of form-js that ask for an answer."""

from dataclasses import replace

from forms.definition import FileRules, Formula, Kind, Limits, Options, Question
from forms.options import read_options
from forms.patterns import compile_pattern
from forms.source import Node

KINDS = {
    "textfield": Kind.TEXT,
    "textarea": Kind.LONG_TEXT,
    "number": Kind.NUMBER,
    "checkbox": Kind.YES_NO,
    "radio": Kind.ONE_OF,
    "select": Kind.ONE_OF,
    "checklist": Kind.SOME_OF,
    "taglist": Kind.SOME_OF,
    "datetime": Kind.DATE,
    "filepicker": Kind.FILES,
}
#: FEEL type of a computed value by the component that shows it.
COMPUTED_TYPES = {
    "textfield": "string",
    "textarea": "string",
    "number": "number",
    "checkbox": "boolean",
    "datetime": "Any",
    "expression": "Any",
}
SUBTYPES = {"": Kind.DATE, "date": Kind.DATE, "time": Kind.TIME, "datetime": Kind.DATE_TIME}
MEGABYTE = 1024 * 1024
#: Files of a picker that allows several, when the form does not say how many.
SEVERAL = 20


def read_question(node: Node, path: tuple[str, ...]) -> Question | None:
    """Return a question at a path; None, with a finding, when the path is empty."""
    if not path:
        remedy = "Give it a key: its variable."
        node.findings.add(node, "A field has no key.", remedy, "form-key")
        return None
    properties, appearance = node.node("properties"), node.node("appearance")
    kind = _read_kind(node)
    question = Question(
        id=node.id,
        type=node.text("type"),
        line=node.line,
        path=path,
        label=read_label(node),
        kind=kind,
        help=node.text("description"),
        required=node.node("validate").flag("required"),
        read_only=_read_switch(node),
        default=properties.formula("default") or node.raw.get("defaultValue"),
        confidential=properties.flag("confidential"),
        autocomplete=properties.text("autocomplete"),
        prefix=appearance.text("prefixAdorner"),
        suffix=appearance.text("suffixAdorner"),
    )
    return _add_rules(node, question)


def _add_rules(node: Node, question: Question) -> Question:
    if question.kind in {Kind.ONE_OF, Kind.SOME_OF}:
        return replace(question, options=_read_options(node))
    if question.kind is Kind.FILES:
        return replace(question, files=_read_files(node))
    return replace(question, limits=_read_limits(node))


def _read_kind(node: Node) -> Kind:
    kind = KINDS[node.text("type")]
    source = node.node("properties").text("source")
    if source and source != "people":
        node.findings.add(
            node, f"“{source}” is no source of options.", "Use “people”.", "form-source"
        )
    if source == "people":
        return kind if kind is Kind.SOME_OF else Kind.ONE_OF
    if node.text("type") != "datetime":
        return kind
    subtype = node.text("subtype")
    if subtype not in SUBTYPES:
        node.findings.add(
            node, f"“{subtype}” is no kind of date.", "Use date, time or datetime.", "form-date"
        )
    return SUBTYPES.get(subtype, kind)


def read_label(node: Node) -> str:
    """Return what a field is called; dates have their own setting for it."""
    if node.text("type") == "datetime":
        first, second = node.text("dateLabel"), node.text("timeLabel")
        return node.text("label") or (
            second or first if node.text("subtype") == "time" else first or second
        )
    return node.text("label")


def _read_switch(node: Node) -> bool | Formula:
    written = node.raw.get("readonly")
    if isinstance(written, str) and written.strip().startswith("="):
        return node.formula("readonly") or False
    return node.flag("readonly") or node.flag("disabled")


def _read_limits(node: Node) -> Limits:
    rules = node.node("validate")
    limits = Limits(
        minimum=rules.bound("min"),
        maximum=rules.bound("max"),
        min_length=rules.bound("minLength"),
        max_length=rules.bound("maxLength"),
        pattern=rules.text("pattern"),
        format=rules.text("validationType").replace("custom", ""),
        decimals=node.whole("decimalDigits", 0)
        if node.raw.get("decimalDigits") is not None
        else None,
        not_past=node.flag("disallowPassedDates"),
    )
    _look_at_limits(node, limits)
    return limits


def _look_at_limits(node: Node, limits: Limits) -> None:
    if limits.format not in {"", "email", "phone"}:
        node.findings.add(
            node,
            f"“{limits.format}” is no kind of validation.",
            "Use email, phone or a pattern.",
            "form-validation",
        )
    try:
        compile_pattern(limits.pattern)
    except ValueError as error:
        node.findings.add(
            node,
            f"The pattern {limits.pattern} cannot be used: {error}.",
            "Write it without look-around and back-references.",
            "form-pattern",
        )


def _read_options(node: Node) -> Options:
    people = node.node("properties").text("source") == "people"
    formula, variable = node.formula("valuesExpression"), node.text("valuesKey")
    fixed = read_options(_list(node, "values"))
    if not (people or formula or variable or fixed):
        node.findings.add(
            node, "There is nothing to choose from.", "Give the field its options.", "form-options"
        )
    if len({str(option.value) for option in fixed}) < len(fixed):
        node.findings.add(
            node, "Two options have the same value.", "Give each its own.", "form-options"
        )
    return Options(fixed=fixed, variable=variable, formula=formula, people=people)


def _list(node: Node, key: str) -> list[object]:
    value = node.raw.get(key)
    return value if isinstance(value, list) else []


def _read_files(node: Node) -> FileRules:
    properties = node.node("properties")
    accept = node.text("accept") or properties.text("accept")
    if accept.startswith("="):
        node.findings.add(
            node, "The accepted files cannot be an expression.", "List the endings.", "form-files"
        )
    several = SEVERAL if node.flag("multiple") else 1
    return FileRules(
        accept=tuple(part.strip().lower() for part in accept.split(",") if part.strip()),
        max_bytes=properties.whole("maxMegabytes", 10) * MEGABYTE,
        max_files=properties.whole("maxFiles", several),
    )
