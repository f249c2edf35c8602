"""Machines go to a recycler, several at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.inventory.domain.end_refusals import HandOverImpossible, NothingToHandOver
from services.inventory.domain.hand_over import LONGEST_CERTIFICATE, MOST_AT_ONCE, HandOver
from services.inventory.domain.retirement import Destination
from services.inventory.domain.short_list import ListKind
from services.inventory.store.endings import ids_in_order
from services.inventory.store.unit import InventoryUnit
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class HandOverDevices:
    """Which machines, to whom, on which day (None for today), with which number of a certificate if there is one already.

    Attributes:
        no_drive_seen: of which of them somebody looked that no drive is in it.
    """

    device_ids: Collection[UUID]
    recycler_id: UUID
    day: date | None
    certificate: str
    no_drive_seen: Collection[UUID]
    by: UUID


async def hand_over_devices(command: HandOverDevices, unit: InventoryUnit) -> HandOver:
    """All of them leave, or none.

    Raises:
        NothingToHandOver: none, or more than at once.
        HandOverImpossible: on a day that is still to come, or before one of them was out of use.
        NotOnList: no such recycler.
        NotFound: one of the machines is not out of use.
        HasLeft, EndImpossible, StillHoldsData, DriveNotSeen: see `Retirement.leave`.
    """
    if not 1 <= len(set(command.device_ids)) <= MOST_AT_ONCE:
        raise NothingToHandOver(most=MOST_AT_ONCE)
    day = command.day or unit.today()
    if day > unit.today():
        raise HandOverImpossible()
    recycler = await unit.short_lists.chosen(ListKind.RECYCLER, command.recycler_id)
    certificate = clean_line(command.certificate, longest=LONGEST_CERTIFICATE)
    done = HandOver(unit.new_id(), recycler.id, day, certificate, None, unit.now(), command.by)
    await unit.hand_overs.save(done)
    for device_id in ids_in_order(command.device_ids):
        device = await unit.devices.get(device_id)
        end = await unit.endings.get(device_id)
        if day < end.retired_on:
            raise HandOverImpossible()
        seen = device_id in command.no_drive_seen
        end.leave(device, Destination.RECYCLER, day, command.by, no_drive_seen=seen)
        end.hand_over_id = done.id
        await unit.endings.save(end)
    return done
