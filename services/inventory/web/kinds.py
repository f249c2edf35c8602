"""The kinds of machine that one can choose from."""

from services.inventory.web.texts import CHASSIS
from shared.contracts.vocabulary import Chassis


def kinds() -> list[tuple[str, str]]:
    """Values and words, the most common first."""
    return [(one.value, words) for one, words in CHASSIS.items()]


def kind_of(typed: str) -> Chassis | None:
    """The kind with this name; None for any other text. The enum itself makes another device of what it does not know."""
    return Chassis(typed) if typed in [one.value for one in Chassis] else None
