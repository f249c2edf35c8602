"""The ways skills says no. Nothing changes when it does."""

from shared.domain import Refused


class UnknownHousehold(Refused):
    """Nobody told skills of a household with this id."""

    code = "unknown_household"


class UnknownHouseholdCode(Refused):
    """Nobody told skills of a household with this code."""

    code = "unknown_household_code"


class UnknownQuestion(Refused):
    """There is no such question, or it was not this learner's turn to get it."""

    code = "unknown_question"


class NothingToRepeat(Refused):
    """A new assessment makes sense once the last one has an answer."""

    code = "nothing_to_repeat"


class TooManyGoals(Refused):
    """More goals than somebody can work on at a time."""

    code = "too_many_goals"


class NobodyVisits(Refused):
    """This learner belongs to no household that we know, so there is nobody who visits."""

    code = "nobody_visits"
