import io

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

import forms

NAME = {"type": "textfield", "key": "name", "id": "n", "label": "Name"}
ADULT = {"type": "checkbox", "key": "adult", "id": "a", "label": "Adult"}
PROOF = {
    "type": "filepicker",
    "key": "proof",
    "id": "p",
    "label": "Proof",
    "accept": ".pdf",
    "multiple": True,
}
FAMILY = {
    "type": "dynamiclist",
    "path": "family",
    "id": "f",
    "label": "Family",
    "components": [NAME, ADULT, PROOF],
}
AMOUNT = {"type": "number", "key": "amount", "label": "Amount"}
GOODS = {
    "type": "checklist",
    "key": "goods",
    "label": "Goods",
    "values": [{"value": "a"}, {"value": "b"}],
}


def send(name="letter.pdf", content=b"x"):
    return FileStorage(io.BytesIO(content), filename=name)


@pytest.fixture
def post(make):
    """Post a form as a browser does: pairs of name and value."""

    def posted(components, pairs, files=(), locale="en"):
        definition = forms.load(make(*components))
        return forms.from_html(definition, MultiDict(pairs), MultiDict(files), locale)

    return posted


def test_answers_are_put_together_from_their_names(post):
    pairs = [
        ("amount", "1 234,50"),
        ("goods", ""),
        ("goods", "b"),
        ("goods", "a"),
        ("family[0].name", "Zed"),
        ("family[0].adult", "false"),
        ("family[0].adult", "true"),
        ("family[1].name", "Yan"),
        ("family[1].adult", "false"),
        ("csrf_token", "secret"),
        ("_revision", "3"),
    ]
    assert post([AMOUNT, GOODS, FAMILY], pairs, locale="fr").answers == {
        "amount": "1234.50",
        "goods": ["b", "a"],
        "family": [{"name": "Zed", "adult": "true"}, {"name": "Yan", "adult": "false"}],
    }


def test_what_was_not_asked_is_handed_on_to_be_refused(post):
    assert post([AMOUNT], [("is_admin", "1"), ("a[", "2")]).answers == {"is_admin": "1", "a[": "2"}


def test_rows_left_blank_are_dropped_when_the_form_is_sent(post):
    pairs = [("family[0].name", " "), ("family[0].adult", "false"), ("family[1].name", "Yan")]
    assert post([FAMILY], pairs).answers == {"family": [{"name": "Yan"}]}


def test_a_list_without_rows_is_an_empty_list(post):
    assert post([FAMILY], [("_rows", "family")]).answers == {"family": []}


def test_a_row_is_added_without_losing_what_was_typed(post):
    pairs = [("_rows", "family"), ("family[0].name", "Zed"), ("_add", "family")]
    submission = post([FAMILY], pairs)
    assert submission.redraw
    assert submission.answers == {"family": [{"name": "Zed"}, {}]}


def test_a_first_row_is_added_to_an_empty_list(post):
    assert post([FAMILY], [("_rows", "family"), ("_add", "family")]).answers == {"family": [{}]}


def test_a_row_is_removed_from_the_middle(post):
    pairs = [(f"family[{number}].name", str(number)) for number in range(3)]
    submission = post([FAMILY], [*pairs, ("_remove", "family[1]")])
    assert submission.redraw
    assert submission.answers == {"family": [{"name": "0"}, {"name": "2"}]}


@pytest.mark.parametrize(
    "button", [("_remove", "family[9]"), ("_remove", ""), ("_add", "]"), ("_redraw", "1")]
)
def test_a_button_that_means_nothing_changes_nothing(post, button):
    submission = post([FAMILY], [("family[0].name", "Zed"), button])
    assert submission.answers == {"family": [{"name": "Zed"}]}
    assert submission.redraw


def test_new_files_come_apart_under_the_number_their_row_has_at_last(post):
    pairs = [("family[0].name", ""), ("family[1].name", "Yan"), ("family[1].proof", "old-1")]
    submission = post([FAMILY], pairs, [("family[1].proof", send()), ("family[1].proof", send(""))])
    assert submission.answers == {"family": [{"name": "Yan", "proof": ["old-1"]}]}
    assert [upload.name for upload in submission.uploads] == ["family[0].proof"]


def test_the_reference_of_a_stored_file_goes_to_its_question(post):
    submission = post([FAMILY, PROOF | {"id": "q"}], [("family[0].name", "Z")], [("proof", send())])
    forms.attach(submission.answers, "family[0].proof", "f1")
    forms.attach(submission.answers, "proof", "f2")
    forms.attach(submission.answers, "proof", "f3")
    assert submission.answers == {
        "family": [{"name": "Z", "proof": ["f1"]}],
        "proof": ["f2", "f3"],
    }


@pytest.mark.parametrize(
    ("file", "rules"),
    [
        (send("letter.PDF"), []),
        (send("virus.exe"), ["accept"]),
        (send("letter.pdf.exe"), ["accept"]),
        (send("letter.pdf", b""), ["empty"]),
        (send("letter.pdf", b"x" * (2 * 1024 * 1024 + 1)), ["size"]),
    ],
)
def test_files_are_judged_by_ending_and_size(make, file, rules):
    small = PROOF | {"properties": {"maxMegabytes": 2}}
    definition = forms.load(make(small))
    submission = forms.from_html(definition, MultiDict(), MultiDict({"proof": file}))
    found = forms.check_uploads(definition, submission.uploads)
    assert [problem.rule for problem in found] == rules
    assert file.stream.tell() == 0


def test_images_of_any_kind_may_be_accepted(make):
    definition = forms.load(make(PROOF | {"accept": "image/*"}))
    files = MultiDict([("proof", send("scan.jpeg")), ("proof", send("scan.pdf"))])
    submission = forms.from_html(definition, MultiDict(), files)
    (problem,) = forms.check_uploads(definition, submission.uploads)
    assert "scan.pdf" in problem.message


def test_a_file_that_nobody_asked_for_is_refused(make):
    definition = forms.load(make(NAME))
    submission = forms.from_html(definition, MultiDict(), MultiDict({"name": send()}))
    assert [p.rule for p in forms.check_uploads(definition, submission.uploads)] == ["unknown"]


def test_a_draft_keeps_what_was_typed_and_nothing_else(make):
    definition = forms.load(make(AMOUNT, GOODS, FAMILY))
    raw = {
        "amount": "12,5x",
        "goods": ["zzz", None],
        "family": [{"name": "Zed", "x": 1}, "y"],
        "is_admin": "1",
    }
    kept = {"amount": "12,5x", "goods": ["zzz"], "family": [{"name": "Zed"}, {}]}
    assert forms.read_draft(definition, raw) == kept


@pytest.mark.parametrize(
    "raw", [None, [], "x", {"family": 3}, {"family": {"a": 1}}, {"amount": {"a": 1}}]
)
def test_a_draft_never_fails(make, raw):
    assert forms.read_draft(forms.load(make(AMOUNT, FAMILY)), raw) == {}
