"""A machine after it is reserved: with a family, in repair, a loaner, back with us. What loans and helpdesk say is made up here."""

import asyncio
from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import text

from services.inventory.queries.devices import help_line
from shared.contracts import helpdesk, loans
from shared.contracts.event import Event
from shared.contracts.portal import OrganisationChanged
from shared.contracts.vocabulary import (
    Medium,
    RepairOutcome,
    TriageDecision,
)  # fmt: skip
from shared.runtime.clock import new_id
from tests.support.colleagues import alone, they_publish
from tests.support.house import House
from tests.support.made_up_loans import a_lent_device, closed, ended, refusal, repaired, signed, triaged
from tests.support.slice import a_ready_device, device_now, made_ready, published, report

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


async def test_out_and_back_and_out_again(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    device = await a_lent_device(house, staff, loan)
    assert (device["status"], device["loan_id"], device["accessories"]) == ("given_out", str(loan), ["charger"])
    await they_publish(house, staff.organisation, ended(loan, device))
    address = f"/inventory/api/devices/{device['id']}"
    assert (await device_now(staff, device))["status"] == "return_expected"
    back = await staff.did(f"{address}/take-back")
    assert (back["status"], back["loan_id"], back["accessories"]) == ("returned", None, [])
    assert [drive["wiped"] for drive in back["drives"]] == [False]
    wipe = f"{address}/drives/{device['drives'][0]['id']}"
    evidence = {"method": "secure_erase", "tool": "hdparm", "succeeded": True}
    assert await refusal(staff, f"{address}/ready") == (409, "not_wiped")
    assert await refusal(staff, f"{wipe}/wipe", evidence) == (409, "files_not_asked")
    assert await refusal(staff, f"{address}/files", {"answer": "saved"}) == (422, "invalid_request")
    await staff.did(f"{address}/files", {"answer": "keep_first"})
    assert await refusal(staff, f"{wipe}/wipe", evidence) == (409, "files_not_saved")
    assert (await staff.did(f"{address}/files-saved"))["files"] == "saved"
    await staff.did(f"{wipe}/wipe", evidence)
    assert await refusal(staff, f"{address}/files", {"answer": "keep_first"}) == (409, "already_wiped")
    await staff.colleague.did(f"{wipe}/check")
    assert await refusal(staff, f"{address}/ready") == (409, "not_checked")
    assert (await made_ready(staff, address))["status"] == "ready"
    assert await published(house, staff, "inventory") == [
        "device_registered", "device_wiped", "device_ready", "device_reserved", "device_given_out", "device_status_changed",
        "device_returned", "wipe_voided", "device_wiped", "device_ready",
    ]  # fmt: skip


async def test_void_evidence_stays_as_history_and_nobody_can_take_it_back(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    device = await a_lent_device(house, staff, loan)
    await they_publish(house, staff.organisation, ended(loan, device))
    await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        rows = (await unit.connection.execute(text("SELECT drive_id, reason, wipe_tool, wipe_checked_by FROM voided_wipe"))).all()
        assert [(str(row.drive_id), row.reason, row.wipe_tool) for row in rows] == [
            (device["drives"][0]["id"], "used_by_a_family", "hdparm")
        ]
        assert rows[0].wipe_checked_by is not None
    with pytest.raises(Exception, match="permission denied"):
        async with house.services["inventory"].units.open(staff.organisation) as unit:
            await unit.connection.execute(text("DELETE FROM voided_wipe"))


async def test_taking_back_twice_is_taking_back_once(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    device = await a_lent_device(house, staff, loan)
    await they_publish(house, staff.organisation, ended(loan, device))
    address, key = f"/inventory/api/devices/{device['id']}/take-back", str(new_id())
    answers = await asyncio.gather(*(staff.post(address, key=key) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200] * 3
    assert (await published(house, staff, "inventory")).count("device_returned") == 1
    assert await refusal(staff, address) == (409, "wrong_moment")


async def test_only_machines_of_that_loan_are_expected(house: House) -> None:
    staff, loan, other = house.sign_in(), new_id(), new_id()
    mine, theirs = await a_lent_device(house, staff, loan), await a_lent_device(house, staff, other)
    unknown = {"id": str(new_id())}
    await they_publish(house, staff.organisation, ended(loan, theirs, mine, unknown), ended(loan, mine))
    assert (await device_now(staff, mine))["status"] == "return_expected"
    assert (await device_now(staff, theirs))["status"] == "given_out"
    assert (await published(house, staff, "inventory")).count("device_status_changed") == 1


async def test_repair_with_a_new_drive_and_back_to_the_family(house: House) -> None:
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    device = await a_lent_device(house, staff, loan)
    await they_publish(house, staff.organisation, triaged(device, ticket))
    seen = await device_now(staff, device)
    assert (seen["status"], seen["repair_tickets"], seen["loan_id"]) == ("in_repair", [str(ticket)], str(loan))
    new = helpdesk.NewDrive(medium=Medium.SSD, capacity_gb=480)
    await they_publish(house, staff.organisation, repaired(device, ticket, RepairOutcome.FIXED, new))
    seen = await device_now(staff, device)
    [drive] = seen["drives"]
    assert (seen["status"], drive["capacity_gb"], drive["is_new"], drive["wiped"]) == ("repaired", 480, True, False)
    address = f"/inventory/api/devices/{device['id']}"
    assert await refusal(staff, f"{address}/ready") == (409, "not_wiped")
    old = device["drives"][0]["id"]
    evidence = {"method": "new_drive", "tool": "een gesloten doos", "succeeded": True}
    assert (await staff.post(f"{address}/drives/{old}/wipe", evidence)).status_code == 404, "it is not in there any more"
    await staff.did(f"{address}/drives/{drive['id']}/wipe", evidence)
    await staff.colleague.did(f"{address}/drives/{drive['id']}/check")
    seen = await staff.did(f"{address}/ready")
    assert (seen["status"], seen["loan_id"], seen["drives"][0]["is_new"]) == ("given_out", str(loan), False)
    assert (await published(house, staff, "inventory"))[-5:] == [
        "device_status_changed", "wipe_voided", "device_status_changed", "device_wiped", "device_status_changed",
    ]  # fmt: skip
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        kept = (await unit.connection.execute(text("SELECT id FROM drive WHERE removed_at IS NOT NULL"))).all()
        assert [str(row.id) for row in kept] == [old]


async def test_a_repair_of_a_free_machine(house: House) -> None:
    staff, ticket, request = house.sign_in(), new_id(), new_id()
    device = await a_ready_device(staff)
    claim = loans.DeviceClaimed(request_id=request, device_id=UUID(device["id"]))
    await they_publish(house, staff.organisation, triaged(device, ticket), claim)
    assert (await published(house, staff, "inventory"))[-2:] == ["device_status_changed", "claim_refused"]
    await they_publish(house, staff.organisation, repaired(device, ticket))
    assert (await device_now(staff, device))["status"] == "ready"


@pytest.mark.parametrize("how", ["closed", "decided otherwise"])
async def test_a_ticket_that_ends_without_a_repair_does_not_keep_the_machine(house: House, how: str) -> None:
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    device = await a_lent_device(house, staff, loan)
    otherwise = closed(device, ticket) if how == "closed" else triaged(device, ticket, TriageDecision.ADVICE)
    await they_publish(house, staff.organisation, otherwise)
    assert (await device_now(staff, device))["status"] == "given_out", "it was not in repair"
    await they_publish(house, staff.organisation, triaged(device, ticket), otherwise)
    assert (await device_now(staff, device))["status"] == "given_out"


@pytest.mark.parametrize("repair_first", [True, False])
async def test_signed_while_in_repair(house: House, *, repair_first: bool) -> None:
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    device = await a_ready_device(staff)
    steps: list[Event] = [triaged(device, ticket), signed(device, loan)]
    await they_publish(house, staff.organisation, *(steps if repair_first else reversed(steps)))
    seen = await device_now(staff, device)
    assert (seen["status"], seen["loan_id"]) == ("in_repair", str(loan))
    await they_publish(house, staff.organisation, repaired(device, ticket))
    assert (await device_now(staff, device))["status"] == "given_out"


@pytest.mark.parametrize("repair_first", [True, False])
async def test_the_loan_ends_while_in_repair(house: House, *, repair_first: bool) -> None:
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    device = await a_lent_device(house, staff, loan)
    steps: list[Event] = [triaged(device, ticket), ended(loan, device)]
    await they_publish(house, staff.organisation, *(steps if repair_first else reversed(steps)))
    seen = await device_now(staff, device)
    assert (seen["status"], seen["loan_id"], seen["was_in_use"]) == ("in_repair", None, True)
    await they_publish(house, staff.organisation, repaired(device, ticket))
    seen = await device_now(staff, device)
    assert (seen["status"], seen["drives"][0]["wiped"]) == ("returned", False)


async def test_repaired_before_the_loan_ends(house: House) -> None:
    """The other order of the last one: it is with the family again, so it is expected."""
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    device = await a_lent_device(house, staff, loan)
    await they_publish(house, staff.organisation, triaged(device, ticket), repaired(device, ticket), ended(loan, device))
    assert (await device_now(staff, device))["status"] == "return_expected"


@pytest.mark.parametrize("retired_first", [True, False])
async def test_the_end_of_a_machine_and_the_signature(house: House, *, retired_first: bool) -> None:
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    device = await a_ready_device(staff)
    end = [triaged(device, ticket), repaired(device, ticket, RepairOutcome.END_OF_LIFE)]
    steps: list[Event] = [*end, signed(device, loan)] if retired_first else [signed(device, loan), *end]
    await they_publish(house, staff.organisation, *steps)
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        last = (await unit.connection.execute(text("SELECT headers, value FROM bus.outbox ORDER BY id DESC LIMIT 1"))).one()
    assert last.headers["ce_type"].split(".")[2] == "device_retired"
    assert last.value["loan_id"] == str(loan), "loans hears that this loan has no machine"
    assert (await device_now(staff, device))["status"] == "retired"


async def test_retiring(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    lent, device = await a_lent_device(house, staff, loan), await a_ready_device(staff)
    assert await refusal(staff, f"/inventory/api/devices/{lent['id']}/retire") == (409, "wrong_moment")
    assert (await staff.did(f"/inventory/api/devices/{device['id']}/retire"))["status"] == "retired"
    assert (await published(house, staff, "inventory"))[-1] == "device_retired"
    arrived = await staff.did("/inventory/api/devices", content=report())
    assert (await staff.did(f"/inventory/api/devices/{arrived['id']}/retire"))["status"] == "retired"
    await they_publish(house, staff.organisation, ended(loan, lent))
    await staff.did(f"/inventory/api/devices/{lent['id']}/take-back")
    assert await refusal(staff, f"/inventory/api/devices/{lent['id']}/retire") == (409, "files_not_asked")


async def test_another_organisation_changes_nothing(house: House) -> None:
    staff, stranger, loan = house.sign_in(), house.sign_in(), new_id()
    device = await a_lent_device(house, staff, loan)
    for path, body in (("take-back", None), ("files", {"answer": "keep_first"}), ("files-saved", None), ("retire", None)):
        answer = await stranger.post(f"/inventory/api/devices/{device['id']}/{path}", body)
        assert answer.status_code == 404, path
    await they_publish(house, stranger.organisation, triaged(device, new_id()))
    assert (await device_now(staff, device))["status"] == "given_out"
    assert await published(house, stranger, "inventory") == []


async def test_events_about_machines_we_do_not_have_change_nothing(house: House) -> None:
    staff, nothing = house.sign_in(), {"id": str(new_id())}
    device_id, loan, ticket = UUID(nothing["id"]), new_id(), new_id()
    line = {"loan_id": loan, "device_id": device_id, "original_device_id": device_id}
    await they_publish(
        house, staff.organisation, signed(nothing, loan), ended(loan, nothing), triaged(nothing, ticket),
        repaired(nothing, ticket), closed(nothing, ticket), triaged(nothing, ticket, TriageDecision.VISIT),
        helpdesk.TicketTriaged(ticket_id=ticket, decision=TriageDecision.REPAIR),
        loans.LoanerAdded(ticket_id=ticket, **line), loans.LoanerReturned(ticket_id=ticket, **line),
        loans.LoanerDeclined(ticket_id=ticket, device_id=device_id), loans.DeviceSwapped(**line),
    )  # fmt: skip
    assert await published(house, staff, "inventory") == []
    letters = await house.services["inventory"].dead_letters.all()
    assert [letter for letter in letters if letter.organisation == staff.organisation] == []


async def test_the_newest_help_line_counts(house: House) -> None:
    staff = house.sign_in()
    changed = [
        OrganisationChanged(organisation_id=staff.organisation, title="Digibank De Brug", help_line=line)
        for line in ("03 123 45 67", None, "03 765 43 21")
    ]
    await they_publish(house, staff.organisation, *changed)
    inventory = house.services["inventory"]
    async with inventory.units.open(staff.organisation) as unit:
        assert await help_line(unit) == "03 765 43 21"
    assert await inventory.replay(house.transport) > 0
    async with inventory.units.open(staff.organisation) as unit:
        assert await help_line(unit) == "03 765 43 21"
