"""The code on a sticker: short, easy to read aloud, the same nowhere else."""

from collections.abc import Callable

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I, O, 0 or 1: people mix them up."""


def make_code(random_below: Callable[[int], int]) -> str:
    """A code such as `KX4-72M`; about a thousand million exist. `random_below(n)` gives a number from 0 to n - 1."""
    letters = [ALPHABET[random_below(len(ALPHABET))] for _ in range(6)]
    return "".join(letters[:3]) + "-" + "".join(letters[3:])
