import pytest

from engine.errors import ModelError, Problem
from engine.model.xml import parse_xml


def problem_of(data: bytes, **limits: int) -> Problem:
    with pytest.raises(ModelError) as caught:
        parse_xml(data, file="route.dmn", **limits)
    (problem,) = caught.value.problems
    assert problem.file == "route.dmn"
    assert problem.remedy
    return problem


def test_a_document_is_read_with_the_line_of_each_element() -> None:
    root = parse_xml(b"<a>\n  <b id='x'/>\n</a>")
    assert [child.sourceline for child in root] == [2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_every_declared_encoding_is_read(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f"<?xml version='1.0' encoding='{declared}'?><a name='congé'/>"
    assert parse_xml(text.encode(encoding)).get("name") == "congé"


def test_comments_and_processing_instructions_are_dropped() -> None:
    root = parse_xml(b"<?style x?><a><!-- one -->te<!-- two -->xt<?pi?></a>")
    assert (root.text, len(root)) == ("text", 0)


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a><a/>",
        b"<!DOCTYPE a SYSTEM 'http://example.org/a.dtd'><a/>",
        b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        b"<!-- first --><!DOCTYPE a [<!ENTITY x 'y'>]><a b='&x;'/>",
        "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16"),
    ],
)
def test_a_document_type_is_refused(data: bytes) -> None:
    assert problem_of(data).rule == "xml-doctype"


def test_growing_entities_are_refused_before_they_grow() -> None:
    entities = "".join(f"<!ENTITY e{i} '{f'&e{i - 1};' * 10}'>" for i in range(1, 12))
    bomb = f"<!DOCTYPE a [<!ENTITY e0 'ha'>{entities}]><a>&e11;</a>"
    assert problem_of(bomb.encode()).rule == "xml-doctype"


def test_a_fault_is_named_with_its_line() -> None:
    problem = problem_of(b"<a>\n<b>\n</a>")
    assert (problem.rule, problem.line) == ("xml-not-well-formed", 3)


def test_an_unknown_entity_is_refused() -> None:
    assert problem_of(b"<a>&nbsp;</a>").rule == "xml-not-well-formed"


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_an_empty_file_is_named_as_such(data: bytes) -> None:
    assert problem_of(data).rule == "xml-empty"


def test_a_file_over_the_size_limit_is_refused() -> None:
    assert problem_of(b"<a>" + b"x" * 100 + b"</a>", max_bytes=100).rule == "xml-too-large"


def test_nesting_up_to_the_limit_is_read() -> None:
    assert parse_xml(b"<a>" * 5 + b"</a>" * 5, max_depth=5).tag == "a"


def test_nesting_over_the_limit_is_refused() -> None:
    assert problem_of(b"<a>" * 6 + b"</a>" * 6, max_depth=5).rule == "xml-too-deep"


def test_extreme_nesting_is_refused() -> None:
    depth = 100_000
    assert problem_of(b"<a>" * depth + b"</a>" * depth).rule == "xml-too-deep"
