"""Projection: who waits for a machine, and which loans run, of loans. Friendly codes of families, never what they are called.

A request is over when its agreement is signed or when it is withdrawn. The first is told by the loan and the second by the request,
so one may be read before `request_waiting`: then the row begins with its end, and never shows. `request_waiting` comes again when
staff puts a family elsewhere in line: the one with the highest sequence stays.
"""

from services.portal.store.unit import PortalUnit
from shared.contracts.loans import (
    AgreementSigned,
    DeviceMissed,
    HouseholdErased,
    LoanEnded,
    LoanExtended,
    LoanKept,
    LoanStarted,
    RequestWaiting,
    RequestWithdrawn,
    ReturnRequested,
)


async def project_request_waiting(event: RequestWaiting, unit: PortalUnit) -> None:
    """A family joined the line, or stands elsewhere in it."""
    if event.household_code is not None:
        await unit.known.household(event.household_id, event.household_code)
    place = event.place or event.since  # events of before places were told
    await unit.known.asked(event.request_id, event.household_id, event.profile, event.since, place, event.line_key)


async def project_request_withdrawn(event: RequestWithdrawn, unit: PortalUnit) -> None:
    """The family needs nothing any more, unless it comes back."""
    await unit.known.request_stopped(event.request_id)


async def project_agreement_signed(event: AgreementSigned, unit: PortalUnit) -> None:
    """The family has what it asked for."""
    await unit.known.request_over(event.request_id)


async def project_loan_started(event: LoanStarted, unit: PortalUnit) -> None:
    """A loan runs, and on a day somebody asks how it goes."""
    await unit.known.household(event.household_id, event.household_code)
    await unit.known.loan_stands(event.loan_id, "running")
    await unit.known.look_again(event.loan_id, event.look_again_on)


async def project_loan_extended(event: LoanExtended, unit: PortalUnit) -> None:
    """On another day."""
    await unit.known.look_again(event.loan_id, event.look_again_on)


async def project_device_missed(event: DeviceMissed, unit: PortalUnit) -> None:
    """A family says that a machine is lost or stolen, or there after all. What inventory tells of it counts beside that."""
    await unit.known.missed(event.loan_id, event.device_id, event.missed_on)


async def project_return_requested(event: ReturnRequested, unit: PortalUnit) -> None:
    """Everything comes back: nobody has to ask how it goes."""
    await unit.known.loan_stands(event.loan_id, "returning")


async def project_loan_kept(event: LoanKept, unit: PortalUnit) -> None:
    """It goes on after all."""
    await unit.known.loan_stands(event.loan_id, "running")


async def project_loan_ended(event: LoanEnded, unit: PortalUnit) -> None:
    """It is over."""
    await unit.known.loan_stands(event.loan_id, "ended")


async def project_household_erased(event: HouseholdErased, unit: PortalUnit) -> None:
    """Nobody finds the family any more. Told before its request or loan, in a replay too: then its code is never written."""
    await unit.known.household_forgotten(event.household_id)
