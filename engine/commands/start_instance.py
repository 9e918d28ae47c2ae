"""Begin a case."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.advance.begin import Beginning, begin_case, new_instance_id, place_of
from engine.advance.following import find_next_task
from engine.advance.model import Model, get_latest
from engine.advance.submissions import Submission, bind, check, store
from engine.advance.world import Witness
from engine.context import Context, Work, writing
from engine.errors import NotAllowedError
from engine.model.access import may_start_for
from engine.model.ids import SYSTEM, InstanceId, PersonId, TaskId
from engine.model.roster import get_person, list_represented, name_of
from engine.store import idempotency
from engine.store.definitions import DefinitionRow


@dataclass(frozen=True, kw_only=True)
class Started:
    """The case that was begun."""

    instance: InstanceId
    #: The number that people quote.
    business_key: str
    #: A task that now waits for the same person; null when there is none.
    next_task: TaskId | None


def start_instance(
    context: Context,
    *,
    actor: PersonId,
    process_id: str,
    submission: Mapping[str, object],
    subject: str = "",
    on_behalf_of: str = "",
    start_event: str = "",
    key: str = "",
) -> Started:
    """Begin a case of the newest version of a procedure.

    Args:
        context: The engine.
        actor: Who begins it.
        process_id: The procedure.
        submission: Raw answers to the start form.
        subject: Person whom it concerns; the actor when empty.
        on_behalf_of: Person for whom the actor stands in.
        start_event: Id of the start event when it is not the plain one.
        key: Makes a repeated submission harmless.

    Raises:
        NotFoundError: If no such procedure is deployed, or no such person exists.
        NotAllowedError: If the actor may not start it for this person.
        SubmissionError: If the form was filled in wrongly.
    """
    beginning = Beginning(
        initiator=actor,
        subject=subject or on_behalf_of or actor,
        on_behalf_of=on_behalf_of,
        start_event=start_event,
        variables=submission,
    )
    with writing(context) as work:
        if key:
            answer = idempotency.claim_key(
                work.transaction, actor=actor, key=key, command="start_instance", at=work.now
            )
            if answer is not None:
                return _read(answer.result)
        row, model = get_latest(work, process_id)
        _require_right(work, model, beginning)
        started = _start(work, row, model, beginning)
        if key:
            idempotency.save_answer(
                work.transaction, actor=actor, key=key, result=dict(vars(started))
            )
        return started


def _read(result: object) -> Started:
    found = result if isinstance(result, dict) else {}
    return Started(
        instance=InstanceId(found["instance"]),
        business_key=found["business_key"],
        next_task=found["next_task"],
    )


def _require_right(work: Work, model: Model, beginning: Beginning) -> None:
    actor, title = beginning.initiator, model.procedure.title
    if actor == SYSTEM:
        return
    get_person(work.roster, beginning.subject)
    day = work.day(place_of(work, beginning.subject)[1])
    right_of = beginning.on_behalf_of or actor
    if right_of != actor and right_of not in list_represented(work.roster, actor, day):
        message = f"You do not stand in for {name_of(work.roster, right_of)} today."
        raise NotAllowedError(message)
    if not may_start_for(work.roster, model.procedure, right_of, beginning.subject, day):
        whom = name_of(work.roster, beginning.subject)
        message = f"You may not start “{title}” for {whom}. Ask who holds the role in their office."
        raise NotAllowedError(message)


def _start(work: Work, row: DefinitionRow, model: Model, beginning: Beginning) -> Started:
    instance_id = new_instance_id(work)
    unit, zone = place_of(work, beginning.subject)
    people = {"initiator": beginning.initiator, "subject": beginning.subject, "unit": unit}
    form = "" if beginning.start_event else model.procedure.start_form
    witness = Witness(work=work, model=model, zone=zone)
    asked = Submission(form=form, answers=beginning.variables, scope=people)
    values, files = store(
        work,
        model,
        form,
        check(work, witness, asked),
        actor=beginning.initiator,
        subject=beginning.subject,
        instance_id=instance_id,
    )
    done = begin_case(work, row, model, replace(beginning, variables=values), instance_id)
    bind(work, files, instance_id)
    return Started(
        instance=instance_id,
        business_key=done.instance.business_key,
        next_task=find_next_task(work, done.instance, done.tasks, beginning.initiator),
    )
