"""What tests of helpdesk start from: events of the other services, as if their own commands had published them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from shared.contracts.event import Event
from shared.contracts.inventory import DeviceRegistered
from shared.contracts.loans import ConsentChanged, LoanEnded, LoanStarted
from shared.contracts.vocabulary import Chassis, ConsentAnswer, ConsentPurpose
from shared.runtime.clock import new_id
from tests.support.house import House, Staff, today
from tests.support.slice import report

TICKETS = "/helpdesk/api/tickets"


async def tell(house: House, organisation: UUID, *events: Event) -> None:
    """Let each event be published by the service whose it is."""
    for event in events:
        publisher = event.topic.split(".")[1]
        await house.publish(publisher if publisher in house.services else "helpdesk", organisation, event)


async def heard(house: House, organisation: UUID, *events: Event) -> None:
    """The same, and wait until everybody has heard it."""
    await tell(house, organisation, *events)
    await house.run_until_idle()


async def a_known_device(house: House, staff: Staff) -> Any:
    """A laptop that came in, and of which helpdesk has heard."""
    device = await staff.did("/inventory/api/devices", content=report())
    await house.run_until_idle()
    return device


async def a_known_laptop(house: House, organisation: UUID, code: str) -> UUID:
    """The same with a code of our choice, for tests about codes."""
    device_id = new_id()
    await heard(
        house,
        organisation,
        DeviceRegistered(device_id=device_id, code=code, chassis=Chassis.LAPTOP, maker="Lenovo", model="ThinkPad X240"),
    )
    return device_id


def a_loan(
    house: House,
    device_id: UUID | None = None,
    household_id: UUID | None = None,
    *,
    started_on: date | None = None,
    code: str = "KIWI-42",
) -> LoanStarted:
    """A loan that begins today, unless another day is given."""
    return LoanStarted(
        loan_id=new_id(),
        household_id=household_id or new_id(),
        household_code=code,
        device_id=device_id or new_id(),
        started_on=started_on or today(house),
        look_again_on=(started_on or today(house)) + timedelta(days=365),
    )


def wish(household_id: UUID, answer: ConsentAnswer, purpose: ConsentPurpose = ConsentPurpose.VISITS) -> ConsentChanged:
    """What a family says about visits."""
    return ConsentChanged(household_id=household_id, purpose=purpose, answer=answer)


def the_end(loan: LoanStarted, on: date) -> LoanEnded:
    """The end of a loan."""
    return LoanEnded(loan_id=loan.loan_id, household_id=loan.household_id, device_ids=(loan.device_id,), ended_on=on)


def signed_again(house: House, staff: Staff) -> Staff:
    """The same person with a fresh session, after the clock moved by days."""
    return Staff(staff.person, house.services["helpdesk"].tokens.sign(staff.person), staff.http, staff.call_another)


async def outbox(house: House, organisation: UUID) -> Sequence[Any]:
    """Everything helpdesk published for an organisation, oldest first: type without prefix and version, and payload."""
    async with house.services["helpdesk"].units.open(organisation) as unit:
        rows = await unit.connection.execute(text("SELECT headers->>'ce_type' AS type, value FROM bus.outbox ORDER BY id"))
        return [(row.type.split(".")[2], row.value) for row in rows]


async def a_ticket(staff: Staff, **body: Any) -> Any:
    return await staff.did(TICKETS, {"channel": "counter", "symptom": "screen"} | body)


async def on_loan(house: House, staff: Staff) -> tuple[Any, Any]:
    """A laptop that a family has, and the loan."""
    device = await a_known_device(house, staff)
    loan = a_loan(house, UUID(device["id"]))
    await heard(house, staff.organisation, loan)
    return device, loan


async def step(staff: Staff, ticket: Any, name: str, **body: Any) -> Any:
    return await staff.did(f"{TICKETS}/{ticket['id']}/{name}", body)


async def refusal(staff: Staff, ticket: Any, name: str, **body: Any) -> tuple[int, str]:
    """The status and code of a step that has to be refused, after seeing that it changed nothing."""
    before = await staff.get(f"{TICKETS}/{ticket['id']}")
    answer = await staff.post(f"{TICKETS}/{ticket['id']}/{name}", body)
    assert await staff.get(f"{TICKETS}/{ticket['id']}") == before
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def seen(staff: Staff, ticket: Any) -> Any:
    return await staff.get(f"{TICKETS}/{ticket['id']}")
