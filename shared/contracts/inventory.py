"""What inventory publishes, on `digibank.inventory.devices`, keyed by device; what is about a SIM card, by that card."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.event import DeviceFact, Event, PublicCode
from shared.contracts.vocabulary import (
    Accessory,
    Chassis,
    DeviceState,
    FitAspect,
    FitVerdict,
    LoanerRefusalReason,
    LossKind,
    MachineWish,
    Medium,
    RefusalReason,
    UseProfile,
    VoidReason,
)

DEVICES = "digibank.inventory.devices"

MemoryMegabytes = Annotated[int, Field(ge=0, le=64 * 1024 * 1024)]
"""Installed memory in binary megabytes: at most 64 TB, what a hardware report may say."""

CapacityGigabytes = Annotated[int, Field(ge=0, le=1_000_000)]
"""The size of a drive in decimal gigabytes: at most 1,000 TB, what a hardware report may say."""

Fit = Annotated[int, Field(ge=0, le=3)]
"""How well a machine suits a use: 0 does not, 1 will do, 2 suits, 3 suits very well."""


FitAmount = Annotated[int, Field(ge=0, le=64 * 1024 * 1024)]
"""Counted as its aspect is: memory in binary megabytes, a drive in decimal gigabytes, a screen in tenths of an inch, a year."""


class FitReason(BaseModel):
    """One thing that a use wishes of a machine, and how the machine holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    about: FitAspect
    verdict: FitVerdict
    amount: FitAmount | None = None


class DriveFacts(BaseModel):
    """One drive as other services may know it: no serial number."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    drive_id: UUID
    medium: Medium
    capacity_gb: CapacityGigabytes | None = None


class GoesAlong(BaseModel):
    """A device with a code of its own lies ready with another one, or went along: with which, and what an agreement calls it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    device_id: UUID
    accessory: Accessory


class DeviceRegistered(Event, topic=DEVICES, subject="device_id"):
    """A machine came in and has a code from now on."""

    device_id: UUID
    code: PublicCode
    chassis: Chassis
    maker: DeviceFact
    model: DeviceFact
    processor: DeviceFact | None = None
    memory_mb: MemoryMegabytes | None = None
    drives: tuple[DriveFacts, ...] = ()


class DeviceCorrected(Event, topic=DEVICES, subject="device_id"):
    """Something that was told of the machine was wrong. This is all of it again, as it is; its code never changes."""

    device_id: UUID
    code: PublicCode
    chassis: Chassis
    maker: DeviceFact
    model: DeviceFact
    processor: DeviceFact | None = None
    memory_mb: MemoryMegabytes | None = None
    drives: tuple[DriveFacts, ...] = ()


class DeviceWiped(Event, topic=DEVICES, subject="device_id"):
    """Every drive that is in the machine now has verified wipe evidence."""

    device_id: UUID
    drive_ids: tuple[UUID, ...]
    verified_on: date


class DeviceReady(Event, topic=DEVICES, subject="device_id"):
    """The machine can go to a family. Published again when a reservation is released, and when it fits otherwise than was told.

    `fit` says per use profile how well it suits: 0 does not, 1 will do, 2 suits, 3 suits very well; `why` says why, where it is
    told: everything that the use wishes, and how the machine holds. `meets` are the wishes of families that the machine itself
    is known to meet; None where that is not told.
    """

    device_id: UUID
    code: PublicCode
    chassis: Chassis
    maker: DeviceFact
    model: DeviceFact
    memory_mb: MemoryMegabytes | None = None
    fit: dict[UseProfile, Fit]
    why: dict[UseProfile, tuple[FitReason, ...]] | None = None
    meets: tuple[MachineWish, ...] | None = None


class DeviceReserved(Event, topic=DEVICES, subject="device_id"):
    """The machine is kept for this request. Published again when the same claim is repeated, and when it is kept until another day.

    `kept_until` is the last day on which it is, where the organisation is; without one there is no last day yet.
    """

    device_id: UUID
    request_id: UUID
    kept_until: date | None = None


class ReservationExpired(Event, topic=DEVICES, subject="device_id"):
    """The machine was kept for this request until this day, and is not any more. The family keeps its place in line."""

    device_id: UUID
    request_id: UUID
    kept_until: date


