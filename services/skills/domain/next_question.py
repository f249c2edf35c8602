"""Which question comes next: easy ones first, and a harder one only for who does the easier one alone."""

from collections.abc import Mapping

from services.skills.domain.items import ITEMS, Item, Response, items_of
from services.skills.domain.level import BY_ONESELF


def next_question(responses: Mapping[str, Response]) -> Item | None:
    """The first of the easiest questions that is open now, from answers by question id; None when there is none left."""
    open_now = [item for item in ITEMS.values() if item.id not in responses and is_open(item, responses)]
    return min(open_now, key=lambda item: item.difficulty, default=None)


def is_open(item: Item, responses: Mapping[str, Response]) -> bool:
    """Whether a question may be asked: every easier one of its competence was answered, and is done alone.

    So who does not know how, needs help, or does not need to, is not asked for more of the same.
    """
    easier = [other for other in items_of(item.competence) if other.difficulty < item.difficulty]
    return all(responses.get(other.id) in BY_ONESELF for other in easier)
