"""A text that was printed to be signed with a pen, perhaps days before somebody does."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Days


@dataclass(frozen=True, slots=True)
class Printed:
    """One text of one loan as it stands on paper. Printed again on another day it is another one, for it names other days.

    Attributes:
        document_sha256: the number at the foot of each sheet of it.
        days: those that it names; who signs it later agrees to these.
        printed_at: when it was printed last, in UTC.
    """

    loan_id: UUID
    document_sha256: str
    language: Language
    level: Level
    template_version: int
    days: Days
    printed_at: datetime

    def counts_on(self, today: date) -> bool:
        """Whether its days are still ahead."""
        return self.days.look_again_on > today
