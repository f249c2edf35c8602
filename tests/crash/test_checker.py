"""The checker of the crash test finds what it has to find: one thing is broken at a time."""

import re
from dataclasses import replace

import pytest

from tests.crash.broken_worlds import BROKEN, Break
from tests.crash.checker import check
from tests.crash.evidence import Harm, Line
from tests.crash.good_world import good_world, with_device, with_one_more


def test_a_good_world_has_no_problems() -> None:
    _, evidence = good_world()
    assert check(evidence) == []


@pytest.mark.parametrize(("broken", "harm", "words"), [pytest.param(*one, id=one[0].__name__) for one in BROKEN])
def test_what_is_broken_is_found(broken: Break, harm: Harm, words: str) -> None:
    world, evidence = good_world()
    found = [problem.what for problem in check(broken(world, evidence)) if problem.harm is harm]
    assert any(re.search(words, what) for what in found), found


def test_a_dead_letter_is_found() -> None:
    _, evidence = good_world()
    assert [problem.harm for problem in check(replace(evidence, parked=["one"]))] == [Harm.DEAD_LETTER]


def test_a_machine_that_is_added_to_a_loan_is_no_problem() -> None:
    """It is claimed under the id of its line, which is no request."""
    _, evidence, line = with_one_more()
    assert check(evidence) == []
    assert [problem.what for problem in check(replace(evidence, lines=[]))], f"nobody knows {line}"


def test_a_machine_that_is_added_is_looked_after_as_any_other() -> None:
    world, evidence, line = with_one_more()
    hangs = check(replace(evidence, lines=[Line(line, world.free, "asked")]))
    assert any("still waits for an answer to its claim" in problem.what for problem in hangs)
    others = check(with_device(evidence, world.free, reserved_for=world.waiting))
    assert any(re.search("line .* believes it has device", problem.what) for problem in others)
    twice = check(replace(evidence, lines=[Line(line, world.taken, "kept")]))
    assert any("is promised to 2 requests" in problem.what for problem in twice)
    silent = check(replace(evidence, outbox=[one for one in evidence.outbox if one.key != str(line)]))
    assert any("never published device_claimed" in problem.what for problem in silent)
