import hashlib
import json
import re
from pathlib import Path

import pytest

from webapp.diagrams.texts import modeler_texts, replay_texts, viewer_texts

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "webapp" / "static"
VENDOR = STATIC / "vendor"
LOCK = json.loads((ROOT / "webapp" / "vendor" / "package-lock.json").read_text(encoding="utf-8"))
OWN = [path for path in STATIC.rglob("*.js") if VENDOR not in path.parents]

#: Keys that a script puts together: kinds of difference, severities of a problem.
DYNAMIC = {"added", "changed", "removed", "moved", "error", "warning"}


def test_every_built_file_has_the_checksum_of_its_build() -> None:
    sums = dict(
        reversed(line.split("  "))
        for line in (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    assert sums == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "SHA256SUMS"
    }


def test_the_lock_file_fixes_every_package_by_digest_and_names_no_registry() -> None:
    packages = [about for path, about in LOCK["packages"].items() if path]
    assert all(about["integrity"].startswith("sha512-") for about in packages)
    assert not [about for about in packages if "resolved" in about]


def test_every_package_of_the_notice_is_the_locked_version_and_has_its_licence_text() -> None:
    locked = {
        (path.rpartition("node_modules/")[2], about["version"])
        for path, about in LOCK["packages"].items()
        if path
    }
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    listed = re.findall(r"^(\S+) (\d\S+): (.+)$", notice, re.MULTILINE)
    assert {(name, version) for name, version, _ in listed} <= locked
    assert {"bpmn-js", "bootstrap", "htmx.org", "dmn-js"} <= {name for name, _, _ in listed}
    texts = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    missing = [name for name, version, _ in listed if f"\n{name} {version} (" not in texts]
    assert not missing


@pytest.mark.parametrize(
    ("scripts", "texts"),
    [
        ("modeler", modeler_texts(str)),
        ("replay", replay_texts(str)),
        ("viewer", viewer_texts(str)),
    ],
)
def test_every_word_a_script_asks_for_is_given_and_none_is_left_over(
    scripts: str, texts: dict[str, str]
) -> None:
    sources = [path for path in OWN if scripts in {path.stem, path.parent.name}]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r"\btexts?\('(\w+)'", code))
    used = asked | (DYNAMIC if scripts == "modeler" else set())
    assert used == set(texts)


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_our_scripts_load_nothing_from_outside_and_write_no_markup(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://|innerHTML|insertAdjacentHTML|\beval\(|new Function", code)
