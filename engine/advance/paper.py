"""What a document says: its template read in the reader's language, and filled in from the case."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from engine import feel, spiff
from engine.advance.confidential import open_value
from engine.advance.model import Written
from engine.advance.submissions import is_sealed
from engine.advance.world import Witness, evaluation_context, unheard
from engine.documents.data_file import DATA_TYPE, ENDING, Layout, read_layout, write_file
from engine.documents.filling import Evaluate, fill_in, write_line
from engine.documents.page import PAGE_TYPE, Filled, Frame, make_page
from engine.documents.saying import say
from engine.documents.template import Settings, Template, read_template
from engine.errors import ExpressionError, NotFoundError
from engine.store.instances import InstanceRow

#: Characters that a file name may not have on some machine.
_UNFIT = dict.fromkeys(map(ord, '\\/:*?"<>|'), " ")
_MAX_NAME = 120


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a document is made of."""

    witness: Witness
    instance: InstanceRow
    call: spiff.LocalCall
    settings: Settings
    #: Language that it is written in.
    language: str
    unit: str
    day: date


@dataclass(frozen=True, kw_only=True)
class File:
    """A document, made."""

    title: str
    name: str
    media_type: str
    content: bytes


def template_name(call: spiff.LocalCall) -> str:
    """Return the template that a task names by input or header; empty when it names none."""
    return str(call.inputs.get("template") or call.headers.get("template", ""))


def find_template(witness: Witness, call: spiff.LocalCall) -> Written:
    """Return the template that a task names, in the language of its reader.

    Raises:
        ExpressionError: If it names none, or one that is not there.
    """
    name = template_name(call)
    if not name:
        message = "A document needs the header “template”."
        raise ExpressionError(message, remedy="Set it in the task's headers.")
    try:
        return witness.model.document(name, _language(witness, call))
    except NotFoundError as error:
        raise ExpressionError(str(error), remedy="Add it to the folder “documents”.") from error


def _language(witness: Witness, call: spiff.LocalCall) -> str:
    """Return the header's language, or that of the first person whom the input ``to`` names."""
    wanted = call.inputs.get("language") or call.headers.get("language", "")
    to = call.inputs.get("to")
    named = to if isinstance(to, list) else [to]
    people = witness.work.roster.people
    reader = next((people[one] for one in named if isinstance(one, str) and one in people), None)
    return str(wanted) if wanted else reader.language if reader else "en"


def read_written(witness: Witness, call: spiff.LocalCall, written: Written) -> Template | Layout:
    """Read a template; a translation has the settings of the English one.

    Raises:
        ModelError: If it cannot be read.
    """
    if written.path.endswith(ENDING):
        return read_layout(written.text, written.path)
    template = read_template(written.text, written.path)
    if written.language == "en":
        return template
    first = witness.model.document(template_name(call), "en")
    return replace(template, settings=read_template(first.text, first.path).settings)


def make_file(template: Template | Layout, order: Order, number: str) -> File:
    """Fill in a template.

    Args:
        template: As it was read.
        order: What it is filled in with.
        number: Empty when the document has none.

    Raises:
        ExpressionError: If a value cannot be worked out or written.
        LimitError: If it gets too long.
        RefusedError: If the confidential values of the person were erased.
    """
    units = order.witness.work.roster.units
    frame = Frame(
        unit=units[order.unit].name if order.unit in units else order.unit,
        number=number,
        date=say(order.day, order.language),
        case=order.instance.business_key,
        language=order.language,
        landscape=order.settings.landscape,
    )
    given = {"number": number or None, "date": order.day, "unit": frame.unit, "case": frame.case}
    seen = {**order.call.variables, **order.call.inputs, "document": given}
    scope, evaluate = _opened(order, seen), _evaluator(order.witness)
    # The title stands in lists and in the history: nothing is opened for it.
    title = write_line(template.title, seen, evaluate, template.file, order.language)
    if isinstance(template, Layout):
        content = write_file(template, scope, evaluate, (number, order.day.isoformat()))
        name = template.name and write_line(template.name, seen, evaluate, template.file, "en")
        kept = _file_name(name) if name else _file_name(f"{number} {title}", ".csv")
        return File(title=title, name=kept, media_type=DATA_TYPE, content=content)
    body = fill_in(template, scope, evaluate, order.language)
    page = make_page(Filled(title=title, body=body), frame)
    name = _file_name(f"{number} {title}", ".html")
    return File(title=title, name=name, media_type=PAGE_TYPE, content=page)


def _opened(order: Order, seen: Mapping[str, object]) -> dict[str, object]:
    """Return the variables, with those confidential ones opened that the settings name."""
    work = order.witness.work
    return {
        name: open_value(work, value)
        if name in order.settings.confidential and is_sealed(value)
        else value
        for name, value in seen.items()
    }


def _evaluator(witness: Witness) -> Evaluate:
    context = evaluation_context(unheard(witness))

    def evaluate(expression: str, scope: Mapping[str, object]) -> object:
        return feel.evaluate(expression, scope, context=context)

    return evaluate


def _file_name(text: str, ending: str = "") -> str:
    """Return a name that every file system takes."""
    plain = " ".join("".join(one for one in text.translate(_UNFIT) if one.isprintable()).split())
    return f"{plain[: _MAX_NAME - len(ending)].strip(' .') or 'document'}{ending}"
