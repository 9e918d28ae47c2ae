import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "webapp" / "templates"
ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("name", ALL)
def test_every_template_compiles(app, name):
    assert app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", ALL)
def test_no_template_carries_inline_script_style_or_handler(name):
    text = (TEMPLATES / name).read_text()
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "<style" not in text
    assert "javascript:" not in text
    for script in re.findall(r"<script[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_fetched_from_elsewhere(name):
    assert not re.search(r"(src|href|action)=\"(https?:)?//", (TEMPLATES / name).read_text())


@pytest.mark.parametrize("name", ALL)
def test_every_form_that_changes_something_carries_its_token(name):
    text = re.sub(r"{#.*?#}", "", (TEMPLATES / name).read_text(), flags=re.DOTALL)
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.DOTALL):
        assert "csrf()" in form, form[:200]


@pytest.mark.parametrize("name", ALL)
def test_every_imported_macro_is_used(name):
    text = (TEMPLATES / name).read_text()
    for names in re.findall(r"{% from \"[^\"]+\" import ([^%]+?) %}", text):
        for macro in names.split(","):
            uses = re.findall(rf"\b{macro.strip()}\(", text)
            assert uses or included_uses(text, macro.strip()), macro


def included_uses(text, macro):
    included = re.findall(r"{% include \"([^\"]+)\" %}", text)
    return any(f"{macro}(" in (TEMPLATES / name).read_text() for name in included)