class ClaimRefused(Event, topic=DEVICES, subject="device_id"):
    """The machine could not be kept for this request, and why."""

    device_id: UUID
    request_id: UUID
    reason: RefusalReason


class WipeVoided(Event, topic=DEVICES, subject="device_id"):
    """The evidence that these drives are empty says nothing any more: the machine was used, or a drive was replaced."""

    device_id: UUID
    drive_ids: tuple[UUID, ...]
    reason: VoidReason


class DeviceGivenOut(Event, topic=DEVICES, subject="device_id"):
    """The machine left with a family, and what went along."""

    device_id: UUID
    loan_id: UUID
    accessories: tuple[Accessory, ...] = ()


class DeviceStatusChanged(Event, topic=DEVICES, subject="device_id"):
    """The machine is somewhere else in our hands, in a way that no other event tells.

    `given_out` here means: back with the family after a repair.
    """

    device_id: UUID
    status: DeviceState
    loan_id: UUID | None = None


class DeviceReturned(Event, topic=DEVICES, subject="device_id"):
    """The machine is back from a family and lies with us."""

    device_id: UUID
    loan_id: UUID | None = None


class DeviceRetired(Event, topic=DEVICES, subject="device_id"):
    """The machine will not go to a family any more. Whoever has it on loan needs another one.

    With `along` it lay ready with another one, or went along with it on that loan.
    """

    device_id: UUID
    retired_on: date
    loan_id: UUID | None = None
    along: GoesAlong | None = None


class DeviceLost(Event, topic=DEVICES, subject="device_id"):
    """The machine is lost or stolen, since that day. Nobody can get it; a loan that it is on goes on.

    With `along` it lay ready with another one, or went along with it on that loan.
    """

    device_id: UUID
    kind: LossKind
    lost_on: date
    loan_id: UUID | None = None
    along: GoesAlong | None = None


class DeviceFound(Event, topic=DEVICES, subject="device_id"):
    """The machine is there again. Where it is, other events tell as they always do. With `along` it went along with another one."""

    device_id: UUID
    found_on: date
    loan_id: UUID | None = None
    along: GoesAlong | None = None


class AlongReplaced(Event, topic=DEVICES, subject="device_id"):
    """Another device went along on this loan with a machine, as this accessory, in the place of this one: this one lay ready with
    the same machine and was lost or out of use before anybody signed. It comes after that, for both have this device as key."""

    device_id: UUID
    by_device_id: UUID
    with_device_id: UUID
    loan_id: UUID
    accessory: Accessory


class LoanerReserved(Event, topic=DEVICES, subject="device_id"):
    """The machine is kept to go along while another one, which is on this loan, is being repaired."""

    device_id: UUID
    ticket_id: UUID
    original_device_id: UUID
    loan_id: UUID


class LoanerRefused(Event, topic=DEVICES, subject="original_device_id"):
    """No machine can go along while this one is being repaired, and why."""

    original_device_id: UUID
    ticket_id: UUID
    reason: LoanerRefusalReason


class AccessoriesPrepared(Event, topic=DEVICES, subject="device_id"):
    """What lies ready to go along with the machine from now on, of what an agreement names; empty: nothing does any more."""

    device_id: UUID
    accessories: tuple[Accessory, ...] = ()


class InternetAnnounced(Event, topic=DEVICES, subject="sim_id"):
    """The internet of a SIM card works until this day, and somebody has to do something before. The newest counts.

    Without `ends_on` there is nothing to do any more: it was prolonged, or it is over. `urgent`: its last week began, or is past.
    `loan_id` is the loan on which a family has the device that it sits in.
    """

    sim_id: UUID
    ends_on: date | None = None
    urgent: bool = False
    device_id: UUID | None = None
    loan_id: UUID | None = None


EVENTS: tuple[type[Event], ...] = (
    DeviceRegistered,
    DeviceCorrected,
    DeviceWiped,
    WipeVoided,
    DeviceReady,
    DeviceReserved,
    ReservationExpired,
    ClaimRefused,
    DeviceGivenOut,
    DeviceStatusChanged,
    DeviceReturned,
    DeviceRetired,
    DeviceLost,
    DeviceFound,
    LoanerReserved,
    LoanerRefused,
    AccessoriesPrepared,
    AlongReplaced,
    InternetAnnounced,
)
