import pytest

from forms.markdown import escape, render
from forms.sanitize import sanitize


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Soon**", "<p><strong>Soon</strong></p>\n"),
        ("# Title", '<h2 class="h5">Title</h2>\n'),
        ("###### Deep", '<h6 class="h5">Deep</h6>\n'),
        ("[policy](https://example.org)", '<p><a href="https://example.org">policy</a></p>\n'),
    ],
)
def test_markdown_becomes_html_below_the_title_of_the_page(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,AAAA)",
        "![x](https://example.org/tracker.png)",
        "<https://example.org/<script>>",
    ],
)
def test_nothing_that_runs_or_is_fetched_comes_out_of_markdown(text):
    html = render(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html


def test_a_value_stays_a_value_in_a_passage(draw):
    text = {"type": "text", "text": "Dear {{ name }}, you wrote: {{ note }}"}
    note = "[win](https://evil.example) <b>**now**</b>\n# x"
    (field,) = draw(text, case={"name": "A*B*", "note": note}).fields
    assert "<a" not in field.html
    assert "<strong>" not in field.html
    assert "A*B*" in field.html
    assert "&lt;b&gt;" in field.html


def test_a_passage_that_is_worked_out_cannot_make_links(draw):
    text = {"type": "text", "text": "=note"}
    (field,) = draw(text, case={"note": "**so** [win](https://evil.example)"}).fields
    assert "<strong>so</strong>" in field.html
    assert "<a" not in field.html


def test_every_punctuation_mark_can_be_shown_as_it_is():
    marks = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    html = render(escape(marks))
    assert html.startswith("<p>")
    assert html.count("<") == 2


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>A <b>b</b></p>", "<p>A <b>b</b></p>"),
        ("<h1>A</h1>", '<h2 class="h5">A</h2>'),
        ("<p onclick='x()' style='color:red'>A", "<p>A</p>"),
        ("<script>alert(1)</script>A", "A"),
        ("<svg><a href='x'>B</a></svg>A", "A"),
        ("<iframe src='https://evil.example'></iframe>A", "A"),
        ("<a href='javascript:alert(1)'>A</a>", "<a>A</a>"),
        ("<a href=' java\nscript:alert(1)'>A</a>", "<a>A</a>"),
        ("<a href='//evil.example'>A</a>", "<a>A</a>"),
        (
            "<a href='https://example.org/?a=1&amp;b=2'>A</a>",
            '<a href="https://example.org/?a=1&amp;b=2">A</a>',
        ),
        ("<ul><li>A<li>B</ul></div>", "<ul><li>A<li>B</li></li></ul>"),
        ("<img src=x onerror=alert(1)>A<br>", "A<br>"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ("<td colspan='2'>A</td>", '<td colspan="2">A</td>'),
    ],
)
def test_html_is_reduced_to_text_simple_tags_and_links(html, clean):
    assert sanitize(html) == clean


def test_a_value_stays_a_value_in_html(draw):
    passage = {"type": "html", "content": "<p>{{ note }}</p>"}
    (field,) = draw(passage, case={"note": "<b>x</b>"}).fields
    assert field.html == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


def test_html_that_is_worked_out_cannot_make_links(draw):
    passage = {"type": "html", "content": "=note"}
    note = "<a href='https://evil.example'>win</a>"
    (field,) = draw(passage, case={"note": note}).fields
    assert field.html == "<a>win</a>"
    (field,) = draw(passage).fields
    assert field.html == ""
