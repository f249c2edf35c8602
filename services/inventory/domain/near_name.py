"""Whether what somebody typed is almost the name of a donor: one letter off in a word, or words written together."""

from services.inventory.domain.search import words_of

SHORTEST = 4
"""In shorter words one letter makes another word."""


def is_near(typed: str, name: str) -> bool:
    """Whether every word that was typed begins a word of the name, or does so but for one letter; accents say nothing.

    One letter off is one too many, one too few, another one, or two that changed places.
    """
    asked, known = words_of(typed), words_of(name)
    if not asked:
        return False
    return all(any(_begins(word, one) for one in known) for word in asked) or _begins("".join(asked), "".join(known))


def _begins(word: str, known: str) -> bool:
    """Whether a word begins another one, or almost."""
    if known.startswith(word):
        return True
    if len(word) < SHORTEST:
        return False
    return any(_is_one_off(word, known[:size]) for size in (len(word) - 1, len(word), len(word) + 1))


def _is_one_off(word: str, other: str) -> bool:
    same = 0
    while same < min(len(word), len(other)) and word[same] == other[same]:
        same += 1
    rest, others = word[same:], other[same:]
    changed = rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]
    return changed or (rest[:2] == others[:2][::-1] and rest[2:] == others[2:])
