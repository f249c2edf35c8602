"""A machine goes along while another one is repaired: kept, gone, not needed, or there for good."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.settle_along import lock_with_along, put_along_back
from services.inventory.store.unit import InventoryUnit
from shared.contracts.inventory import LoanerRefused
from shared.contracts.vocabulary import LoanerRefusalReason


@dataclass(frozen=True, slots=True)
class KeepLoaner:
    """During the repair of which machine, for which ticket."""

    original_device_id: UUID
    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class LendLoaner:
    """Which machine went along on which loan, for which ticket, in place of which machine."""

    device_id: UUID
    loan_id: UUID
    ticket_id: UUID
    original_device_id: UUID


@dataclass(frozen=True, slots=True)
class ReleaseLoaner:
    """Which machine is not needed for which ticket."""

    device_id: UUID
    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class KeepLoanerForGood:
    """Which machine stays on which loan."""

    device_id: UUID
    loan_id: UUID


async def keep_loaner(command: KeepLoaner, unit: InventoryUnit) -> None:
    """Keep a ready machine that is like the original one, or say why not; the same question again gets the same machine.

    The original is locked first. The loaner is one that nobody else is deciding about, so two who ask do not wait for each other.
    """
    original = await unit.devices.find(command.original_device_id)
    if original is None or not original.is_on_loan:
        unit.record([_refused(command, LoanerRefusalReason.NOT_ON_LOAN)])
        return
    loaner = await unit.devices.loaner_of(command.ticket_id) or await unit.devices.pick_loaner(original)
    if loaner is None:
        unit.record([_refused(command, LoanerRefusalReason.NONE_READY)])
        return
    loaner.keep_as_loaner(command.ticket_id, original)
    await unit.devices.save(loaner)


async def lend_loaner(command: LendLoaner, unit: InventoryUnit) -> None:
    """It left with the family, which has what went along with the original: what lay ready with this one stays here. A machine that
    is not ours changes nothing."""
    device = await lock_with_along(command.device_id, unit)
    if device is not None:
        device.go_along(command.loan_id, command.ticket_id, command.original_device_id, unit.today())
        await put_along_back(device, unit)
        await unit.devices.save(device)


async def release_loaner(command: ReleaseLoaner, unit: InventoryUnit) -> None:
    """It is ready again, if it is kept for this ticket and did not leave."""
    device = await unit.devices.find(command.device_id)
    if device is not None:
        device.is_not_needed(command.ticket_id)
        await unit.devices.save(device)


async def keep_loaner_for_good(command: KeepLoanerForGood, unit: InventoryUnit) -> None:
    """The family keeps it: it is a loaner no more."""
    device = await unit.devices.find(command.device_id)
    if device is not None:
        device.stay_for_good(command.loan_id)
        await unit.devices.save(device)


def _refused(command: KeepLoaner, reason: LoanerRefusalReason) -> LoanerRefused:
    return LoanerRefused(original_device_id=command.original_device_id, ticket_id=command.ticket_id, reason=reason)
