"""The words that checks of forms put together are there in French, as whole texts or with gaps."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.folders import find_root, list_procedures, read_files
from engine.model.procedure import read_procedure

ROOT = find_root()
_LITERAL = re.compile(r'"([^"]*)"')
_GAP = re.compile(r"\{\w+\}")


def list_messages(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        properties = node.get("properties")
        if isinstance(properties, dict):
            yield str(properties.get("checkMessage", ""))
        for inner in node.values():
            yield from list_messages(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from list_messages(inner)


def list_words(message: str) -> Iterator[str]:
    """Yield what a message spells out: sentences, and words with a space at an end."""
    for words in _LITERAL.findall(message):
        # What begins with a bracket stands inside what fills a gap.
        glued = words != words.strip() and re.match(r" ?\w.*\w|[.;,]", words)
        if glued or re.fullmatch(r"[A-Z].* .*\.", words):
            yield words


@pytest.mark.parametrize("name", list_procedures(ROOT))
def test_what_a_check_says_is_there_in_french(name):
    files = read_files(ROOT, name)
    known = read_procedure(files).translations["fr"]
    missing = {
        words
        for path, data in files.items()
        if path.endswith(".form")
        for message in list_messages(json.loads(data))
        if message.startswith("=")
        for words in list_words(message)
        if not any(words in text for text in known)
    }
    assert not missing


@pytest.mark.parametrize("path", sorted(Path(ROOT).glob("*/fr.toml")), ids=lambda p: p.parent.name)
def test_a_translation_with_gaps_says_what_some_form_says(path):
    lines = [line for line in path.read_text().splitlines() if re.match(r'"[^"]*\{\w', line)]
    forms = "\n".join(one.read_text() for one in Path(ROOT).rglob("*.form"))
    for line in lines:
        text = line.partition('" = "')[0].removeprefix('"')
        if "{{" not in text:
            begins = _GAP.split(text)[0]
            assert begins.strip(" .;:,") in forms, text
