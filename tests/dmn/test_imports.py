from decimal import Decimal

import pytest

from engine import dmn
from engine.errors import ModelError

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def file(namespace: str, body: str, **imports: str) -> bytes:
    lines = "".join(
        f'<import name="{name}" namespace="{target}" importType="{MODEL}"/>'
        for name, target in imports.items()
    )
    return (
        f'<definitions xmlns="{MODEL}" name="{namespace}" namespace="{namespace}">'
        f"{lines}{body}</definitions>"
    ).encode()


@pytest.fixture
def people(data, literal, knowledge, feel) -> bytes:
    item = '<itemDefinition name="tAge"><typeRef>number</typeRef><allowedValues><text>&lt; 150</text></allowedValues></itemDefinition>'
    return file(
        "people",
        item
        + data("person")
        + literal("greeting", '"Hello " + person', needs=("person",))
        + knowledge("older(age: tAge): tAge", feel("age + 1")),
    )


def test_an_imported_decision_is_behind_the_name_of_the_import(people, literal) -> None:
    body = literal("d", 'p.greeting + "!"', needs=("!people#greeting",))
    model = dmn.load(file("main", body, p="people"), imports=[people])
    assert model.evaluate("d", {"p": {"person": "Ann"}}).value == "Hello Ann!"
    assert model.evaluate("d", {"person": "Ann"}).value == "Hello Ann!"
    assert model.decisions[0].inputs == ("p.person",)


def test_an_import_without_a_name_adds_to_the_names_of_the_model(people, literal) -> None:
    text = file("main", literal("d", "greeting", needs=("!people#greeting",)), X="people")
    model = dmn.load(text.replace(b'name="X"', b'name=""'), imports=[people])
    assert model.evaluate("d", {"person": "Ann"}).value == "Hello Ann"


def test_an_imported_knowledge_model_is_called_behind_the_name_of_the_import(
    people, literal
) -> None:
    body = literal("d", "[p.older(1), p.older(200)]", knows=("people#older",))
    model = dmn.load(file("main", body, p="people"), imports={"people.dmn": people})
    assert model.evaluate("d", {}).value == [Decimal(2), None]


def test_decision_and_knowledge_of_one_import_are_together(people, literal) -> None:
    body = literal(
        "d", "[p.greeting, p.older(1)]", needs=("!people#greeting",), knows=("people#older",)
    )
    model = dmn.load(file("main", body, p="people"), imports=[people])
    result = model.evaluate("d", {"person": "Ann"})
    assert result.value == ["Hello Ann", Decimal(2)]
    assert result.inputs == {"p": {"greeting": "Hello Ann"}}


def test_an_imported_type_is_named_behind_the_import(people, literal) -> None:
    body = literal("d", "200", type_ref="p.tAge") + literal("e", "100", type_ref="p.tAge")
    model = dmn.load(file("main", body, p="people"), imports=[people])
    assert [it.value for it in model.evaluate_all({}).values()] == [None, Decimal(100)]


def test_a_type_behind_two_imports(people, literal) -> None:
    middle = file("middle", literal("m", "1"), p="people")
    body = literal("d", "200", type_ref="m.p.tAge") + literal("e", "100", type_ref="m.p.tAge")
    body += literal("f", "200", type_ref="m.tGone") + literal("g", "200", type_ref="tGone")
    model = dmn.load(file("main", body, m="middle"), imports=[middle, people])
    values = [it.value for it in model.evaluate_all({}).values()]
    assert values == [None, Decimal(100), Decimal(200), Decimal(200)]


def test_an_old_model_names_imported_types_with_prefixes(people, literal) -> None:
    text = file("main", literal("d", "200", type_ref="q:tAge"), p="people")
    text = text.replace(b"<definitions ", b'<definitions xmlns:q="people" ')
    assert dmn.load(text, imports=[people]).evaluate("d", {}).value is None


def test_a_type_of_an_import_without_a_name_stands_alone(people, literal) -> None:
    text = file("main", literal("d", "200", type_ref="tAge"), X="people")
    model = dmn.load(text.replace(b'name="X"', b'name=""'), imports=[people])
    assert model.evaluate("d", {}).value is None


def test_a_reference_to_a_file_that_is_not_imported_is_passed_over(people, literal) -> None:
    text = file("main", literal("d", "greeting", needs=("!people#greeting",)))
    assert dmn.load(text, imports=[people]).evaluate("d", {}).value is None


def test_one_file_imported_on_two_ways_has_inputs_of_its_own_on_each(people, literal) -> None:
    one = file("one", literal("say", "a.greeting", needs=("!people#greeting",)), a="people")
    two = file("two", literal("say", "a.greeting", needs=("!people#greeting",)), a="people")
    body = literal("d", "[b1.say, b2.say]", needs=("!one#say", "!two#say"))
    model = dmn.load(file("main", body, b1="one", b2="two"), imports=[one, two, people])
    inputs = {"b1": {"a": {"person": "Ann"}}, "b2": {"a": {"person": "Bob"}}}
    assert model.evaluate("d", inputs).value == ["Hello Ann", "Hello Bob"]


def test_a_missing_import_is_refused_with_its_namespace() -> None:
    with pytest.raises(ModelError, match=r"“p”.*people.*was not given"):
        dmn.load(file("main", "", p="people"))


def test_files_that_are_not_imported_are_not_read(literal) -> None:
    model = dmn.load(file("main", literal("d", "1")), imports=[b"no decision model"])
    assert model.evaluate("d", {}).value == Decimal(1)


def test_an_imported_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(ModelError) as caught:
        dmn.load(file("main", "", p="people"), imports={"people.dmn": b"<a/>"})
    assert caught.value.problems[0].file == "people.dmn"


def test_files_may_import_each_other(literal) -> None:
    other = file("other", literal("a", "1"), m="main")
    model = dmn.load(
        file("main", literal("b", "o.a + 1", needs=("!other#a",)), o="other"), imports=[other]
    )
    assert model.evaluate("b", {}).value == Decimal(2)


def test_decisions_of_two_files_that_require_each_other_are_refused(literal) -> None:
    other = file("other", literal("a", "m.b", needs=("!main#b",)), m="main")
    main = file("main", literal("b", "o.a", needs=("!other#a",)), o="other")
    with pytest.raises(ModelError, match="requires itself"):
        dmn.load(main, imports=[other])


def test_an_import_of_another_kind_is_passed_over(literal) -> None:
    body = '<import name="s" namespace="x" importType="http://www.w3.org/2001/XMLSchema"/>'
    assert dmn.load(file("main", body + literal("d", "1"))).evaluate("d", {}).value == Decimal(1)


def test_a_reference_may_name_the_namespace_of_its_own_file(literal) -> None:
    body = literal("a", "1") + literal("b", "a", needs=("!main#a",))
    assert dmn.load(file("main", body)).evaluate("b", {}).value == Decimal(1)
