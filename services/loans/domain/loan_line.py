"""One machine on a loan, for as long as it is there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.loans import BackWithMachine
from shared.contracts.vocabulary import Accessory


class LineKind(StrEnum):
    """Whether a machine stays, or goes along while another one is being repaired."""

    LASTING = "lasting"
    TEMPORARY = "temporary"


class LineEnd(StrEnum):
    """Why a machine is not on the loan any more."""

    LOAN_ENDED = "loan_ended"
    LOANER_RETURNED = "loaner_returned"
    RETIRED = "retired"
    GIVEN_BACK = "given_back"
    NOT_GIVEN = "not_given"


class Coming(StrEnum):
    """How far a machine is that a colleague adds to a loan, until it goes along."""

    ASKED = "asked"
    KEPT = "kept"


@dataclass
class LoanLine:
    """One machine on one loan.

    Attributes:
        ticket_id: the repair for which a temporary machine came along; it stays when the machine becomes lasting.
        original_device_id: the machine that is being repaired meanwhile.
        reserved_by: the event with which inventory kept a temporary machine, or the one whose place it took. Ids of events
            sort by the time they were made.
        ended: why it is over; None while the machine is on the loan.
        coming: of a machine that is to be added and did not go along yet. Inventory keeps it under the id of this line, as it
            keeps others under that of a request.
        said_lost_on: the day on which the family said that it is lost or stolen, where the organisation is. A colleague looks at
            it; that the family said so moves nothing.
        along: what goes along with this machine, of one that was added to the loan; None while nobody chose, of one that was added
            before there was such a list, and of the machine that the loan began with: the list of the loan is about that one.
        along_gone, not_returned: of that list, as `Loan.gone` and `Loan.not_returned`.
        wiped_on: of a machine that is not on the loan any more, the day on which inventory saw that it is empty; None before.
    """

    id: UUID
    device_id: UUID
    kind: LineKind = LineKind.LASTING
    ticket_id: UUID | None = None
    original_device_id: UUID | None = None
    reserved_by: UUID | None = None
    ended: LineEnd | None = None
    coming: Coming | None = None
    said_lost_on: date | None = None
    wiped_on: date | None = None
    along: tuple[Accessory, ...] | None = None
    along_gone: tuple[Accessory, ...] = ()
    not_returned: tuple[Accessory, ...] = ()

    def proposed(self, lies_ready: Collection[Accessory]) -> tuple[Accessory, ...]:
        """What goes along with it: what somebody chose, or until then what lies ready with it."""
        return self.along if self.along is not None else tuple(one for one in Accessory if one in lies_ready)

    @property
    def asked_back(self) -> tuple[Accessory, ...]:
        """What the family brings back beside it, of what is still there. Also of one that was retired: its charger is at home."""
        if self.coming is not None or self.ended not in (None, LineEnd.RETIRED):
            return ()
        return tuple(one for one in self.along or () if one not in self.along_gone)

    def settle(self, returned: Collection[Accessory] | None) -> BackWithMachine:
        """It is checked off: what came back with it, None for all of it. What did not is noted. Gives what others hear of it."""
        asked = self.asked_back
        back = tuple(one for one in asked if returned is None or one in returned)
        self.not_returned = tuple(one for one in asked if one not in back)
        return BackWithMachine(device_id=self.device_id, accessories=asked, returned=back)

    @property
    def goes_along_for(self) -> tuple[UUID, UUID]:
        """The repair and the original of a temporary machine. Raises `ValueError` for one that never was temporary."""
        if self.ticket_id is None or self.original_device_id is None:
            raise ValueError("a machine that goes along does so for a ticket and instead of another one")
        return self.ticket_id, self.original_device_id

    @property
    def is_lost_loaner(self) -> bool:
        """Whether it went along, and was retired before the original came back."""
        return self.kind is LineKind.TEMPORARY and self.ended is LineEnd.RETIRED
