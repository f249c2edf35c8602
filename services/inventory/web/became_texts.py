"""What became of a lot or of all that a donor gave, as staff read it: every number, in words."""

from collections.abc import Sequence

from services.inventory.domain.became import Became
from services.inventory.queries.reuse import Outcome
from services.inventory.web.end_texts import OUTCOME
from shared.language.translate import _

WAITING = _("Gescand, nog geen toestel")
ENDED = _("Uit gebruik, nog bij ons of verloren")
AGAIN = _("Al bij meer dan één gezin geweest")


def became_lines(became: Became) -> Sequence[tuple[str, int]]:
    """Words and number of each, without what is nought."""
    lines = [
        (WAITING, became.waiting),
        (OUTCOME[Outcome.IN_STOCK], became.preparing),
        (OUTCOME[Outcome.LENT], became.lent),
        (OUTCOME[Outcome.GIVEN_AWAY], became.given_away),
        (OUTCOME[Outcome.PARTS], became.parts),
        (OUTCOME[Outcome.RECYCLED], became.recycled),
        (ENDED, became.ended),
        (AGAIN, became.lent_again),
    ]
    return [line for line in lines if line[1]]
