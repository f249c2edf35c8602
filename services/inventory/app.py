"""Inventory: devices and their drives, from the moment they come in until they are kept for a family."""

from services.inventory.commands.check_wipe import check_wipe
from services.inventory.commands.make_ready import make_ready
from services.inventory.commands.record_wipe import record_wipe
from services.inventory.commands.register_device import register_device
from services.inventory.commands.reserve_device import release_device, reserve_device
from services.inventory.event_handlers.on_claim_dropped import on_claim_dropped
from services.inventory.event_handlers.on_device_claimed import on_device_claimed
from services.inventory.event_handlers.on_request_withdrawn import on_request_withdrawn
from services.inventory.store.unit import InventoryUnit
from services.inventory.web import api, intake_page, pages
from services.inventory.web.texts import REFUSALS
from shared.contracts import inventory as events
from shared.contracts.loans import ClaimDropped, DeviceClaimed, RequestWithdrawn
from shared.identity.permissions import Permission
from shared.runtime.service import Service

inventory = Service(
    "inventory",
    unit=InventoryUnit,
    publishes=events.EVENTS,
    commands=[register_device, record_wipe, check_wipe, make_ready, reserve_device, release_device],
    reacts_to={
        DeviceClaimed: on_device_claimed,
        ClaimDropped: on_claim_dropped,
        RequestWithdrawn: on_request_withdrawn,
    },
    routers=[intake_page.router, pages.router, api.router],
    refusals=REFUSALS,
    today=pages.today,
    today_for=Permission.SEE_DEVICES,
)
