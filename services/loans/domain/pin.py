"""The PIN of a family's card: four digits that a person chooses, or that we make and show once."""

import hmac
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.refusals import PinNotFourDigits, PinTooEasy

DIGITS = 4
LONGEST_TYPED = 20
_RUNS = "01234567890", "09876543210"
_YEARS = range(1920, 2030)
"""Years in which somebody of the family was born: whoever knows the family tries those first."""


def plain_pin(typed: str) -> str:
    """The digits of what somebody typed, from whatever keyboard: Arabic digits are digits too. Other signs stay as they are."""
    kept = (letter for letter in typed[:LONGEST_TYPED] if not letter.isspace())
    return "".join(str(digit) if (digit := unicodedata.decimal(letter, None)) is not None else letter for letter in kept)


def clean_pin(typed: str) -> str:
    """A PIN that somebody chooses. Raises `PinNotFourDigits`, and `PinTooEasy` for what others guess first."""
    pin = plain_pin(typed)
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdigit()):
        raise PinNotFourDigits()
    if is_easy(pin):
        raise PinTooEasy()
    return pin


def is_easy(pin: str) -> bool:
    """Whether others guess it first: one pair twice (also four times the same digit), a run up or down, a year of birth."""
    return pin[:2] == pin[2:] or any(pin in run for run in _RUNS) or int(pin) in _YEARS


@dataclass(frozen=True, slots=True)
class Pins:
    """Makes PINs, and mixes them with a key before they are hashed.

    Without the key, a copy of the database would give every PIN away: ten thousand of them are hashed within the hour.

    Attributes:
        making: a secret key; what we make follows from it, so that a form that is sent twice shows the same PIN.
        mixing: another one.
    """

    making: bytes
    mixing: bytes

    def make(self, card_id: UUID, number: int) -> str:
        """The PIN with this number that we make for a card, never an easy one; the same each time."""
        attempt = 0
        while True:
            said = card_id.bytes + number.to_bytes(4) + attempt.to_bytes(4)
            pin = f"{int.from_bytes(hmac.digest(self.making, said, 'sha256')[:8]) % 10**DIGITS:0{DIGITS}}"
            if not is_easy(pin):
                return pin
            attempt += 1

    def keyed(self, card_id: UUID, pin: str) -> str:
        """What is hashed of a PIN: nothing that can be found without our key."""
        return hmac.digest(self.mixing, card_id.bytes + pin.encode(), "sha256").hex()


def pins_from(derive: Callable[[str], bytes]) -> Pins:
    """PINs with keys for these two purposes, from whatever derives keys."""
    return Pins(derive("loans/family-pin"), derive("loans/family-pin-hash"))
