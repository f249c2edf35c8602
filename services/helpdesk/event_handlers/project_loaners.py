"""Projection: what inventory and loans say about a machine that goes along during a repair, by ticket."""

from datetime import datetime

from services.helpdesk.store.known_loaners import LoanerState
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.inventory import LoanerRefused, LoanerReserved
from shared.contracts.loans import LoanerAdded, LoanerDeclined, LoanerReturned
from shared.contracts.vocabulary import DeviceState


async def project_loaner_reserved(event: LoanerReserved, unit: HelpdeskUnit) -> None:
    """Inventory keeps a machine for the family."""
    await unit.known_devices.is_where(event.device_id, DeviceState.RESERVED, unit.sequence)
    await unit.known_loaners.told(
        event.ticket_id,
        LoanerState.RESERVED,
        subject=event.subject,
        sequence=unit.sequence,
        at=_told_at(unit),
        device_id=event.device_id,
    )


async def project_loaner_refused(event: LoanerRefused, unit: HelpdeskUnit) -> None:
    """Inventory has none."""
    await unit.known_loaners.told(
        event.ticket_id, LoanerState.REFUSED, subject=event.subject, sequence=unit.sequence, at=_told_at(unit), reason=event.reason
    )


async def project_loaner_declined(event: LoanerDeclined, unit: HelpdeskUnit) -> None:
    """Loans does not need it."""
    await unit.known_loaners.told(
        event.ticket_id, LoanerState.DECLINED, subject=event.subject, sequence=unit.sequence, at=_told_at(unit)
    )


async def project_loaner_added(event: LoanerAdded, unit: HelpdeskUnit) -> None:
    """It went along: the family has two machines on one loan, of which one is with us."""
    await unit.known_loans.has(event.loan_id, event.device_id, unit.sequence, has=True)
    await unit.known_loaners.told(
        event.ticket_id,
        LoanerState.ALONG,
        subject=event.subject,
        sequence=unit.sequence,
        at=_told_at(unit),
        device_id=event.device_id,
    )


async def project_loaner_returned(event: LoanerReturned, unit: HelpdeskUnit) -> None:
    """It comes back to us."""
    await unit.known_loans.has(event.loan_id, event.device_id, unit.sequence, has=False)
    await unit.known_loaners.told(
        event.ticket_id,
        LoanerState.RETURNED,
        subject=event.subject,
        sequence=unit.sequence,
        at=_told_at(unit),
        device_id=event.device_id,
    )


def _told_at(unit: HelpdeskUnit) -> datetime:
    """When the event that is being handled was published."""
    if unit.cause is None:
        raise ValueError("no event is being handled")
    return unit.cause.time
