"""Whole models of the kind that the standard describes: several elements at work together."""

from decimal import Decimal

import pytest


def test_extra_days_of_leave_add_up(read, data, literal, table) -> None:
    def days(name: str, *rules: str) -> str:
        inputs, needs = ["Age", "Years"], ("Age", "Years")
        body = table(
            inputs, ["days | 0"], *rules, policy="COLLECT", aggregation="MAX", decision=name
        )
        body = body.replace('id="table"', f'id="table {name}"')
        arrows = "".join(
            f'<informationRequirement><requiredInput href="#{need}"/></informationRequirement>'
            for need in needs
        )
        return body.replace("<decisionTable", arrows + "<decisionTable")

    model = read(
        data("Age: number", "Years: number")
        + days("young or old", "< 18; -; 5", ">= 60; -; 5", "-; >= 30; 5")
        + days("long service", "[18..60); [15..30); 2", ">= 45; < 30; 2")
        + literal(
            "total", "22 + young or old + long service", needs=("!young or old", "!long service")
        )
    )
    cases = [(16, 1, 27), (25, 5, 22), (44, 20, 24), (50, 30, 27), (60, 20, 29)]
    for age, years, expected in cases:
        assert model.evaluate("total", {"Age": age, "Years": years}).value == Decimal(expected)


def test_offers_are_compared_and_sorted(read, decision, literal, knowledge, feel) -> None:
    offers = (
        '<relation><column name="lender"/><column name="rate"/><column name="months"/>'
        f"<row>{feel(chr(34) + 'A' + chr(34))}{feel('0.06')}{feel('12')}</row>"
        f"<row>{feel(chr(34) + 'B' + chr(34))}{feel('0.04')}{feel('24')}</row>"
        f"<row>{feel(chr(34) + 'C' + chr(34))}{feel('0.05')}{feel('24')}</row></relation>"
    )
    model = read(
        knowledge(
            "payment(amount: number, rate: number, months: number)",
            feel("decimal(amount * (1 + rate * months / 12) / months, 2)"),
        )
        + decision("offers", offers)
        + literal(
            "ranked",
            "for o in sort(offers, function(x, y) x.rate < y.rate)"
            " return {lender: o.lender, pay: payment(1200, o.rate, o.months)}",
            needs=("!offers",),
            knows=("payment",),
        )
        + literal("longest", "offers[months > 12][1].lender", needs=("!offers",))
    )
    value = model.evaluate("ranked", {}).value
    assert [(it["lender"], it["pay"]) for it in value] == [
        ("B", Decimal("54.00")),
        ("C", Decimal("55.00")),
        ("A", Decimal("106.00")),
    ]
    assert model.evaluate("longest", {}).value == "B"


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (False, False, False, False),
        (True, None, None, True),
        (False, None, False, None),
        (None, None, None, None),
    ],
)
def test_logic_of_three_values_reaches_through_a_graph(
    read, data, literal, a: bool | None, b: bool | None, both: bool | None, either: bool | None
) -> None:
    model = read(
        data("a: boolean", "b: boolean")
        + literal("both", "a and b", needs=("a", "b"), type_ref="boolean")
        + literal("either", "a or b", needs=("a", "b"), type_ref="boolean")
    )
    for inputs in ({"a": a, "b": b}, {"a": b, "b": a}):
        results = model.evaluate_all(inputs)
        assert (results["both"].value, results["either"].value) == (both, either)


def test_a_table_reads_components_of_a_typed_input_with_spaces_in_its_names(
    read, data, table
) -> None:
    item = (
        '<itemDefinition name="tApplicant"><itemComponent name="Marital Status"><typeRef>string</typeRef>'
        '</itemComponent><itemComponent name="pre-bureau score"><typeRef>number</typeRef></itemComponent>'
        "</itemDefinition>"
    )
    body = table(
        ["Applicant.Marital Status", "Applicant.pre-bureau score"],
        ["class"],
        '"M"; > 5; "low"',
        '-; -; "high"',
        policy="FIRST",
    )
    arrow = '<informationRequirement><requiredInput href="#Applicant"/></informationRequirement>'
    model = read(
        item
        + data("Applicant: tApplicant")
        + body.replace("<decisionTable", arrow + "<decisionTable")
    )
    applicant = {"Marital Status": "M", "pre-bureau score": 6}
    result = model.evaluate("Route", {"Applicant": applicant})
    assert result.value == "low"
    assert result.inputs["Applicant.pre-bureau score"] == Decimal(6)


def test_a_join_of_two_relations(read, decision, literal, feel) -> None:
    people = (
        '<relation><column name="name"/><column name="unit"/>'
        f"<row>{feel(chr(34) + 'Ann' + chr(34))}{feel('1')}</row>"
        f"<row>{feel(chr(34) + 'Bob' + chr(34))}{feel('2')}</row></relation>"
    )
    units = (
        '<relation><column name="number"/><column name="head"/>'
        f"<row>{feel('1')}{feel(chr(34) + 'Eve' + chr(34))}</row>"
        f"<row>{feel('2')}{feel(chr(34) + 'Joe' + chr(34))}</row></relation>"
    )
    model = read(
        decision("people", people)
        + decision("units", units)
        + literal(
            "head",
            "units[number = people[name = who].unit[1]].head[1]",
            needs=("!people", "!units"),
        )
    )
    assert model.evaluate("head", {"who": "Bob"}).value == "Joe"


def test_a_knowledge_model_with_a_table_is_invoked_with_other_names(
    read, data, table, decision, feel
) -> None:
    inner = table(["score"], ["class"], '< 5; "poor"', '>= 5; "good"')
    inner = inner[inner.index("<decisionTable") : inner.index("</decision>")]
    body = (
        '<businessKnowledgeModel id="f" name="rate it"><encapsulatedLogic>'
        f'<formalParameter name="score" typeRef="number"/>{inner}</encapsulatedLogic></businessKnowledgeModel>'
    )
    call = (
        f'<invocation>{feel("rate it")}<binding><parameter name="score"/>'
        f"{feel('points + 1')}</binding></invocation>"
    )
    model = read(data("points") + body + decision("d", call, needs=("points",), knows=("f",)))
    result = model.evaluate("d", {"points": 4})
    assert (result.value, result.inputs) == ("good", {"points": Decimal(4)})
    assert result.tables[0].rules[0].number == 2
