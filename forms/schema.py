"""The marshmallow schema of one submission: made of the questions that are on the form now."""

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing

from engine.errors import ExpressionError
from forms.asked import Asked, ask, find_person
from forms.definition import Component, Kind, Question, Rows
from forms.draft import is_blank, make_blank
from forms.limits import judge
from forms.messages import TEMPLATES, FieldError, make_errors
from forms.paths import find_value, get_path, walk_scope
from forms.scopes import Scope, list_shown
from forms.values import read_value
from forms.visibility import Settled, find_row, keeps_value

#: What to say when nothing was answered.
MISSING = {Kind.YES_NO: "tick", Kind.ONE_OF: "choose", Kind.SOME_OF: "choose", Kind.FILES: "send"}


class Answers(Schema):
    """The answers of a form, or of one row of a list in it; anything else is refused."""

    error_messages = {  # noqa: RUF012 - marshmallow's own way to word them
        "unknown": FieldError(rule="unknown", template=TEMPLATES["unknown"]),  # type: ignore[dict-item]  # any object is passed through
        "type": FieldError(rule="shape", template=TEMPLATES["shape"]),  # type: ignore[dict-item]  # any object is passed through
    }

    class Meta:
        """Refuse what the form does not ask."""

        unknown = RAISE


class Answer(fields.Field[object]):
    """One answer."""

    def __init__(self, asked: Asked, place: Scope, *, keeps: bool) -> None:
        super().__init__(data_key=asked.question.path[-1], attribute=asked.question.path[-1])
        self.asked, self.place, self.keeps = asked, place, keeps

    def deserialize(
        self,
        value: object,
        attr: str | None = None,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,  # marshmallow's signature
    ) -> object:
        """Return the FEEL value; `missing` when the case keeps the one that it has.

        Raises:
            ValidationError: If the answer is missing or wrong; carries one `FieldError`.
        """
        asked = self.asked
        if value is not missing and asked.question.read_only is True:
            raise ValidationError([asked.error("fixed")])
        if self.keeps:
            return missing
        if value is missing or is_blank(value):
            return self._leave_blank()
        found = read_value(asked, value)
        judge(asked, found)
        self._look_for_people(found)
        if found is False and asked.required:
            raise ValidationError([asked.error("tick")])
        return found

    def _leave_blank(self) -> object:
        question = self.asked.question
        if self.asked.required:
            rule = MISSING.get(question.kind, "required")
            raise ValidationError([self.asked.error(rule)])
        return make_blank(question)

    def _look_for_people(self, found: object) -> None:
        """Refuse somebody who does not exist, where any person will do.

        Raises:
            ValidationError: If there is no such person.
        """
        asked = self.asked
        if asked.options is None and asked.question.options and asked.question.options.people:
            for person in found if isinstance(found, list) else [found]:
                if not find_person(person, self.place.evaluate):
                    raise ValidationError([asked.error("person")])


class Repeated(fields.Field[object]):
    """The rows of a list, each with a schema of its own: rows differ in what they hide."""

    def __init__(self, rows: Rows, schemas: list[Schema], count: int | None) -> None:
        super().__init__(data_key=rows.path[-1], attribute=rows.path[-1])
        self.rows, self.schemas = rows, schemas
        self.least, self.most = (rows.least, rows.most) if count is None else (count, count)

    def deserialize(
        self,
        value: object,
        attr: str | None = None,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,  # marshmallow's signature
    ) -> object:
        """Return the rows as contexts.

        Raises:
            ValidationError: If there are too few or too many, or one is wrong.
        """
        error = make_errors(self.rows.label)
        items = [] if value is missing or is_blank(value) else value
        if not isinstance(items, list | tuple):
            raise ValidationError([error("list")])
        if len(items) > self.most:
            raise ValidationError([error("many rows", limit=self.most)])
        if len(items) < self.least:
            raise ValidationError([error("few rows", limit=self.least)])
        return self._load(items)

    def _load(self, items: Sequence[Any]) -> list[object]:
        loaded: list[object] = []
        faults: dict[int, object] = {}
        for number, (schema, item) in enumerate(zip(self.schemas, items, strict=True)):
            try:
                loaded.append(schema.load(item))
            except ValidationError as found:
                faults[number] = found.messages
        if faults:
            raise ValidationError(faults)
        return loaded


def make_schema(settled: Settled) -> tuple[Schema, list[ExpressionError]]:
    """Return the schema, and the expressions that failed while it was made.

    The failures matter only when the answers are right otherwise: until then an expression may
    simply lack the answers that it needs.
    """
    failures: list[ExpressionError] = []
    schema = _make(settled, settled.definition.components, settled.scope, failures)
    return schema, failures


def _make(
    settled: Settled,
    components: tuple[Component, ...],
    place: Scope,
    failures: list[ExpressionError],
) -> Schema:
    tree: dict[str, Any] = {}
    for component in walk_scope(components):
        _find_branch(tree, get_path(component))
    for component in list_shown(components, place, settled.hidden):
        branch, path = _find_branch(tree, get_path(component)), get_path(component)
        if isinstance(component, Question):
            branch[path[-1]] = _ask(component, place, settled, failures)
        elif isinstance(component, Rows):
            branch[path[-1]] = _repeat(component, place, settled, failures)
    return _grow(tree)


def _find_branch(tree: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    """Return the names beside the last one of a path."""
    for name in path[:-1]:
        tree = tree.setdefault(name, {})
    return tree


def _ask(
    question: Question, place: Scope, settled: Settled, failures: list[ExpressionError]
) -> Answer:
    blank = is_blank(find_value(find_row(settled.raw, place), question.path))
    asked = ask(question, place, judged=not blank)
    failures.extend(asked.failures)
    return Answer(asked, place, keeps=keeps_value(question, place, settled))


def _repeat(
    rows: Rows, place: Scope, settled: Settled, failures: list[ExpressionError]
) -> Repeated:
    schemas = [_make(settled, rows.components, row, failures) for row in place.rows(rows)]
    old = find_value(place.before, rows.path)
    count = None if rows.open else len(old) if isinstance(old, list) else rows.start
    return Repeated(rows, schemas, count)


def _grow(tree: dict[str, Any]) -> Schema:
    """Return the schema of a tree of names; those of attributes are made up, so that any will do."""
    grown = {f"field_{number}": _grow_branch(*item) for number, item in enumerate(tree.items())}
    return Answers.from_dict(grown)()


def _grow_branch(name: str, branch: fields.Field[Any] | dict[str, Any]) -> fields.Field[Any]:
    if isinstance(branch, fields.Field):
        return branch
    return fields.Nested(_grow(branch), data_key=name, attribute=name, load_default=dict)
