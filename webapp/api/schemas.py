"""What goes in and out of the interface."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from webapp.api.fields import Value

_ID = validate.Length(min=1, max=100)
_ANSWERS = {"description": "Answers by the keys of the form's fields."}


class StrictSchema(Schema):
    """Refuses what it does not know."""


class PersonSchema(Schema):
    """Somebody."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class SignInSchema(StrictSchema):
    """An account."""

    email = fields.String(required=True, validate=validate.Length(max=200))
    password = fields.String(required=True, validate=validate.Length(max=200))


class TokenSchema(Schema):
    """A session."""

    token = fields.String(required=True)
    person = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)


class ProcedureSchema(Schema):
    """A procedure that one may start."""

    id = fields.String(attribute="process_id", required=True)
    title = fields.String(required=True)
    description = fields.String()
    owner = fields.String()
    source = fields.String()
    version = fields.Integer()
    may_start = fields.Boolean()
    may_start_for_others = fields.Boolean()


class FieldSchema(Schema):
    """One answer that a form asks for."""

    key = fields.String(required=True)
    label = fields.String()
    type = fields.String(metadata={"description": "FEEL type of the answer."})
    required = fields.Boolean()
    confidential = fields.Boolean()


class StartFormSchema(ProcedureSchema):
    """A procedure with the answers that its start asks for."""

    fields_ = fields.List(fields.Nested(FieldSchema), data_key="fields", attribute="fields")


class StartSchema(StrictSchema):
    """A case to begin."""

    procedure = fields.String(required=True, validate=_ID)
    subject = fields.String(
        load_default="",
        metadata={"description": "Id of the person concerned; oneself when it is left out."},
    )
    answers = fields.Dict(
        keys=fields.String(), values=Value(allow_none=True), load_default=dict, metadata=_ANSWERS
    )


class StartedSchema(Schema):
    """A case that was begun."""

    case = fields.String(attribute="instance", required=True)
    business_key = fields.String(required=True)
    next_task = fields.String(allow_none=True)


class CaseSchema(Schema):
    """A case in one line."""

    id = fields.String(attribute="instance", required=True)
    business_key = fields.String(required=True)
    procedure = fields.String(attribute="process_id")
    procedure_title = fields.String(attribute="process")
    version = fields.Integer(attribute="definition_version")
    title = fields.String()
    status = fields.String(validate=validate.OneOf(["active", "completed", "terminated"]))
    incidents = fields.Integer()
    initiator = fields.Nested(PersonSchema)
    subject = fields.Nested(PersonSchema)
    unit = fields.String()
    started_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    outcome = fields.String()
    where = fields.List(fields.String())


class PositionSchema(Schema):
    """One thing that a case waits for."""

    element = fields.String()
    name = fields.String()
    kind = fields.String()
    since = fields.AwareDateTime(allow_none=True)
    due = fields.AwareDateTime(allow_none=True)
    task = fields.String(allow_none=True)
    assignee = fields.Nested(PersonSchema, allow_none=True)
    waits_for = fields.List(fields.String())
    message = fields.String()


class VariableSchema(Schema):
    """A variable of a case; the value of a confidential one stays inside."""

    name = fields.String()
    value = fields.Method("_get_value", metadata={"description": "Null when confidential."})
    confidential = fields.Boolean()

    def _get_value(self, variable: object) -> object:
        if getattr(variable, "confidential", True):
            return None
        return Value().serialize("value", variable)


class DocumentSchema(Schema):
    """A document that a case produced."""

    id = fields.String(required=True)
    name = fields.String()
    title = fields.String()
    number = fields.String()
    media_type = fields.String()
    size = fields.Integer()
    sha256 = fields.String(attribute="content")
    produced_at = fields.AwareDateTime()
    confidential = fields.Boolean()
    may_open = fields.Boolean()
    voided_at = fields.AwareDateTime(allow_none=True)
    void_reason = fields.String()


class FileSchema(Schema):
    """A document with its content in Base64."""

    name = fields.String()
    media_type = fields.String()
    content = fields.String()


class CaseDetailSchema(Schema):
    """A case as one may see it."""

    case = fields.Nested(CaseSchema, attribute="summary")
    positions = fields.List(fields.Nested(PositionSchema))
    variables = fields.List(fields.Nested(VariableSchema))
    documents = fields.List(fields.Nested(DocumentSchema))


