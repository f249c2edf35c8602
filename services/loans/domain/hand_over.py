"""What a colleague does and tells when a machine leaves. A list to look at, not a gate: nothing waits for it."""

from enum import StrEnum


class HandOver(StrEnum):
    """One thing to do or to tell at the counter, in the order in which it is usually done."""

    CHARGER_TRIED = "charger_tried"
    SWITCHED_ON = "switched_on"
    STICKER_SHOWN = "sticker_shown"
    HELP_SHOWN = "help_shown"
    PAPER_GIVEN = "paper_given"
    CARD_GIVEN = "card_given"
