"""The code on a sticker: short, easy to read aloud, the same nowhere else, and with a last letter that betrays a misread one."""

from collections.abc import Callable

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I, O, 0 or 1: people mix them up."""

_FIELD = 0b100101
"""x⁵ + x² + 1: with it 32 letters are a field, in which doubling runs through all of them before it comes round."""


def make_code(random_below: Callable[[int], int]) -> str:
    """A code such as `KX4-72M`; about 33 million exist. `random_below(n)` gives a number from 0 to n - 1."""
    letters = "".join(ALPHABET[random_below(len(ALPHABET))] for _ in range(5))
    letters += check_letter(letters)
    return f"{letters[:3]}-{letters[3:]}"


def check_letter(letters: str) -> str:
    """The last letter of a code that begins with these five.

    One misread letter, or two neighbours that changed places, never give another right code: letters count 32, 16, 8, 4 and 2
    times in a field of 32 elements, so no single change and no such swap keeps the sum.
    """
    total = 0
    for letter in letters:
        total = _double(total ^ ALPHABET.index(letter))
    return ALPHABET[total]


def is_misread(code: str) -> bool:
    """Whether the last letter of a code does not go with the others. Codes from before there was such a letter mostly do not
    either, so what is known under a code counts more than this."""
    letters = code.replace("-", "")
    return len(letters) != 6 or not set(letters) <= set(ALPHABET) or check_letter(letters[:5]) != letters[5]


def _double(number: int) -> int:
    number <<= 1
    return number ^ _FIELD if number > 31 else number
