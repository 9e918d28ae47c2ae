"""People to choose from on a form."""

from collections.abc import Sequence

from engine.queries.directory import list_people
from forms.definition import FormDefinition, Option
from forms.paths import list_questions, write_path
from webapp.web.state import get_context

#: A list longer than this is no choice any more.
_MOST = 200


def offer_people(definition: FormDefinition) -> dict[str, Sequence[Option]]:
    """Return the people to choose from, for each question of a form that asks for one."""
    asked = [
        write_path(path)
        for path, question in list_questions(definition.components)
        if question.options and question.options.people
    ]
    if not asked:
        return {}
    people = list_people(get_context(), per_page=_MOST).rows
    options = [Option(value=person.id, label=person.name) for person in people]
    return dict.fromkeys(asked, options)
