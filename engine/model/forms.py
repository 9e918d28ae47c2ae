"""What the engine needs to know of forms, without knowing forms.

The engine is opened with one `Forms`; it has no default. `forms` implements it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from engine.errors import Problem


@dataclass(frozen=True, kw_only=True)
class FieldInfo:
    """One answer that a form asks for."""

    key: str
    label: str
    #: FEEL type of the answer: ``string``, ``number``, ``boolean``, ``date``, ``time``,
    #: ``date and time``, ``list<...>``, ``context``, or ``files``.
    type: str
    required: bool
    #: True for values that only some roles may read.
    confidential: bool


class Evaluator(Protocol):
    """Works out a FEEL expression as the case would, with its clock, functions and parameters."""

    def __call__(self, expression: str, scope: Mapping[str, object]) -> object:
        """Return the value of an expression over a scope.

        Raises:
            ExpressionError: If it cannot be worked out.
        """


class Forms(Protocol):
    """Reads forms and checks what people fill in."""

    def check(
        self,
        form: bytes,
        submission: Mapping[str, object],
        scope: Mapping[str, object],
        evaluate: Evaluator,
    ) -> dict[str, object]:
        """Return the checked answers as FEEL values, computed fields included.

        Args:
            form: The form definition.
            submission: Raw answers: texts from a page, or JSON from the API.
            scope: Variables of the case that the form may show or use.
            evaluate: For conditions, computed fields and checks.

        Raises:
            SubmissionError: If an answer is missing or wrong; one problem a field.
        """

    def list_fields(self, form: bytes) -> tuple[FieldInfo, ...]:
        """Return the answers that the form asks for or computes, in order."""

    def list_texts(self, form: bytes) -> tuple[str, ...]:
        """Return the texts of the form that people read, in order."""

    def find_problems(self, form: bytes, file: str, known: Sequence[str]) -> list[Problem]:
        """Return what is wrong with a form; ``known`` are the variable and function names in reach."""
