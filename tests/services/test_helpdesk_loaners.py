"""A machine that goes along, and whose question it is: what helpdesk hears of loans and inventory, in either order."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.contracts.inventory import LoanerRefused, LoanerReserved
from shared.contracts.loans import DeviceSwapped, LoanerAdded, LoanerReturned
from shared.contracts.vocabulary import LoanerRefusalReason
from shared.runtime.clock import new_id
from tests.support.colleagues import alone
from tests.support.helpdesk import a_known_device, a_loan, a_ticket, heard, on_loan, outbox, refusal, seen, step, the_end
from tests.support.house import House


async def test_a_loaner_is_for_a_family_that_misses_its_laptop(house: House) -> None:
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    assert await refusal(staff, ticket, "loaner") == (409, "not_in_repair")
    await step(staff, ticket, "triage", decision="repair")
    assert await refusal(staff, ticket, "loaner") == (409, "not_on_loan")
    loan = a_loan(house, UUID(device["id"]))
    await heard(house, staff.organisation, loan)
    await step(staff, ticket, "loaner")
    await step(staff, ticket, "loaner")  # while nobody answered, asking again changes nothing
    assert [name for name, _ in await outbox(house, staff.organisation)].count("loaner_requested") == 1


async def test_what_is_said_about_a_loaner_is_shown(house: House) -> None:
    with alone(house, "helpdesk"):  # inventory knows nothing of a loan that this test made up
        await _what_is_said_about_a_loaner_is_shown(house)


async def _what_is_said_about_a_loaner_is_shown(house: House) -> None:
    staff = house.sign_in()
    device, loan = await on_loan(house, staff)
    other = await a_known_device(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    await step(staff, ticket, "triage", decision="repair")
    await step(staff, ticket, "loaner")
    ids = {"ticket_id": UUID(ticket["id"]), "original_device_id": UUID(device["id"])}
    along = ids | {"device_id": UUID(other["id"]), "loan_id": loan.loan_id}

    async def loaner() -> Any:
        return (await seen(staff, ticket))["loaner"]

    await heard(house, staff.organisation, LoanerRefused(**ids, reason=LoanerRefusalReason.NONE_READY))
    assert ((await loaner())["state"], (await loaner())["reason"]) == ("refused", "none_ready")
    await step(staff, ticket, "loaner")  # after a no it is asked anew
    await heard(house, staff.organisation, LoanerReserved(**along))
    assert ((await loaner())["state"], (await loaner())["code"]) == ("reserved", other["code"])
    assert await refusal(staff, ticket, "loaner") == (409, "loaner_is_there")
    await heard(house, staff.organisation, LoanerAdded(**along))
    assert (await loaner())["state"] == "along"
    scanned = await a_ticket(staff, code=other["code"])
    assert scanned["household_id"] == str(loan.household_id)  # the loaner is with the family too
    await heard(house, staff.organisation, LoanerReturned(**along))
    assert (await loaner())["state"] == "returned"
    assert (await a_ticket(staff, code=other["code"]))["household_id"] is None


async def test_loans_is_heard_before_inventory(house: House) -> None:
    """The other order: the loaner is with the family before we hear that it was kept."""
    staff = house.sign_in()
    device, loan = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    along = {"ticket_id": UUID(ticket["id"]), "original_device_id": UUID(device["id"]), "device_id": new_id()}
    await heard(house, staff.organisation, LoanerAdded(**along, loan_id=loan.loan_id))
    await heard(house, staff.organisation, LoanerReserved(**along, loan_id=loan.loan_id))
    assert (await seen(staff, ticket))["loaner"]["state"] == "along"


async def test_a_question_belongs_to_the_family_that_has_the_machine_now(house: House) -> None:
    staff = house.sign_in()
    device, first = await on_loan(house, staff)
    kept = new_id()
    await heard(
        house,
        staff.organisation,
        DeviceSwapped(loan_id=first.loan_id, device_id=kept, original_device_id=UUID(device["id"])),
    )
    assert (await a_ticket(staff, code=device["code"]))["household_id"] is None
    await heard(house, staff.organisation, a_loan(house, UUID(device["id"]), code="PEER-7"))
    again = await seen(staff, await a_ticket(staff, code=device["code"]))
    assert again["household_code"] == "PEER-7"
    old = await a_known_device(house, staff)
    loan = a_loan(house, UUID(old["id"]))
    await heard(house, staff.organisation, loan, the_end(loan, loan.started_on))
    assert (await a_ticket(staff, code=old["code"]))["household_id"] is None


async def test_a_loan_that_is_heard_of_after_the_question(house: House) -> None:
    """The other order: the ticket has no family at first, and gets it when somebody decides what to do."""
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    loan = a_loan(house, UUID(device["id"]))
    await heard(house, staff.organisation, loan)
    assert (await seen(staff, ticket))["household_id"] is None
    assert (await step(staff, ticket, "triage", decision="visit"))["household_id"] == str(loan.household_id)
    assert (await step(staff, ticket, "triage", decision="repair"))["status"] == "in_repair"
    assert (await step(staff, ticket, "loaner"))["loaner_asked"] is True


async def test_a_family_that_got_the_machine_later_did_not_ask(house: House) -> None:
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    house.clock.move(timedelta(days=1))
    await heard(house, staff.organisation, a_loan(house, UUID(device["id"])))
    assert (await step(staff, ticket, "triage", decision="repair"))["household_id"] is None
