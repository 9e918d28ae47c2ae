"""Says which variables a form sets."""

from collections.abc import Iterator

from engine.model.forms import FieldInfo
from forms.definition import Component, Computed, Kind, Question, Rows
from forms.paths import walk, walk_scope

TYPES = {
    Kind.TEXT: "string",
    Kind.LONG_TEXT: "string",
    Kind.NUMBER: "number",
    Kind.YES_NO: "boolean",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.DATE_TIME: "date and time",
    Kind.FILES: "files",
}


def list_fields(components: tuple[Component, ...]) -> Iterator[FieldInfo]:
    """Yield the answers that a form asks for or computes, in order.

    A list of rows is one answer, confidential when anything in it is. What is only shown is none.
    """
    for component in walk_scope(components):
        if isinstance(component, Question) and component.read_only is not True:
            yield _describe(component, get_type(component), required=component.required)
        elif isinstance(component, Computed):
            yield _describe(component, component.value_type, required=False)
        elif isinstance(component, Rows):
            yield _describe(component, "list<context>", required=component.least > 0)


def _describe(component: Question | Computed | Rows, type_: str, *, required: bool) -> FieldInfo:
    inside = walk(component.components) if isinstance(component, Rows) else ()
    return FieldInfo(
        key=".".join(component.path),
        label=component.label,
        type=type_,
        required=required,
        confidential=component.confidential
        or any(getattr(inner, "confidential", False) for inner in inside),
    )


def get_type(question: Question) -> str:
    """Return the FEEL type of an answer; `Any` where the options decide it elsewhere."""
    if question.kind in TYPES:
        return TYPES[question.kind]
    options = question.options
    values = [option.value for option in options.fixed] if options else []
    texts = bool(values) and all(isinstance(value, str) for value in values)
    item = "string" if texts or (options and options.people) else "Any"
    return f"list<{item}>" if question.kind is Kind.SOME_OF else item
