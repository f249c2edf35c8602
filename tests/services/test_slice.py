"""One slice through two services: a laptop that is proven empty finds the family that is next. On the log and on Kafka."""

import asyncio
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from services.inventory.commands.reserve_device import ReserveDevice, reserve_device
from services.loans.app import loans as loans_service
from services.loans.commands.match import match_all, match_request
from shared.bus.consumer import Delivery
from shared.contracts import inventory as inventory_events
from shared.contracts.event import Event
from shared.contracts.inventory import (
    AlongReplaced,
    ClaimRefused,
    DeviceReady,
    DeviceReserved,
    DeviceWiped,
    LoanerRefused,
    WipeVoided,
)
from shared.contracts.portal import OrganisationChanged
from shared.contracts.rhythm import RhythmWish
from shared.runtime.clock import new_id
from tests.support.house import House
from tests.support.slice import a_ready_device, ask, assert_kept_for, device_now, published, report, request_now


async def test_request_then_device(house: House) -> None:
    staff = house.sign_in()
    request = await ask(staff)
    assert request["status"] == "waiting"
    await house.run_until_idle()
    assert (await request_now(staff, request))["status"] == "waiting"
    device = await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)


async def test_device_then_request(house: House) -> None:
    staff = house.sign_in()
    device = await a_ready_device(staff)
    await house.run_until_idle()
    request = await ask(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)


async def test_both_at_once(house: House) -> None:
    """Ten laptops become ready while ten families ask; everybody is helped, whoever came last."""
    staff = house.sign_in()
    results = await asyncio.gather(*(a_ready_device(staff) for _ in range(10)), *(ask(staff) for _ in range(10)))
    await house.run_until_idle()
    kept = [await request_now(staff, request) for request in results[10:]]
    assert {request["status"] for request in kept} == {"reserved"}
    assert len({request["device_id"] for request in kept}) == 10


async def test_the_line_decides_not_the_clock(house: House) -> None:
    """A family that waits shorter but has a school child without a machine goes first; being later is no reason to wait."""
    staff = house.sign_in()
    first = await ask(staff)
    house.clock.move(timedelta(days=3))
    urgent = await ask(staff, school_child_without_machine=True)
    device = await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, urgent)
    line = await staff.get("/loans/api/requests")
    assert [(one["id"], one["points"], one["reasons"]) for one in line["requests"]] == [(first["id"], 3, [])]


async def test_a_machine_goes_to_whom_it_suits(house: House) -> None:
    """The drawing student came first, but this machine is too small for that; the pupil gets it."""
    staff = house.sign_in()
    student = await ask(staff, "study_design")
    pupil = await ask(staff, "primary_school")
    small = await a_ready_device(staff, memory_gb=4)
    await house.run_until_idle()
    await assert_kept_for(staff, small, pupil)
    assert (await request_now(staff, student))["status"] == "waiting"


async def test_of_two_that_suit_the_smaller_one_is_taken(house: House) -> None:
    staff = house.sign_in()
    large, small = await a_ready_device(staff, memory_gb=32), await a_ready_device(staff, memory_gb=8)
    await house.run_until_idle()
    pupil = await ask(staff, "primary_school")
    await house.run_until_idle()
    await assert_kept_for(staff, small, pupil)
    assert (await device_now(staff, large))["status"] == "ready"


async def test_stopping_frees_the_machine_for_the_next(house: House) -> None:
    staff = house.sign_in()
    device = await a_ready_device(staff)
    first, second = await ask(staff), await ask(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, first)
    await staff.did(f"/loans/api/requests/{first['id']}/withdraw")
    await house.run_until_idle()
    await assert_kept_for(staff, device, second)
    assert (await request_now(staff, first))["status"] == "withdrawn"


async def test_stopping_while_the_claim_is_under_way(house: House) -> None:
    """The withdrawal reaches inventory after the claim, on the same key: the machine ends up free, and goes to the next."""
    staff = house.sign_in()
    request = await ask(staff)
    device = await a_ready_device(staff)
    while (await request_now(staff, request))["status"] == "waiting":
        await house.step()
    assert (await request_now(staff, request))["status"] == "claimed"
    await staff.did(f"/loans/api/requests/{request['id']}/withdraw")
    await house.run_until_idle()
    assert (await device_now(staff, device))["status"] == "ready"
    following = await ask(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, following)


async def test_one_of_fifty_claims_wins(house: House) -> None:
    staff = house.sign_in()
    device = await a_ready_device(staff)
    inventory = house.services["inventory"]
    requests = [new_id() for _ in range(50)]

    async def claim(request_id: UUID) -> None:
        async with inventory.units.open(staff.organisation) as unit:
            await reserve_device(ReserveDevice(UUID(device["id"]), request_id), unit)

    await asyncio.gather(*(claim(request_id) for request_id in requests))
    winner = (await device_now(staff, device))["reserved_for"]
    assert UUID(winner) in requests
    answers = await published(house, staff, "inventory")
    assert (answers.count("device_reserved"), answers.count("claim_refused")) == (1, 49)
    await claim(UUID(winner))
    assert (await published(house, staff, "inventory"))[-1] == "device_reserved", "asking again gets the same answer"
    assert (await device_now(staff, device))["reserved_for"] == winner


