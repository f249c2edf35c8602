"""All pairs: few combinations in which still every two choices meet."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

Case = TypeVar("Case", bound=Sequence[Hashable])
Pair = tuple[tuple[int, Hashable], tuple[int, Hashable]]


def pairs_of(case: Sequence[Hashable]) -> frozenset[Pair]:
    """The pairs that one case covers: two places in it, with what stands there."""
    return frozenset(combinations(enumerate(case), 2))


def all_pairs(cases: Iterable[Case]) -> list[Case]:
    """Some of these cases, so that every pair that occurs in any of them occurs in one that was chosen.

    Greedy: the pair that the fewest cases have comes first, and of the cases with it the one that covers most new pairs (of equals
    the first). Not the smallest choice that exists, but the same one each time.

    Args:
        cases: every case that is possible, each with a value at the same places.
    """
    found = {case: pairs_of(case) for case in cases}
    having: dict[Pair, list[Case]] = {}
    for case in found:
        for pair in combinations(enumerate(case), 2):
            having.setdefault(pair, []).append(case)
    left = set(having)
    chosen = []
    for pair in sorted(having, key=lambda one: len(having[one])):  # stable: of equals the one that came first
        if pair in left:
            best = max(having[pair], key=lambda case: len(found[case] & left))
            chosen.append(best)
            left -= found[best]
    return chosen
