"""What somebody wants to practise: what they chose, or else where there is most to gain."""

from collections.abc import Mapping, Sequence

from services.skills.domain.items import Response
from services.skills.domain.level import highest_for, levels_of

MOST_GOALS = 3
"""Field rule: nobody works on more than three things at a time."""


def training_need(goals: Sequence[str], responses: Mapping[str, Response]) -> tuple[str, ...]:
    """At most three competences. The chosen goals, when there are any: it is not for us to put the lowest score first.

    Without goals: the three lowest levels. What somebody does not need to know has no level, and what is mastered as far as
    we ask leaves nothing to practise.
    """
    if goals:
        return tuple(goals)
    levels = levels_of(responses)
    open_ones = [competence for competence, level in levels.items() if level < highest_for(competence)]
    return tuple(sorted(open_ones, key=lambda competence: (levels[competence], competence))[:MOST_GOALS])