async def test_a_refused_claim_tries_the_next_machine(house: House) -> None:
    """Somebody else got the machine first: the family waits again and gets another one, without anybody doing anything."""
    staff = house.sign_in()
    device = await a_ready_device(staff)
    await house.run_until_idle()
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await reserve_device(ReserveDevice(UUID(device["id"]), new_id()), unit)  # loans does not know it yet
    request = await ask(staff)
    # Loans matches from what it knows, inventory refuses.
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await match_request(UUID(request["id"]), unit)
    assert (await request_now(staff, request))["status"] == "claimed"
    other = await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, other, request)
    assert "claim_refused" in await published(house, staff, "inventory")


async def test_a_machine_kept_for_a_request_that_has_another_is_let_go(house: House) -> None:
    """A repeated claim was answered late: the family has a machine already, and the second one goes to somebody else."""
    staff = house.sign_in()
    request, device = await ask(staff), await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)
    second = await a_ready_device(staff)
    await house.run_until_idle()
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await reserve_device(ReserveDevice(UUID(second["id"]), UUID(request["id"])), unit)
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)
    assert (await device_now(staff, second))["status"] == "ready"
    assert "claim_dropped" in await published(house, staff, "loans")
    following = await ask(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, second, following)


async def test_a_new_rule_of_priority_moves_nobody_and_the_round_still_ends(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = house.sign_in()
    asked = [await ask(staff, internet="no") for _ in range(5)]
    before = [one["points"] for one in (await staff.get("/loans/api/requests"))["requests"]]
    face = OrganisationChanged(organisation_id=staff.organisation, title="De Brug", rhythm=RhythmWish(no_internet_days=60))
    await house.publish("portal", staff.organisation, face)
    await house.run_until_idle()
    monkeypatch.setattr("services.loans.commands.match.ROUND_SIZE", 2)
    async with asyncio.timeout(30), house.services["loans"].units.open(staff.organisation) as unit:
        assert await match_all(unit) == 0
    line = (await staff.get("/loans/api/requests"))["requests"]
    assert [one["id"] for one in line] == [one["id"] for one in asked]
    assert [one["points"] for one in line] == before
    assert (await ask(staff, internet="no"))["points"] == 60, "who asks now has what counts now"


async def test_events_that_come_again_change_nothing(house: House) -> None:
    staff = house.sign_in()
    device, request = await a_ready_device(staff), await ask(staff)
    await house.run_until_idle()
    topics = ["digibank.inventory.devices", "digibank.loans.requests"]
    again = [
        record
        async for records in house.transport.history(topics)
        for record in records
        if record.headers["ce_organisation"] == str(staff.organisation)
    ]
    before = [await published(house, staff, name) for name in ("inventory", "loans")]
    await house.transport.publish(again)
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)
    assert [await published(house, staff, name) for name in ("inventory", "loans")] == before


async def test_the_reaction_does_not_depend_on_the_projection_being_first(house: House) -> None:
    """The projection's group has seen nothing yet; the reaction still finds the machine, and an older event undoes nothing."""
    staff = house.sign_in()
    loans = house.services["loans"]
    request = await ask(staff)
    device = await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)
    consumer = loans.consumers["loans.projections"]
    history = [
        record
        async for records in house.transport.history(["digibank.inventory.devices"])
        for record in records
        if record.key == device["id"]
    ]
    ready = next(d for d in map(consumer.read, history) if isinstance(d, Delivery) and isinstance(d.event, DeviceReady))
    async with loans.units.open(staff.organisation) as unit:
        await consumer.apply(unit, ready)
        assert await unit.known_devices.suited_profiles(UUID(device["id"])) == []


async def test_the_daily_round_finds_who_was_forgotten(house: House) -> None:
    """Neither event is spoken of any more, and a claim lost its answer; the morning after both are put right."""
    staff = house.sign_in()
    loans = house.services["loans"]
    waiting = await ask(staff)
    await house.run_until_idle()
    device = await a_ready_device(staff)
    # A person discarded the reaction to `device_ready`; the projection has it.
    consumer = loans.consumers["loans.reactions"]
    handlers, consumer.handlers = consumer.handlers, {}
    try:
        await house.run_until_idle()
    finally:
        consumer.handlers = handlers
    assert (await request_now(staff, waiting))["status"] == "waiting"
    house.clock.move(timedelta(days=2))
    await house.run_until_idle()
    await assert_kept_for(staff, device, waiting)


