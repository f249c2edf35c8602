"""How a machine ends: why it goes to no family any more, where it goes, which parts stay, and when it left the house."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.end_refusals import DriveNotSeen, EndImpossible, HasLeft, StillHoldsData
from shared.contracts.vocabulary import Chassis, DeviceState

HOLDS_NOTHING = frozenset({Chassis.SCREEN, Chassis.PRINTER, Chassis.HOTSPOT, Chassis.ACCESSORY})
"""Kinds of device in which nobody keeps files. Of what nobody recognised we assume that somebody does."""
MOST_PARTS = 99
"""Of one kind, out of one machine."""


class RetireReason(StrEnum):
    """Why a machine goes to no family any more. Closed: figures of different years have to mean the same."""

    BROKEN = "broken"
    TOO_OLD = "too_old"
    FOR_PARTS = "for_parts"
    GIVEN_AWAY = "given_away"
    LOST = "lost"


class Destination(StrEnum):
    """Where a machine goes that goes to no family any more."""

    RECYCLER = "recycler"
    PARTS_BOX = "parts_box"
    GIVEN_AWAY = "given_away"


class PartKind(StrEnum):
    """What is worth keeping of a machine. A drive is none of these: it has evidence of its own, wherever it goes."""

    MEMORY = "memory"
    BATTERY = "battery"
    CHARGER = "charger"
    SCREEN = "screen"
    KEYBOARD = "keyboard"
    WIRELESS = "wireless"
    FAN = "fan"
    OTHER = "other"


Parts = Mapping[PartKind, int]
"""How many of each kind were kept; a kind that is not there was not."""


@dataclass(slots=True)
class Retirement:
    """The end of one machine.

    Attributes:
        retired_on: the day where the organisation is.
        reason: None when nobody noted it.
        destination: None while nobody decided, and for what is lost.
        by: who took it out of use; None when it followed from a repair.
        no_drive_by: who looked and found no drive in it; None when nobody had to.
        left_on: the day on which it left the house; None while it is here. What is kept for its parts never leaves.
        hand_over_id: with which hand-over to a recycler it left.
    """

    device_id: UUID
    retired_on: date
    retired_at: datetime
    reason: RetireReason | None
    destination: Destination | None
    parts: Parts = field(default_factory=dict)
    by: UUID | None = None
    no_drive_by: UUID | None = None
    left_on: date | None = None
    hand_over_id: UUID | None = None

    def describe(self, reason: RetireReason, destination: Destination | None, parts: Parts) -> None:
        """Write down why and where to; as often as it was wrong, until it left.

        Raises:
            HasLeft: it is out of the house.
            EndImpossible: what is lost goes nowhere, and what is given to somebody goes to nobody else.
        """
        self.must_be_here()
        check_end(reason, destination, parts)
        self.reason, self.destination, self.parts = reason, destination, parts

    def must_be_here(self) -> None:
        """Raises `HasLeft` when it is out of the house."""
        if self.left_on is not None:
            raise HasLeft()

    def leave(self, device: Device, to: Destination, day: date, by: UUID, *, no_drive_seen: bool = False) -> None:
        """It leaves the house, on this day where the organisation is. No drive leaves that is not proven empty.

        Args:
            no_drive_seen: this person looked, and no drive is in it.

        Raises:
            HasLeft: it left before.
            EndImpossible: it is lost, or not out of use.
            StillHoldsData: a drive in it lacks checked evidence.
            DriveNotSeen: no drive is known of a kind of device that has one, and nobody looked.
        """
        self.must_be_here()
        if self.reason is RetireReason.LOST or device.status is not DeviceState.RETIRED:
            raise EndImpossible()
        unproven = sum(not drive.is_proven_empty for drive in device.drives)
        if unproven:
            raise StillHoldsData(device_code=device.code, drives=unproven)
        if not device.drives and device.chassis not in HOLDS_NOTHING:
            if not no_drive_seen:
                raise DriveNotSeen(device_code=device.code)
            self.no_drive_by = by
        self.destination, self.left_on = to, day


def check_end(reason: RetireReason, destination: Destination | None, parts: Parts) -> None:
    """Raises `EndImpossible` when these do not go together, or a number of parts cannot be."""
    fits = {RetireReason.LOST: (None,), RetireReason.GIVEN_AWAY: (None, Destination.GIVEN_AWAY)}
    if destination not in fits.get(reason, (None, *Destination)) or (reason is RetireReason.LOST and parts):
        raise EndImpossible()
    if not all(1 <= count <= MOST_PARTS for count in parts.values()):
        raise EndImpossible()


def can_leave(device: Device) -> str:
    """Whether a machine that is out of use may leave the house: `yes`, `look` when a person has to see first that no drive is in
    it, or `wipe` when a drive is not proven empty."""
    if any(not drive.is_proven_empty for drive in device.drives):
        return "wipe"
    return "look" if not device.drives and device.chassis not in HOLDS_NOTHING else "yes"
