from datetime import date
from decimal import Decimal

import pytest

from engine.errors import ExpressionError, ModelError
from engine.model.procedure import read_procedure

SETTINGS = b"""
id = "p"
title = "A procedure"
prefix = "P"
owner = "process_owner"
source = "A document"
[parameters."limit"]
title = "Limit"
source = "Clause 1"
values = [{ from = 2025-01-01, value = 7 }, { from = 2024-01-01, value = 5 }]
"""
POLICY = b"# P\n\n## C1 First\nSource: page 1.\n\nText.\n\n## C2 Second\nSource: page 2.\nNot carried out: advice only.\n"


def test_a_parameter_has_the_value_in_force_on_the_day() -> None:
    procedure = read_procedure({"procedure.toml": SETTINGS, "policy.md": POLICY})
    assert procedure.parameter("limit", date(2024, 12, 31)) == Decimal(5)
    assert procedure.parameter("limit", date(2025, 1, 1)) == Decimal(7)


def test_a_parameter_before_its_first_day_has_no_value() -> None:
    procedure = read_procedure({"procedure.toml": SETTINGS})
    with pytest.raises(ExpressionError, match="limit has no value on 2023-12-31"):
        procedure.parameter("limit", date(2023, 12, 31))


def test_an_unknown_parameter_is_named() -> None:
    with pytest.raises(ExpressionError, match="no parameter other"):
        read_procedure({"procedure.toml": SETTINGS}).parameter("other", date(2025, 1, 1))


def test_the_procedures_own_parameter_goes_before_a_shared_one() -> None:
    shared = b'["limit"]\ntitle = "L"\nsource = "S"\nvalues = [{ from = 2000-01-01, value = 1 }]\n'
    files = {"procedure.toml": SETTINGS, "shared/parameters.toml": shared}
    assert read_procedure(files).parameter("limit", date(2025, 6, 1)) == Decimal(7)


def test_clauses_carry_their_text_source_and_reason() -> None:
    clauses = read_procedure({"procedure.toml": SETTINGS, "policy.md": POLICY}).clauses
    assert (clauses["C1"].title, clauses["C1"].text, clauses["C1"].source) == (
        "First",
        "Text.",
        "page 1.",
    )
    assert clauses["C2"].not_carried_out == "advice only."
    assert clauses["C2"].line == 8


def test_a_clause_without_a_source_is_named_with_its_line() -> None:
    with pytest.raises(ModelError) as caught:
        read_procedure({"procedure.toml": SETTINGS, "policy.md": b"## C1 First\nText.\n"})
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.element) == ("policy.md", 1, "C1")


def test_a_clause_that_stands_twice_is_named() -> None:
    twice = POLICY + b"## C1 Again\nSource: page 3.\n"
    with pytest.raises(ModelError, match="C1 stands twice"):
        read_procedure({"procedure.toml": SETTINGS, "policy.md": twice})


def test_broken_toml_is_named_with_its_line() -> None:
    with pytest.raises(ModelError) as caught:
        read_procedure({"procedure.toml": b"id = 'p'\ntitle = \n"})
    assert caught.value.problems[0].line == 2


def test_every_missing_setting_is_named_at_once() -> None:
    with pytest.raises(ModelError) as caught:
        read_procedure({"procedure.toml": b"id = 'p'\n"})
    assert len(caught.value.problems) == 4


def test_texts_and_clauses_come_in_the_readers_language() -> None:
    files = {
        "procedure.toml": SETTINGS,
        "policy.md": POLICY,
        "fr.toml": b'"Send" = "Envoyer"\n',
        "policy.fr.md": b"## C1 Premier\nSource: page 1.\n",
    }
    procedure = read_procedure(files)
    assert procedure.translate("Send", "fr") == "Envoyer"
    assert procedure.translate("Keep", "fr") == "Keep"
    assert [procedure.clause(name, "fr").title for name in ("C1", "C2")] == ["Premier", "Second"]  # type: ignore[union-attr]
