from pathlib import Path

from webapp.modeler.comparison import compare

FOLDER = Path(__file__).parent / "errand"
DIAGRAM = "errand.bpmn"
FILES = {DIAGRAM: (FOLDER / DIAGRAM).read_bytes(), "policy.md": (FOLDER / "policy.md").read_bytes()}


def change(old, new, path=DIAGRAM):
    changed = FILES[path].replace(old.encode(), new.encode())
    assert changed != FILES[path]
    return {**FILES, path: changed}


def names(parts):
    return [part.id for part in parts]


def test_the_same_files_do_not_differ():
    assert compare(FILES, FILES, DIAGRAM).nothing


def test_a_new_name_changes_one_element():
    found = compare(FILES, change("Decide on the errand", "Decide soon"), DIAGRAM)
    assert names(found.changed) == ["decide"]
    assert not (found.added)
    assert not (found.removed)
    assert not (found.moved)


def test_a_changed_condition_changes_its_flow():
    found = compare(FILES, change('=decision = "yes"', '=decision = "ja"'), DIAGRAM)
    assert names(found.changed) == ["f_yes"]


def test_a_changed_due_date_changes_its_task():
    found = compare(FILES, change("errand.decide", "errand.other"), DIAGRAM)
    assert names(found.changed) == ["decide"]


def test_a_removed_element_is_named_from_the_older_version():
    after = change('<bpmn:endEvent id="refused" name="Refused"/>', "")
    found = compare(FILES, after, DIAGRAM)
    assert [(part.id, part.name) for part in found.removed] == [("refused", "Refused")]
    assert names(compare(after, FILES, DIAGRAM).added) == ["refused"]


def test_an_element_that_is_only_drawn_elsewhere_is_moved():
    found = compare(FILES, change('x="260" y="230"', 'x="280" y="230"'), DIAGRAM)
    assert names(found.moved) == ["decide"]
    assert not found.changed


def test_other_files_are_compared_line_by_line():
    found = compare(FILES, change("within two days", "within a week", "policy.md"), DIAGRAM)
    (file,) = found.files
    assert file.path == "policy.md"
    assert ("-", "Another person decides within two days.") in file.lines
    assert ("+", "Another person decides within a week.") in file.lines
    assert not found.changed
