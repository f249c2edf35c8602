"""SIM cards: internet that goes along. What runs out is announced before it does."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.accessory_refusals import SimIsOver
from shared.contracts.inventory import InternetAnnounced
from shared.contracts.vocabulary import Chassis, DeviceState
from shared.domain import Aggregate

LONGEST_PROVIDER = 40
MOST_DATA_MB = 2_000_000
SOON_DAYS, URGENT_DAYS = 30, 7
"""Announced so many days before it ends: time to order, and the last week."""
TAKES_SIM = (Chassis.HOTSPOT, Chassis.TABLET, Chassis.LAPTOP, Chassis.PHONE)


class SimState(StrEnum):
    """Whether the card can be used."""

    ACTIVE = "active"
    BLOCKED = "blocked"
    ENDED = "ended"


class SimPlace(StrEnum):
    """Where a card is, as far as it matters for what to do when it ends."""

    LOOSE = "loose"
    HERE = "here"
    WITH_FAMILY = "with_family"
    REPAIRED_FOR_FAMILY = "repaired_for_family"
    COMING_BACK = "coming_back"
    LOST = "lost"
    OUT_OF_USE = "out_of_use"


def place_in(status: DeviceState, *, on_loan: bool, lost: bool) -> SimPlace:
    """Where a card is that sits in such a device."""
    if lost:
        return SimPlace.LOST
    if status is DeviceState.RETIRED:
        return SimPlace.OUT_OF_USE
    if status is DeviceState.RETURN_EXPECTED:
        return SimPlace.COMING_BACK
    if not on_loan:
        return SimPlace.HERE
    return SimPlace.WITH_FAMILY if status is DeviceState.GIVEN_OUT else SimPlace.REPAIRED_FOR_FAMILY


def read_iccid(typed: str) -> str | None:
    """The digits on a card, without what stands between them; None when it is no such number.

    Nineteen digits, or twenty with some providers, that begin with 89 and end in a check digit (ITU-T E.118: Luhn's sum). So a
    national register number, of eleven digits, is never one.
    """
    digits = re.sub(r"[\s.\-]", "", typed[:60])
    if not re.fullmatch(r"89[0-9]{17,18}", digits, re.ASCII):
        return None
    return digits if _luhn(digits) else None


def _luhn(digits: str) -> bool:
    """Every second digit from the right counts double, nine less when that is more than nine; ten divides the sum."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed with the provider."""

    provider: str
    data_mb: int | None
    valid_until: date | None


@dataclass
class Sim(Aggregate):
    """One card.

    Attributes:
        iccid: the number on it. Its telephone number is not kept: nobody calls a hotspot.
        data_mb: how much one can use in a month, in MB of a million bytes; None for no limit, or not known.
        valid_until: the last day on which it works; None when it goes on by itself.
        device_id: in which device it sits; None when it lies loose.
        told_until, told_loan, told_urgent: what was announced last.
    """

    id: UUID
    provider: str
    iccid: str
    data_mb: int | None = None
    valid_until: date | None = None
    device_id: UUID | None = None
    state: SimState = SimState.ACTIVE
    told_until: date | None = None
    told_loan: UUID | None = None
    told_urgent: bool = False

    @property
    def agreed(self) -> Agreed:
        """What was agreed, as it is known now."""
        return Agreed(self.provider, self.data_mb, self.valid_until)

    @property
    def wrong(self) -> list[str]:
        """The fields that cannot be so."""
        right = {
            "provider": 0 < len(self.provider) <= LONGEST_PROVIDER,
            "iccid": read_iccid(self.iccid) == self.iccid,
            "data": self.data_mb is None or 0 < self.data_mb <= MOST_DATA_MB,
            "valid_until": self.valid_until is None or date(2000, 1, 1) <= self.valid_until < date(2100, 1, 1),
        }
        return [name for name, is_so in right.items() if not is_so]

    def put_in(self, device_id: UUID | None) -> None:
        """It sits in this device from now on; None: it lies loose. Raises `SimIsOver`."""
        if device_id is not None and self.state is not SimState.ACTIVE:
            raise SimIsOver()
        self.device_id = device_id

    def is_soon(self, today: date) -> bool:
        """Whether it ends within the days in which somebody has to do something, or ended."""
        ends = self.valid_until
        return self.state is SimState.ACTIVE and ends is not None and ends <= today + timedelta(days=SOON_DAYS)

    def look(self, today: date, loan_id: UUID | None) -> None:
        """Announce what changed since the last time: that it ends soon, that its last week began, that there is nothing to do any
        more. The same again says nothing.

        Args:
            loan_id: the loan that its device is on now.
        """
        until = self.valid_until if self.is_soon(today) else None
        loan = loan_id if until else None
        urgent = until is not None and until <= today + timedelta(days=URGENT_DAYS)
        if (until, loan, urgent) == (self.told_until, self.told_loan, self.told_urgent):
            return
        self.told_until, self.told_loan, self.told_urgent = until, loan, urgent
        self.record(InternetAnnounced(sim_id=self.id, ends_on=until, urgent=urgent, device_id=self.device_id, loan_id=loan))
