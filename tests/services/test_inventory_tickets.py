"""Whoever has a machine in hand sees that somebody asks something about it."""

from uuid import UUID

import pytest
from sqlalchemy import text

from services.inventory.app import inventory
from shared.bus.envelope import Envelope, Trace
from shared.bus.unit import Unit
from shared.contracts.event import Event
from shared.contracts.helpdesk import TicketClosed, TicketOpened
from shared.contracts.vocabulary import Channel, Role, Symptom, TicketResolution
from shared.runtime.clock import new_id
from tests.support.helpdesk import a_known_device, a_ticket, step
from tests.support.house import House
from tests.support.pages import reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

ASKED = "Er is een vraag over dit toestel"


async def handle(unit: Unit, event: Event, sequence: int) -> None:
    """Let the projection hear an event as the so-manieth of its ticket."""
    around = Envelope(new_id(), event.type, "/test", event.subject, unit.now(), sequence, unit.organisation, Trace(new_id()))
    await inventory.projects[type(event)](event, unit.because_of(around))


async def test_a_repairer_goes_from_the_machine_to_its_open_ticket(house: House) -> None:
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    repairer = reader(house, house.sign_in(staff.organisation, Role.REPAIRER))
    address = f"/inventory/devices/{device['id']}"
    assert ASKED not in (await repairer.open(address)).text
    ticket = await a_ticket(staff, code=device["code"])
    await house.run_until_idle()
    shown = await repairer.open(address)
    assert f"{ASKED} Vraag {ticket['number']} staat open" in shown.text
    assert f"/helpdesk/tickets/{ticket['id']}" in shown.links
    partner = reader(house, house.sign_in(staff.organisation, Role.COORDINATOR))
    assert ASKED not in (await partner.open(address)).text, "who may not see tickets is sent to none"
    await step(staff, ticket, "close", resolution="advice_given")
    await house.run_until_idle()
    assert ASKED not in (await repairer.open(address)).text
    await step(staff, ticket, "reopen")
    await house.run_until_idle()
    assert ASKED in (await repairer.open(address)).text, "asked again"


@pytest.mark.parametrize("order", [(1, 2), (2, 1), (2, 1, 2), (1, 2, 1)])
async def test_what_was_closed_last_is_closed_in_whatever_order_it_is_heard(house: House, order: tuple[int, ...]) -> None:
    staff = house.sign_in()
    device_id, ticket_id = new_id(), new_id()  # the machine itself is not known here: a ticket may be heard of first
    opened = TicketOpened(ticket_id=ticket_id, device_id=device_id, symptom=Symptom.SCREEN, channel=Channel.COUNTER, number=1001)
    closed = TicketClosed(ticket_id=ticket_id, device_id=device_id, resolution=TicketResolution.ADVICE_GIVEN)
    for sequence in order:
        async with house.services["inventory"].units.open(staff.organisation) as unit:
            await handle(unit, opened if sequence == 1 else closed, sequence)
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        assert await unit.known_tickets.open_of(device_id) == []
        await handle(unit, opened, 3)
        assert [one.number for one in await unit.known_tickets.open_of(device_id)] == [1001], (
            "opened again, and its number is known"
        )


async def test_a_replay_may_empty_the_table_and_history_fills_it_again(house: House) -> None:
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    await house.run_until_idle()
    assert inventory.projection_tables == ["known_ticket", "told_history", "known_holder"], "what a replay empties and fills again"
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await unit.connection.execute(text("DELETE FROM known_ticket"))
        for sequence in (1, 2):  # the same history twice, as beside a living group
            opened = TicketOpened(
                ticket_id=ticket["id"], device_id=device["id"], symptom=Symptom.SCREEN, channel=Channel.COUNTER, number=1001
            )
            await handle(unit, opened, sequence)
        assert [one.number for one in await unit.known_tickets.open_of(UUID(device["id"]))] == [1001]
