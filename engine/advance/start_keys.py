"""At most one active case a key, for message start events that ask for it.

A start event asks when its message has a correlation key (``zeebe:subscription``): an expression
over what the message carries. Where that gives nothing, the key that the message was published
under counts; a message without either always begins a case. A key belongs to the procedure,
whichever of its versions and start events the case was begun by.

While a case with the key is active, further messages wait for as long as they may, and the oldest
begins the next case when that one has ended. Whoever begins a case with a key holds its name, so
that two cannot find it free, and locks the active case, so that it does not end unheard meanwhile;
the database has a unique index beside.
"""

from collections.abc import Mapping

from engine import feel, spiff
from engine.advance.begin import NOWHERE
from engine.advance.model import Model
from engine.advance.world import Witness, evaluation_context, unheard
from engine.context import Work
from engine.errors import ExpressionError
from engine.store import instances, subscriptions
from engine.store.locks import hold

#: What a case can be begun by.
Variables = Mapping[str, object]


def find_key(
    work: Work, model: Model, start: spiff.StartEvent, variables: Variables, published: str
) -> str:
    """Return the key of the case that a message would begin; empty when it has none.

    Args:
        work: The open transaction.
        model: The procedure.
        start: The start event that the message fits.
        variables: What the message carries.
        published: The key that it was published under.

    Raises:
        ExpressionError: If the expression cannot be read, or gives neither text nor number.
    """
    text = start.event.key
    if not text:
        return ""
    witness = Witness(work=work, model=model, zone=NOWHERE, locking=False)
    context = evaluation_context(unheard(witness), strict=False)
    value = feel.evaluate(text, variables, context=context)
    if value is None or value == "":
        return published
    if isinstance(value, bool | list | dict):
        message = f"The key of {start.name or start.id} must be a text or a number, but {text} gives {feel.format(value)}."
        raise ExpressionError(message, text=text, remedy="Send the message with another value.")
    return value if isinstance(value, str) else feel.format(value)


def is_free(work: Work, process_id: str, key: str) -> bool:
    """Tell whether no active case of a procedure has a key; keeps it so until the transaction ends."""
    hold(work.transaction, f"start {process_id} {key}")
    return instances.lock_active(work.transaction, process_id, key) is None


def is_awaited(work: Work, process_id: str, key: str) -> bool:
    """Tell whether a message waits already to begin a case with a key."""
    return bool(subscriptions.list_to_begin_with(work.transaction, process_id, key, work.now))
