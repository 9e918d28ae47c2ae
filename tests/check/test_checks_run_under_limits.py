"""Checks of uploaded files run in a process of their own: what it costs, and that it cannot hurt this one."""

import os
import time

import pytest

from engine import check, folders, spiff
from engine.advance.bounded import find_bounded
from engine.errors import Problem
from forms import FORMS
from tests.spiff.driver import model


def find_for_ever() -> list[Problem]:
    while True:
        pass


def find_with_much_memory() -> list[Problem]:
    return [Problem(message=str(len(b"x" * 400_000_000)))]


def find_and_die() -> list[Problem]:
    os.abort()


@pytest.mark.parametrize(
    ("find", "reason"),
    [
        (find_for_ever, "takes longer than 1 seconds"),
        (find_with_much_memory, "needs more than 100 MB of memory"),
        (find_and_die, "broke off"),
    ],
)
def test_a_check_that_does_not_end_well_is_a_problem(find, reason):
    (problem,) = find_bounded(find, seconds=1, megabytes=100)
    assert reason in problem.message
    assert problem.rule == "check-stopped"
    assert problem.remedy


def test_a_check_within_its_limits_says_what_it_says_without_them():
    files = {"p.bpmn": model("user_task").replace(b'targetRef="', b'targetRef="x')}
    found = find_bounded(spiff.find_problems, files, "P")
    assert found
    assert found == spiff.find_problems(files, "P")


def test_a_procedure_of_ours_is_checked_while_a_person_waits():
    root = folders.find_root()
    files, people = folders.read_files(root, "usl"), folders.read_organisation(root)
    assert check.find_problems_bounded("usl", files, FORMS, people) == []  # imports everything
    before = time.perf_counter()
    assert check.find_problems_bounded("usl", files, FORMS, people) == []
    assert time.perf_counter() - before < 30  # 0.3 s where nothing else runs
