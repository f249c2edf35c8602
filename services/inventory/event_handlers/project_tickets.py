"""Projection: which tickets of helpdesk are open about a machine, and what helpdesk told about it, for its history.

The other orders: `ticket_opened` and `ticket_closed` have the same key, so an answer is never overtaken; and a row keeps the newest
sequence, so a replay beside the living group does not open what is closed. `device_registered` is our own and may come after what
helpdesk says about the machine, when a copy is put back: the row waits, and the page of the machine shows it once it is there.
A ticket that is opened again is `ticket_opened` again. In the history each event has its own line, by its id and at its time, so
these may come again and in any order. Of a household nothing is kept.
"""

from services.inventory.store.unit import InventoryUnit
from shared.contracts.helpdesk import RepairFinished, TicketClosed, TicketOpened, TicketTriaged


async def project_ticket_opened(event: TicketOpened, unit: InventoryUnit) -> None:
    """Somebody asks something about it, for the first time or again."""
    if event.device_id is not None:
        await unit.known_tickets.stands(
            event.ticket_id, event.device_id, unit.sequence, is_open=True, number=event.number, symptom=event.symptom
        )
        await unit.told.add(event.device_id, "ticket_opened", event.ticket_id, event.symptom.value)


async def project_ticket_triaged(event: TicketTriaged, unit: InventoryUnit) -> None:
    """A person decided what to do."""
    if event.device_id is not None:
        await unit.told.add(event.device_id, "ticket_triaged", event.ticket_id, event.decision.value)


async def project_repair_finished(event: RepairFinished, unit: InventoryUnit) -> None:
    """Somebody tried a repair."""
    await unit.told.add(event.device_id, "repair_finished", event.ticket_id, event.outcome.value)


async def project_ticket_closed(event: TicketClosed, unit: InventoryUnit) -> None:
    """It has its answer."""
    if event.device_id is not None:
        await unit.known_tickets.stands(event.ticket_id, event.device_id, unit.sequence, is_open=False)
        await unit.told.add(event.device_id, "ticket_closed", event.ticket_id)
