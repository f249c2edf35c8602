"""The unit of work of skills."""

from functools import cached_property

from services.skills.store.assessments import Assessments
from services.skills.store.forgetting import FamiliesKnown
from services.skills.store.known_households import KnownHouseholds
from services.skills.store.learners import Learners
from shared.bus.unit import Unit


class SkillsUnit(Unit):
    """One transaction of one organisation, with its learners and their answers."""

    @cached_property
    def learners(self) -> Learners:
        """Learners and their codes."""
        return Learners(self)

    @cached_property
    def assessments(self) -> Assessments:
        """Assessments and their answers."""
        return Assessments(self)

    @cached_property
    def known_households(self) -> KnownHouseholds:
        """Households, as the events of loans tell."""
        return KnownHouseholds(self)

    @cached_property
    def families_known(self) -> FamiliesKnown:
        """All that is kept of one family, to tell it and to forget it."""
        return FamiliesKnown(self)
