"""One machine on a loan, for as long as it is there."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class LineKind(StrEnum):
    """Whether a machine stays, or goes along while another one is being repaired."""

    LASTING = "lasting"
    TEMPORARY = "temporary"


class LineEnd(StrEnum):
    """Why a machine is not on the loan any more."""

    LOAN_ENDED = "loan_ended"
    LOANER_RETURNED = "loaner_returned"
    RETIRED = "retired"


@dataclass
class LoanLine:
    """One machine on one loan.

    Attributes:
        ticket_id: the repair for which a temporary machine came along; it stays when the machine becomes lasting.
        original_device_id: the machine that is being repaired meanwhile.
        reserved_by: the event with which inventory kept a temporary machine. Ids of events sort by the time they were made.
        ended: why it is over; None while the machine is on the loan.
    """

    id: UUID
    device_id: UUID
    kind: LineKind = LineKind.LASTING
    ticket_id: UUID | None = None
    original_device_id: UUID | None = None
    reserved_by: UUID | None = None
    ended: LineEnd | None = None
