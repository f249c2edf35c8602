"""Machines of a loan of which the agreement says by itself what goes along with them: what of that came back, and what did not."""

from collections.abc import Collection
from uuid import UUID

from services.inventory.domain.thing import ACCESSORY_OF
from services.inventory.store.along import Line
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import BackWithMachine
from shared.contracts.vocabulary import Accessory


class OwnLists:
    """What loans told of such machines, when a part of a loan or all of it came back.

    A thing on such a list is settled by that list alone. Everything else follows the list of the loan, also a thing that went along
    with the same machine: when the first machine was back already, a mouse that was given later hangs on another one.
    """

    def __init__(self, told: Collection[BackWithMachine]) -> None:
        self._told = {one.device_id: one for one in told}
        self._main: dict[UUID, UUID] = {}

    async def look_at(self, loan_id: UUID, unit: InventoryUnit) -> None:
        """Which hotspots, screens and printers go along with these machines now: what lay ready with those, left with them."""
        for device_id in self._told:
            self._main |= {one.id: device_id for one in await unit.along.companions(device_id) if one.loan_id == loan_id}

    def came_back(self, device_id: UUID, accessory: Accessory) -> bool | None:
        """Whether this, which went along with that device, came back; None when its list does not name it, or there is no list."""
        own = self._told.get(self._main.get(device_id, device_id))
        return None if own is None or accessory not in own.accessories else accessory in own.returned

    def has_left(self, device_id: UUID, devices: Collection[UUID] | None) -> bool:
        """Whether the machine on whose list it stands is among these; None is all of the loan."""
        return devices is None or self._main.get(device_id, device_id) in devices

    async def note_missing(
        self, loan_id: UUID, of_loan: Collection[Accessory], devices: Collection[UUID] | None, unit: InventoryUnit
    ) -> None:
        """What did not come back is not ticked beforehand when a machine is taken back.

        Args:
            of_loan: what is missing of the list of the loan.
            devices: the machines that came back; None when all of the loan is over.
        """
        if not of_loan and not self._told:
            return
        waiting = await unit.along.waiting_on(loan_id, list(ACCESSORY_OF))
        await unit.along.note_missing([one.id for one in waiting if self._is_missing(one, of_loan, devices)])

    def _is_missing(self, one: Line, of_loan: Collection[Accessory], devices: Collection[UUID] | None) -> bool:
        accessory = ACCESSORY_OF[one.kind]
        back = self.came_back(one.device_id, accessory)
        return accessory in of_loan if back is None else not back and self.has_left(one.device_id, devices)
