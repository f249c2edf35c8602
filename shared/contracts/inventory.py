"""What inventory publishes, on `digibank.inventory.devices`, keyed by device."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.event import DeviceFact, Event, PublicCode
from shared.contracts.vocabulary import (
    Accessory,
    Chassis,
    DeviceState,
    LoanerRefusalReason,
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


class DriveFacts(BaseModel):
    """One drive as other services may know it: no serial number."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    drive_id: UUID
    medium: Medium
    capacity_gb: CapacityGigabytes | None = None


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


class DeviceWiped(Event, topic=DEVICES, subject="device_id"):
    """Every drive that is in the machine now has verified wipe evidence."""

    device_id: UUID
    drive_ids: tuple[UUID, ...]
    verified_on: date


class DeviceReady(Event, topic=DEVICES, subject="device_id"):
    """The machine can go to a family. Published again when a reservation is released.

    `fit` says per use profile how well it suits: 0 does not, 1 will do, 2 suits, 3 suits very well.
    """

    device_id: UUID
    code: PublicCode
    chassis: Chassis
    maker: DeviceFact
    model: DeviceFact
    memory_mb: MemoryMegabytes | None = None
    fit: dict[UseProfile, Fit]


class DeviceReserved(Event, topic=DEVICES, subject="device_id"):
    """The machine is kept for this request. Published again when the same claim is repeated."""

    device_id: UUID
    request_id: UUID


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
    """The machine will not go to a family any more. Whoever has it on loan needs another one."""

    device_id: UUID
    retired_on: date
    loan_id: UUID | None = None


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


EVENTS: tuple[type[Event], ...] = (
    DeviceRegistered,
    DeviceWiped,
    WipeVoided,
    DeviceReady,
    DeviceReserved,
    ClaimRefused,
    DeviceGivenOut,
    DeviceStatusChanged,
    DeviceReturned,
    DeviceRetired,
    LoanerReserved,
    LoanerRefused,
)
