"""From answers to a level per competence.

The levels are those of DigComp 3.0 (JRC, November 2025): 1 and 2 are simple tasks, with guidance and then mostly without; 3 and
4 are well-defined tasks done by oneself, and then with confidence. Levels 5 to 8 are about advising others, complex problems
and new solutions. What somebody says of their own doing cannot show those, so this rule ends at 4; the rest is for
a trainer who has seen it. 0 is below level 1: there is a first step to take.
"""

from collections.abc import Iterable, Mapping

from services.skills.domain.items import ITEMS, RATINGS, Item, Response, items_of

HIGHEST = 4
BY_ONESELF = (Response.ALONE, Response.CAN_SHOW)


def level_shown(difficulty: int, response: Response) -> int:
    """What one answer shows: a task done with help shows its own difficulty as level, done alone it shows one more.

    Showing others counts as doing it alone: that somebody can teach it is for others to say.
    """
    if response in BY_ONESELF:
        return min(difficulty + 1, HIGHEST)
    return min(difficulty, HIGHEST) if response is Response.WITH_HELP else 0


def level_of(answers: Iterable[tuple[int, Response]]) -> int | None:
    """The level for one competence from (difficulty, answer) of its questions; None when none was answered.

    The questions count from easy to hard, and a harder one counts only when all easier ones that were answered are done
    alone. The highest level shown by those that count is the level. `NOT_NEEDED` is not an answer about skill and is left
    out. The rule is monotone: a better answer to any question never makes the level lower.
    """
    rated = sorted(((difficulty, answer) for difficulty, answer in answers if answer in RATINGS), key=_easy_first)
    if not rated:
        return None
    level = 0
    for difficulty, response in rated:
        level = max(level, level_shown(difficulty, response))
        if response not in BY_ONESELF:
            break
    return level


def levels_of(responses: Mapping[str, Response]) -> dict[str, int]:
    """The level of every competence that has an answer, from answers by question id. Unknown questions are left out."""
    per_competence: dict[str, list[tuple[int, Response]]] = {}
    for item_id, response in responses.items():
        item = ITEMS.get(item_id)
        if item is not None:
            per_competence.setdefault(item.competence, []).append((item.difficulty, response))
    levels = {competence: level_of(answers) for competence, answers in per_competence.items()}
    return {competence: level for competence, level in sorted(levels.items()) if level is not None}


def highest_for(competence: str) -> int:
    """The highest level that our questions about a competence can show."""
    return max((level_shown(item.difficulty, Response.ALONE) for item in items_of(competence)), default=0)


def _easy_first(answer: tuple[int, Response]) -> tuple[int, int]:
    difficulty, response = answer
    return difficulty, -RATINGS.index(response)  # of two that are as hard the better one goes first, so that it counts


def tasks_by_response(responses: Mapping[str, Response]) -> dict[Response, list[Item]]:
    """The answered questions per answer, in the order in which they are asked."""
    return {response: [item for item in ITEMS.values() if responses.get(item.id) is response] for response in Response}
