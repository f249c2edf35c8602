"""What the page of a machine shows beside its drives and its next step: photos, where it lies, what happened last."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.inventory.domain.device import Device
from services.inventory.domain.short_list import ListKind
from services.inventory.queries.history import history_of
from services.inventory.queries.sims import sims_in
from services.inventory.queries.upkeep import too_long_ago
from services.inventory.store.unit import InventoryUnit
from services.inventory.web.accessory_texts import say_plug
from services.inventory.web.along_page import along_of
from services.inventory.web.fact_texts import KEYBOARD, LOOKS, WORKS
from services.inventory.web.facts_page import places_to_choose
from services.inventory.web.history_texts import say_all
from services.inventory.web.partner_page import can_go_out
from shared.language.formats import number

LAST_HAPPENINGS = 4


async def names_of_lists(unit: InventoryUnit) -> dict[UUID, str]:
    """What places and partners are called, also those that are off the list."""
    return {one.id: one.name for kind in (ListKind.PLACE, ListKind.PARTNER) for one in await unit.short_lists.all_of(kind)}


async def parts_of(unit: InventoryUnit, device: Device, me: UUID, zone: ZoneInfo) -> dict[str, Any]:
    """What the template needs for these."""
    names, said = await names_of_lists(unit), device.details
    happened = await history_of(unit, device.id, most=LAST_HAPPENINGS + 1)
    return {
        "photos": [one for one in await unit.photos.of(device.id) if not one.removed],
        "place": names.get(said.place_id) if said.place_id else None,
        "places": await places_to_choose(unit, said.place_id),
        "partner": names.get(device.partner_id, "") if device.partner_id else None,
        "can_go_out": can_go_out(device),
        "happened": say_all(happened[:LAST_HAPPENINGS], names, me, zone),
        "more_happened": len(happened) > LAST_HAPPENINGS,
        "too_long_ago": said.updated_on is not None and said.updated_on < await too_long_ago(unit),
        "today": unit.today(),
        "screen": number(said.screen_tenths / 10) if said.screen_tenths is not None else None,
        "charger": say_plug(said.plug),
        "sims": await sims_in(unit, device.id),
        **await along_of(unit, device),
        "KEYBOARD": KEYBOARD,
        "LOOKS": LOOKS,
        "WORKS": WORKS,
    }