class EntrySchema(Schema):
    """One line of a case's history."""

    seq = fields.Integer()
    at = fields.AwareDateTime()
    actor = fields.Nested(PersonSchema)
    kind = fields.String()
    element = fields.String()
    params = fields.Dict(keys=fields.String(), values=fields.String())


class TaskRowSchema(Schema):
    """A task in the inbox."""

    id = fields.String(attribute="task", required=True)
    case = fields.String(attribute="instance")
    business_key = fields.String()
    element = fields.String()
    name = fields.String()
    procedure = fields.String(attribute="process_id")
    subject = fields.Nested(PersonSchema)
    unit = fields.String()
    created = fields.AwareDateTime()
    due = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
    assignee = fields.Nested(PersonSchema, allow_none=True)


class TaskSchema(Schema):
    """A task with the answers that its form asks for."""

    id = fields.String(attribute="task", required=True)
    element = fields.String()
    name = fields.String()
    status = fields.String()
    assignee = fields.Nested(PersonSchema, allow_none=True)
    completed_by = fields.Nested(PersonSchema, allow_none=True)
    created = fields.AwareDateTime()
    due = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
    may_claim = fields.Boolean()
    may_complete = fields.Boolean()
    case = fields.Nested(CaseSchema)
    fields_ = fields.List(fields.Nested(FieldSchema), data_key="fields", attribute="fields")


class AnswersSchema(StrictSchema):
    """The answers of a form."""

    answers = fields.Dict(
        keys=fields.String(), values=Value(allow_none=True), load_default=dict, metadata=_ANSWERS
    )


class CompletedSchema(Schema):
    """What finishing a task led to."""

    case = fields.String(attribute="instance", required=True)
    next_task = fields.String(allow_none=True)


class MessageSchema(StrictSchema):
    """Something that one case is told."""

    name = fields.String(required=True, validate=_ID)
    correlation_key = fields.String(load_default="", validate=validate.Length(max=200))
    variables = fields.Dict(keys=fields.String(), values=Value(allow_none=True), load_default=dict)
    time_to_live = fields.TimeDelta(
        load_default=None,
        allow_none=True,
        metadata={"description": "Seconds for which the message waits for a case."},
    )


class PublishedSchema(Schema):
    """What became of a message."""

    message = fields.String()
    case = fields.String(attribute="instance", allow_none=True)


class SignalSchema(StrictSchema):
    """Something that every case that waits for it is told."""

    name = fields.String(required=True, validate=_ID)
    variables = fields.Dict(keys=fields.String(), values=Value(allow_none=True), load_default=dict)


class DeliveriesSchema(Schema):
    """How many cases were told."""

    deliveries = fields.Integer()


class ListArgumentsSchema(Schema):
    """Which part of a list."""

    class Meta:
        """What else stands in the address does not matter."""

        unknown = EXCLUDE

    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))
    per_page = fields.Integer(load_default=25, validate=validate.Range(min=1, max=200))
    search = fields.String(load_default="", validate=validate.Length(max=200))
    view = fields.String(load_default="", validate=validate.OneOf(["", "mine", "groups", "all"]))
    status = fields.String(load_default="")


def make_page(row: type[Schema]) -> type[Schema]:
    """Return the schema of a part of a list."""
    name = row.__name__.removesuffix("Schema")
    contents: dict[str, fields.Field[Any]] = {
        "rows": fields.List(fields.Nested(row), required=True),
        "total": fields.Integer(required=True),
        "more": fields.Boolean(
            metadata={"description": "The list is longer than `total`: it was not counted further."}
        ),
        "page": fields.Integer(required=True),
        "pages": fields.Integer(required=True),
    }
    made = Schema.from_dict(contents, name=f"{name}PageSchema")
    made.__doc__ = "Some rows of a longer list."
    return made


CasePageSchema = make_page(CaseSchema)
TaskPageSchema = make_page(TaskRowSchema)
ProcedurePageSchema = make_page(ProcedureSchema)
EntryPageSchema = make_page(EntrySchema)


class ProblemSchema(Schema):
    """What went wrong (RFC 9457)."""

    type = fields.String()
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    problems = fields.List(fields.Dict())
