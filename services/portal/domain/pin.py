"""The short number with which somebody goes on at a shared tablet. It is no way in by itself: see `Account.pin_works`."""

import re
from datetime import date, timedelta
from itertools import pairwise

from services.portal.domain.refusals import PinNotSixDigits, PinTooEasy

DIGITS = 6
TRIES = 5
"""Wrong ones before the password is needed. Some 930,000 PINs pass, so who guesses blindly has a chance of one in 186,000."""

PROOF_LASTS = timedelta(hours=12)
"""How long after a password or a passkey a PIN does on the same tablet: a working day."""

_PIN = re.compile(r"[0-9]{6}")


def check_new_pin(pin: str) -> None:
    """Let a new PIN pass: six digits that are not among the first that somebody else would try.

    Raises `PinNotSixDigits`, and `PinTooEasy` for a row such as 123456 or 975310, a repetition such as 111111 or 121212, and what
    reads as a day or a month of somebody's life: 310785, 850731, 071985, 198507.
    """
    check_digits(pin)
    if _is_row(pin) or _repeats(pin) or _reads_as_date(pin):
        raise PinTooEasy()


def check_digits(pin: str) -> None:
    """Let pass what can be a PIN at all. Raises `PinNotSixDigits`."""
    if not _PIN.fullmatch(pin):
        raise PinNotSixDigits()


def _is_row(pin: str) -> bool:
    """The same step from each digit to the next, also around the end: 890123."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return len(steps) == 1


def _repeats(pin: str) -> bool:
    """One, two or three digits again and again, doubled digits such as 112233, or no more than two different ones."""
    again = any(pin == pin[:length] * (DIGITS // length) for length in (1, 2, 3))
    return again or pin[0::2] == pin[1::2] or len(set(pin)) < 3


def _reads_as_date(pin: str) -> bool:
    first, second, third = pin[:2], pin[2:4], pin[4:]
    year_and_month = ((pin[:4], third), (pin[2:], first))
    return (
        _is_day(third, second, first)
        or _is_day(first, second, third)
        or any(1900 <= int(year) < 2100 and 1 <= int(month) <= 12 for year, month in year_and_month)
    )


def _is_day(year: str, month: str, day: str) -> bool:
    """Whether a year of two digits, a month and a day are in the calendar."""
    try:
        date(2000 + int(year), int(month), int(day))
    except ValueError:
        return False
    return True