async def test_the_daily_round_repeats_a_claim_without_an_answer(house: House) -> None:
    staff = house.sign_in()
    inventory = house.services["inventory"].consumers["inventory.reactions"]
    request = await ask(staff)
    await house.run_until_idle()
    device = await a_ready_device(staff)
    handlers, inventory.handlers = inventory.handlers, {}
    try:
        await house.run_until_idle()
    finally:
        inventory.handlers = handlers
    assert (await request_now(staff, request))["status"] == "claimed"
    house.clock.move(timedelta(days=2))
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)


async def test_the_daily_round_goes_on_while_a_claim_has_no_answer(house: House) -> None:
    """The claim is younger than the round expects an answer; so the round of that morning leaves it, and the next repeats it."""
    staff = house.sign_in()
    zone = house.services["loans"].units.zone
    late = datetime.combine(house.clock.now().astimezone(zone).date() + timedelta(days=1), time(22, 0), tzinfo=zone)
    house.clock.move(late - house.clock.now())
    inventory = house.services["inventory"].consumers["inventory.reactions"]
    request = await ask(staff)
    await house.run_until_idle()
    device = await a_ready_device(staff)
    handlers, inventory.handlers = inventory.handlers, {}
    try:
        await house.run_until_idle()
    finally:
        inventory.handlers = handlers
    house.clock.move(timedelta(hours=8))
    await house.run_until_idle()
    assert (await request_now(staff, request))["status"] == "claimed"
    house.clock.move(timedelta(days=1))
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)


async def test_one_action_keeps_one_correlation_id_through_both_services(house: House) -> None:
    staff = house.sign_in()
    await a_ready_device(staff)
    await house.run_until_idle()
    correlation = str(new_id())
    answer = await staff.http.post(
        "/loans/api/requests",
        json={"profile": "work"},
        headers={"idempotency-key": str(new_id()), "x-correlation-id": correlation},
    )
    assert answer.headers["x-correlation-id"] == correlation
    with capture_logs() as lines:
        await house.run_until_idle()
    ours = {(line["service"], line["event"]) for line in lines if line.get("correlation_id") == correlation}
    assert ours >= {("loans", "event applied"), ("inventory", "event applied")}
    types = {
        record.headers["ce_type"].split(".")[2]
        async for records in house.transport.history(["digibank.inventory.devices", "digibank.loans.requests"])
        for record in records
        if record.headers["ce_correlationid"] == correlation
    }
    assert types == {"request_waiting", "device_claimed", "device_reserved"}


async def test_nothing_is_ready_without_proof(house: House) -> None:
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=report())
    address = f"/inventory/api/devices/{device['id']}"
    [drive] = device["drives"]

    async def refused(path: str, body: Any = None) -> str:
        answer = await staff.post(address + path, body)
        assert answer.status_code == 409
        assert answer.headers["content-type"] == "application/problem+json"
        return str(answer.json()["type"]).rpartition(":")[2]

    assert await refused("/ready") == "not_wiped"
    assert await refused(f"/drives/{drive['id']}/check") == "nothing_to_check"
    await staff.did(f"{address}/drives/{drive['id']}/wipe", {"method": "overwrite", "tool": "shred", "succeeded": True})
    assert await refused(f"/drives/{drive['id']}/check") == "wipe_not_good_enough", "overwriting does not empty an SSD"
    await staff.did(f"{address}/drives/{drive['id']}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": False})
    assert await refused(f"/drives/{drive['id']}/check") == "wipe_not_good_enough", "it failed"
    await staff.did(f"{address}/drives/{drive['id']}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True})
    assert await refused("/ready") == "not_wiped", "nobody looked"
    assert await refused(f"/drives/{drive['id']}/check") == "not_by_yourself"
    await staff.colleague.did(f"{address}/drives/{drive['id']}/check")
    assert await refused("/ready") == "not_checked"
    assert await refused("/installed", {}) == "not_checked"
    await staff.did(f"{address}/checked", {})
    assert await refused("/ready") == "not_installed"
    await staff.did(f"{address}/installed", {})
    await staff.did(f"{address}/ready")
    assert await refused("/ready") == "wrong_moment"
    kinds = await published(house, staff, "inventory")
    assert kinds == ["device_registered", "device_wiped", "device_ready"]


async def test_a_projection_of_loans_is_built_again(house: House) -> None:
    staff = house.sign_in()
    await a_ready_device(staff)
    await house.run_until_idle()
    loans = house.services["loans"]
    assert await loans.replay(house.transport) > 0
    request = await ask(staff)
    await house.run_until_idle()
    assert (await request_now(staff, request))["status"] == "reserved"


def test_what_inventory_answers_is_what_loans_reads() -> None:
    """Each answer to a claim is handled by loans; a new one without a handler fails here."""
    assert {DeviceReady, DeviceReserved, ClaimRefused, AlongReplaced} <= set(loans_service.reacts_to)
    of_no_concern: set[type[Event]] = {DeviceWiped, WipeVoided, LoanerRefused}
    assert set(inventory_events.EVENTS) - set(loans_service.projects) - {AlongReplaced} == of_no_concern
