"""Form definitions: from a `.form` file to checked values and to the fields that a page shows.

A form is form-js JSON. Process owners edit it in the form editor; staff get HTML that the server
makes from it, and every answer is checked again here. What form-js has no word for stands in a
component's `properties`:

- ``check``: FEEL condition on the whole form that must be true;
- ``checkMessage``: what to tell the person when it is not, after ``=`` an expression;
- ``computed``: makes the field a value that is worked out and shown, not asked;
- ``confidential``: ``true`` for a value that only some roles may read;
- ``source``: ``people`` where the options are people of the organisation;
- ``default``: FEEL expression for what stands there at first;
- ``accept``, ``maxFiles``, ``maxMegabytes``: which files, how many, how large each;
- ``minRows``, ``maxRows``: of a dynamic list;
- ``autocomplete``: word of the HTML attribute;
- ``label``: what a computed value is called when it is shown.

Design notes:

- The schema is made anew for each submission, from the questions that are on the form then: what
  is hidden is dropped, whatever else was not asked is refused.
- While answers are incomplete an expression that fails is null, so that a page can be drawn and the
  missing answers be told; once all answers are right, it is an error.
- A question that was hidden sets null where the case has no such variable, so that a strict
  expression can name it, and leaves an existing variable alone. Sealed values that are not sent again
  are kept: the page cannot show them.
- Numbers travel as people write them and are made canonical when a page is read, because only then
  the language is known. A number that could mean two things is refused.

This package knows nothing of pages: `view` gives records that a template renders.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from engine.errors import Problem
from engine.model.forms import Evaluator, FieldInfo, Forms
from forms.check import find_problems
from forms.definition import FormDefinition
from forms.draft import read_draft
from forms.fields import list_fields
from forms.html_input import Submission, Upload, attach, from_html
from forms.messages import FieldError, FieldProblem, say
from forms.page import view
from forms.reading import load
from forms.uploads import check_uploads
from forms.validation import check
from forms.view import FieldView, FormView, Reader
from forms.wording import list_texts


class _FormJs:
    """The engine's `Forms`, for forms of form-js."""

    def check(
        self,
        form: bytes,
        submission: Mapping[str, object],
        scope: Mapping[str, object],
        evaluate: Evaluator,
    ) -> dict[str, object]:
        """Return the checked answers; see `forms.validation.check`."""
        return check(form, submission, scope, evaluate)

    def list_fields(self, form: bytes) -> tuple[FieldInfo, ...]:
        """Return the answers that the form asks for or computes, in order."""
        return tuple(list_fields(load(form).components))

    def list_texts(self, form: bytes) -> tuple[str, ...]:
        """Return the texts of the form that people read."""
        return list_texts(form)

    def find_problems(self, form: bytes, file: str, known: Sequence[str]) -> list[Problem]:
        """Return what is wrong with a form; see `forms.check.find_problems`."""
        return find_problems(form, file, known)


FORMS: Final[Forms] = _FormJs()

__all__ = [
    "FORMS",
    "FieldError",
    "FieldProblem",
    "FieldView",
    "FormDefinition",
    "FormView",
    "Reader",
    "Submission",
    "Upload",
    "attach",
    "check_uploads",
    "from_html",
    "load",
    "read_draft",
    "say",
    "view",
]
