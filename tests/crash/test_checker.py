"""The checker of the crash test finds what it has to find: one thing is broken at a time."""

import re
from dataclasses import replace

import pytest

from tests.crash.broken_worlds import BROKEN, Break
from tests.crash.checker import check
from tests.crash.evidence import Harm
from tests.crash.good_world import good_world


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
