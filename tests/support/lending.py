"""What tests of lending start from: a family with a machine that lies ready, and one that has it at home."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.contracts.event import Event
from tests.support.house import House, Staff
from tests.support.slice import a_ready_device, request_now

FAMILY = {"call_name": "Fatima", "telephone": "0470 12 34 56"}


@dataclass
class Lent:
    """A family, its machine and its loan, as the API told them."""

    household: Any
    request: Any
    device: Any
    loan: Any

    @property
    def loan_id(self) -> UUID:
        """The id of the loan."""
        return UUID(self.loan["id"])

    @property
    def device_id(self) -> UUID:
        """The id of the machine that the loan began with."""
        return UUID(self.device["id"])


async def a_family(staff: Staff, **facts: Any) -> Any:
    return await staff.did("/loans/api/households", FAMILY | facts)


async def ready_to_sign(house: House, staff: Staff, *, internet: str = "yes", **facts: Any) -> Lent:
    """A machine lies ready for a family; nothing is signed yet."""
    household = await a_family(staff, **facts)
    body = {"profile": "work", "internet": internet, "household_id": household["id"], "wishes": ["mouse"]}
    request = await staff.did("/loans/api/requests", body)
    device = await a_ready_device(staff)
    await house.run_until_idle()
    request = await request_now(staff, request)
    assert request["device_id"] == device["id"]
    return Lent(household, request, device, await staff.get(f"/loans/api/loans/{request['loan_id']}"))


async def sign(staff: Staff, lent: Lent, **more: Any) -> Any:
    """The family signs on the screen."""
    address = f"/loans/api/loans/{lent.loan['id']}"
    shown = await staff.get(f"{address}/agreement")
    body = {"document_sha256": shown["sha256"], "way": "typed", "signature_name": "Fatima B."} | more
    return await staff.did(f"{address}/sign", body)


async def a_running_loan(house: House, staff: Staff, **facts: Any) -> Lent:
    """A family has a machine at home."""
    lent = await ready_to_sign(house, staff, **facts)
    lent.loan = await sign(staff, lent)
    await house.run_until_idle()
    return lent


async def loan_now(staff: Staff, lent: Lent) -> Any:
    return await staff.get(f"/loans/api/loans/{lent.loan['id']}")


async def told(house: House, staff: Staff, *events: Event, service: str = "inventory") -> None:
    """Another service publishes these, one after the other, and everything that follows happens.

    Where the service does not run here, another one speaks for it.
    """
    for event in events:
        await house.publish(service if service in house.services else "inventory", staff.organisation, event)
        await house.run_until_idle()


@asynccontextmanager
async def held_back(house: House, group: str, event: Event) -> AsyncIterator[None]:
    """Until the end of the block a group of loans hears nothing about the subject of this event; then all that it missed."""
    consumer = house.services["loans"].consumers[group]
    held: list[Any] = []
    organised = consumer._of_one_organisation

    async def late(organisation: UUID, deliveries: Any) -> None:
        held.extend(one for one in deliveries if one.record.key == str(event.subject))
        if kept := [one for one in deliveries if one.record.key != str(event.subject)]:
            await organised(organisation, kept)

    consumer._of_one_organisation = late  # type: ignore[method-assign]
    try:
        yield
        await house.run_until_idle()
    finally:
        consumer._of_one_organisation = organised  # type: ignore[method-assign]
    assert held, "there was nothing to hold back"
    await consumer.handle([one.record for one in held])
    await house.run_until_idle()
