"""Projection: which family has which machine, what families wish, what learners share.

The reactions on loans and wishes call these handlers too, before they decide: their group may be ahead of the projection's.
"""

from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.loans import (
    ConsentChanged,
    DeviceSwapped,
    FileAccessChanged,
    ItemsAdded,
    ItemsReturned,
    LoanEnded,
    LoanExtended,
    LoanStarted,
    LookAgainPassed,
    ReturnRequested,
)
from shared.contracts.skills import TrainingNeedShared


async def project_loan_started(event: LoanStarted, unit: HelpdeskUnit) -> None:
    """The family has the machine."""
    await unit.known_loans.started(event.loan_id, event.household_id, event.household_code, event.started_on)
    for device_id in (event.device_id, *event.more_device_ids):
        await unit.known_loans.has(event.loan_id, device_id, unit.sequence, has=True)


async def project_items_added(event: ItemsAdded, unit: HelpdeskUnit) -> None:
    """The family has these too."""
    for device_id in event.device_ids:
        await unit.known_loans.has(event.loan_id, device_id, unit.sequence, has=True)


async def project_items_returned(event: ItemsReturned, unit: HelpdeskUnit) -> None:
    """The family has these no more; the loan goes on."""
    for device_id in event.device_ids:
        await unit.known_loans.has(event.loan_id, device_id, unit.sequence, has=False)


async def project_device_swapped(event: DeviceSwapped, unit: HelpdeskUnit) -> None:
    """The machine that went along stays, the original does not come back."""
    await unit.known_loans.has(event.loan_id, event.device_id, unit.sequence, has=True)
    await unit.known_loans.has(event.loan_id, event.original_device_id, unit.sequence, has=False)


async def project_loan_ended(event: LoanEnded, unit: HelpdeskUnit) -> None:
    """The family has nothing of this loan any more."""
    await unit.known_loans.ended(event.loan_id, event.household_id, event.ended_on)
    for device_id in event.device_ids:
        await unit.known_loans.has(event.loan_id, device_id, unit.sequence, has=False)


async def project_consent_changed(event: ConsentChanged, unit: HelpdeskUnit) -> None:
    """What the family says about visits and calls."""
    await unit.known_families.wishes(event, unit.sequence)


async def project_file_access_changed(event: FileAccessChanged, unit: HelpdeskUnit) -> None:
    """Who reads the words about this family. A ticket or a loan that is told before or after finds it when somebody reads."""
    await unit.known_files.told(event, unit.sequence)


async def project_training_need_shared(event: TrainingNeedShared, unit: HelpdeskUnit) -> None:
    """What a learner wants to practise with whoever visits; an empty list takes it back."""
    await unit.known_families.wants_to_practise(event, unit.sequence)


async def project_look_again_passed(event: LookAgainPassed, unit: HelpdeskUnit) -> None:
    """Nobody answered about this loan."""
    await unit.known_loans.asked(event.loan_id, event.household_id, event.look_again_on, unit.sequence)


async def project_loan_answered(event: LoanExtended | ReturnRequested, unit: HelpdeskUnit) -> None:
    """The family answered about this loan."""
    await unit.known_loans.answered(event.loan_id, unit.sequence)
