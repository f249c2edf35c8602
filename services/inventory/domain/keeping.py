"""A machine is kept for a family until a day; then it is free for others. The family keeps its place in line: loans sees to that.

Nobody is surprised: from `WARN_DAYS` before, pages say that the day comes near, and without that nothing expires. So a Digibank
that was closed, or whose machine was switched off, loses no reservation on the morning that it opens again.
"""

from datetime import date, timedelta
from uuid import UUID

from services.inventory.domain.machine import Machine
from services.inventory.domain.refusals import NothingKept
from shared.contracts.inventory import DeviceReserved, ReservationExpired
from shared.contracts.vocabulary import DeviceState

WARN_DAYS = 3


class Keeping(Machine):
    """The rules about how long a machine lies apart. One that is in repair waits for us, so there its days do not count."""

    @property
    def kept_until(self) -> date | None:
        """The last day on which it is kept for a family; None while there is none."""
        return self.reserved_until if self._lies_apart else None

    @property
    def _lies_apart(self) -> bool:
        return self.status is DeviceState.RESERVED and self.reserved_for is not None

    def keep_until(self, day: date) -> None:
        """Keep it until another day, where the organisation is; the same day changes nothing. Raises `NothingKept`."""
        if self.reserved_for is None or not self._lies_apart:
            raise NothingKept()
        if self.reserved_until != day:
            self._tell_until(day, self.reserved_for)
            self.warned_on = None

    def look_at_reservation(self, today: date, days: int) -> None:
        """What the round of a day does with it: begin its days, let pages warn, or end it. Twice on a day is once.

        Args:
            days: how long a machine is kept that has no last day yet: it came back from repair, or was kept before there were days.
        """
        if self.reserved_for is None or not self._lies_apart:
            return
        if self.reserved_until is None:
            self.keep_until(today + timedelta(days=days))
        elif self.warned_on is None:
            if self.reserved_until <= today + timedelta(days=WARN_DAYS):
                self.warned_on = today
                if self.reserved_until < today + timedelta(days=WARN_DAYS):  # nobody could be warned in time
                    self._tell_until(today + timedelta(days=WARN_DAYS), self.reserved_for)
        elif self.reserved_until < today:
            self.record(ReservationExpired(device_id=self.id, request_id=self.reserved_for, kept_until=self.reserved_until))
            self.reserved_for = None
            self._go_on()

    def _tell_until(self, day: date, request_id: UUID) -> None:
        self.reserved_until = day
        self.record(DeviceReserved(device_id=self.id, request_id=request_id, kept_until=day))
