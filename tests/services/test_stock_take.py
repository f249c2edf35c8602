"""A stock take through its pages: what is expected, what is seen, several people at once, what comes of it, and what it refuses."""

import asyncio
import csv
import time
from io import StringIO
from itertools import product
from uuid import UUID

import pytest
from sqlalchemy import text

from services.inventory.domain.public_code import make_code
from services.inventory.domain.short_list import ListKind
from services.inventory.domain.stock_take import LIST, SCOPES, Result, judge
from services.inventory.queries import stock_takes as queries
from shared.contracts.vocabulary import DeviceState, Role
from shared.database.engine import driver_of
from shared.runtime.clock import new_id
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff
from tests.support.made_up_loans import a_lent_device, ended
from tests.support.pages import Read, Reader, reader
from tests.support.photos import entry_of
from tests.support.slice import a_ready_device, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # counting does not see what carries the events

TAKES = "/inventory/stock-takes"
SEEN = """
UPDATE stock_take_line
SET is_expected = $3, state_at_scan = $4, scanned_at = CASE WHEN $4::text IS NULL THEN NULL ELSE now() END
WHERE stock_take = $1 AND code = $2
"""
DEVICES = """
WITH free AS (INSERT INTO public_code SELECT code, $1 FROM unnest($2::text[]) AS code ON CONFLICT DO NOTHING RETURNING code)
INSERT INTO device
    (id, organisation, code, maker, model, chassis, registered_at, status, accessories, repair_tickets, was_in_use)
SELECT made.id, $1, made.code, 'Lenovo', 'X240', 'laptop', now(), 'ready', '{}', '{}', false
FROM unnest($2::text[], $3::uuid[]) AS made (code, id) JOIN free USING (code)
"""


async def begin(me: Reader, scope: str = "all") -> str:
    return await me.sent(await me.form(TAKES), {"scope": scope})


async def see(me: Reader, take: str, typed: str, status: int = 303) -> Read:
    """Type something, and read what the page says."""
    answer = await me.send(await me.form(take, f"{take}/scans"), {"find": typed})
    assert answer.status_code == status, Read(answer.text).text
    return await me.open(answer.headers["location"]) if status == 303 else Read(answer.text)


async def lists(house: House, me: Reader, take: str) -> dict[str, list[str]]:
    """The codes by what came of them."""
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        one = await queries.get_stock_take(unit, UUID(take.rpartition("/")[2]))
        found: dict[str, list[str]] = {}
        async for lines in queries.all_lines(unit, one):
            for line in lines:
                found.setdefault(line.result.value, []).append(line.code)
        counts = await queries.counts_of(unit, one)
    assert {result: len(codes) for result, codes in found.items()} == {r.value: n for r, n in counts.items() if n}
    return found


async def test_counting_from_beginning_to_end(house: House) -> None:
    me, stranger = reader(house), reader(house)
    with alone(house, "inventory"):
        here = [await a_ready_device(me.staff) for _ in range(3)]
        lent = await a_lent_device(house, me.staff, new_id())
        foreign = await a_ready_device(stranger.staff)
        gone = await me.staff.did("/inventory/api/devices", content=report())
        await me.staff.did(f"/inventory/api/devices/{gone['id']}/retire")
        away = await me.staff.did("/inventory/api/devices", content=report())
        partner = await entry_of(house, me.staff.organisation, ListKind.PARTNER, "Atelier De Schroef")
        await me.staff.did(f"/inventory/api/devices/{away['id']}/partner", {"partner_id": partner})
        take = await begin(me)
        assert "0 gevonden van 3" in (await me.open(take)).text
        assert "Gevonden" in (await see(me, take, f"https://anders.example/q/{here[0]['code']}")).text
        again = await see(me, take, here[0]["code"].lower())
        assert "Al gezien: gevonden" in again.text
        assert "1 gevonden van 3" in again.text
        assert here[1]["code"] in (await see(me, take, here[1]["serial"])).text, "a serial number will do"
        assert "Hoort bij een gezin te zijn" in (await see(me, take, lent["code"])).text
        assert "Uit gebruik" in (await see(me, take, gone["code"])).text
        assert "Hoort bij een partner te zijn" in (await see(me, take, away["code"])).text
        await me.sent(await me.form(f"{take}?seen={away['code']}", f"{take}/scans/remove"))
        assert "Kennen we niet" in (await see(me, take, foreign["code"])).text
        assert "een letter verkeerd gelezen" in (await see(me, take, "ABC-DEF")).text
        for typed in ("", "85.07.30-033.28", "KX4-72O", "Jan Peeters", "=HYPERLINK(1)", "x" * 10_000, "ΑΒΓ-ΔΕΖ"):
            assert "Dit is geen code van een sticker" in (await see(me, take, typed, 422)).text, typed
        missed = await me.open(f"{take}/lines?show=missing")
        assert here[2]["code"] in missed.text
        assert here[0]["code"] not in missed.text
        strange = await me.open(f"{take}/lines?show=strange")
        assert all(code in strange.text for code in (lent["code"], gone["code"], foreign["code"], "ABC-DEF"))
        assert "neem het terug" in strange.text
        mistaken = next(link for link in strange.links if "ABC-DEF" in link)  # a code that was typed wrong has a way out
        taken_back = await me.form(mistaken, f"{take}/scans/remove")
        await me.sent(taken_back)
        assert (await lists(house, me, take))["unknown"] == [foreign["code"]]

        closing = await me.open(f"{take}/close")
        assert "nog niet gezien" in closing.text
        assert ("3 keer was er iets vreemds" in closing.text, f"{take}/lines?show=strange" in closing.links) == (True, True)
        assert await me.sent(await me.form(f"{take}/close")) == take
        await they_publish(house, me.staff.organisation, ended(UUID(lent["loan_id"]), lent))
        for _ in range(2):
            result = await me.open(take)
            assert "2 gevonden van 3" in result.text
            assert "1 niet gezien" in result.text
        rows = list(csv.reader(StringIO((await me.http.get(f"{take}/result.csv")).text.removeprefix("\ufeff")), delimiter=";"))
        assert rows[0][0] == "code"
        assert {row[0]: row[5] for row in rows[1:]} == {
            here[0]["code"]: "found", here[1]["code"]: "found", here[2]["code"]: "missing", lent["code"]: "with_family",
            gone["code"]: "retired", foreign["code"]: "unknown",
        }  # fmt: skip
        assert take in (await me.open(TAKES)).links


async def test_what_leaves_and_comes_meanwhile_in_both_orders(house: House) -> None:
    """Seen and then given out, given out and never seen, back and then seen, seen and then back."""
    me = reader(house)
    with alone(house, "inventory"):
        seen_first, left_first, stays = [await a_ready_device(me.staff) for _ in range(3)]
        loans = [new_id(), new_id()]
        back_first, back_later = [await a_lent_device(house, me.staff, loan) for loan in loans]
        take = await begin(me)
        await see(me, take, seen_first["code"])
        await move(house, me, {seen_first["id"]: "given_out", left_first["id"]: "given_out", back_first["id"]: "returned"})
        assert "Erbij gekomen" in (await see(me, take, back_first["code"])).text
        assert "Hoort bij een gezin te zijn" in (await see(me, take, back_later["code"])).text
        await move(house, me, {back_later["id"]: "returned"})
        expected = {
            "found": {seen_first["code"]}, "left": {left_first["code"]}, "missing": {stays["code"]},
            "joined": {back_first["code"], back_later["code"]},
        }  # fmt: skip
        assert {result: set(codes) for result, codes in (await lists(house, me, take)).items()} == expected
        await me.sent(await me.form(f"{take}/close"))
        await move(house, me, {left_first["id"]: "returned", stays["id"]: "given_out"})
        assert {result: set(codes) for result, codes in (await lists(house, me, take)).items()} == expected, "kept for ever"


async def test_several_people_at_once(house: House) -> None:
    me = reader(house)
    colleague = reader(house, house.sign_in(me.staff.organisation, Role.REPAIRER))
    devices = [await a_ready_device(me.staff) for _ in range(4)]
    take = await begin(me, "ready")
    joined = await colleague.send(await colleague.form(TAKES), {"scope": "ready"})
    assert joined.status_code == 409
    assert take in Read(joined.text).links
    assert await begin(colleague, "all") != take
    await see(me, take, devices[0]["code"])
    await see(colleague, take, devices[1]["code"])
    forms = [await who.form(take, f"{take}/scans") for who in (me, colleague)]
    answers = await asyncio.gather(
        *(
            who.http.post(form.action, data=form.fields | {"find": device["code"], "form_key": f"key-{n}-{device['code']}"})
            for n, (who, form) in enumerate(zip((me, colleague), forms, strict=True))
            for device in devices
        )
    )
    assert {answer.status_code for answer in answers} == {303}
    assert sum("again=1" in answer.headers["location"] for answer in answers) == len(devices) + 2
    shown = await me.open(take)
    assert "4 gevonden van 4" in shown.text
    assert "Jullie tellen met 2" in shown.text
    assert (await lists(house, me, take)) == {"found": sorted(device["code"] for device in devices)}
    old, closing = await colleague.form(take, f"{take}/scans"), await me.form(f"{take}/close")
    await me.sent(closing)
    assert (await colleague.send(closing)).status_code in (303, 403)
    late = await colleague.send(old, {"find": devices[0]["code"]})
    assert late.status_code == 409
    assert "Deze telling is afgesloten" in Read(late.text).text
    assert (await me.http.get(f"{take}/close")).status_code == 303


async def test_one_part_of_the_stock(house: House) -> None:
    me = reader(house)
    ready = await a_ready_device(me.staff)
    arrived = await me.staff.did("/inventory/api/devices", content=report())
    take = await begin(me, "ready")
    assert "Hoort in een andere groep" in (await see(me, take, arrived["code"])).text
    assert await lists(house, me, take) == {"missing": [ready["code"]], "elsewhere": [arrived["code"]]}


async def test_what_is_lost_is_not_expected_and_is_good_to_see(house: House) -> None:
    me = reader(house)
    here, lost = await a_ready_device(me.staff), await a_ready_device(me.staff)
    await me.staff.did(f"/inventory/api/devices/{lost['id']}/lost", {"kind": "lost"})
    take = await begin(me)
    assert await lists(house, me, take) == {"missing": [here["code"]]}
    shown = (await see(me, take, lost["code"])).text
    assert ("Stond als verloren" in shown, "Je hoeft niets te doen" in shown) == (True, False), (
        "somebody has to say that it is here"
    )
    assert "zeg daar dat het hier is" in (await me.open(f"{take}/lines?show=moved")).text
    assert await lists(house, me, take) == {"missing": [here["code"]], "joined": [lost["code"]]}


async def test_what_cannot_be_counted_and_by_whom(house: House) -> None:
    me, stranger = reader(house), reader(house)
    form = await me.form(TAKES)
    assert "Er is niets om te tellen" in Read((await me.send(form, {"scope": "all"})).text).text
    for scope in ("", "nonsense", "\x00"):
        assert (await me.send(form, {"scope": scope})).status_code in (400, 422), scope
    await a_ready_device(me.staff)
    take = await begin(me)
    for path in ("", "/close", "/lines", "/result.csv"):
        assert (await stranger.http.get(f"{take}{path}")).status_code == 404, path
        assert (await me.http.get(f"{TAKES}/{new_id()}{path}")).status_code == 404, path
        assert (await me.http.get(f"{TAKES}/nonsense{path}")).status_code in (404, 422), path
    await a_ready_device(stranger.staff)
    own = await stranger.form(await begin(stranger), f"{await open_take(stranger)}/scans")
    for path in ("scans", "scans/remove", "close"):
        answer = await stranger.http.post(f"{take}/{path}", data=own.fields | {"find": "KX4-72M", "code": "KX4-72M"})
        assert answer.status_code == 404, path
    outreach = reader(house, house.sign_in(me.staff.organisation, Role.OUTREACH))
    assert (await outreach.http.get(take)).status_code == 403


async def test_ten_thousand_devices(house: House) -> None:
    """Pages of fifty, each from where the one before ended; closed lists come from an index."""
    staff = house.sign_in()
    me = reader(house, staff)
    stored = await many_devices(house, staff, 10_000)
    take = await begin(me)
    began = time.monotonic()
    assert f"0 gevonden van {stored:,}".replace(",", ".") in (await me.open(take)).text
    first = await me.open(f"{take}/lines?show=missing")
    second = await me.open(next(link for link in first.links if "after=" in link))
    codes = [[word for word in page.words if len(word) == 7 and word[3] == "-"] for page in (first, second)]
    assert [len(set(found)) for found in codes] == [50, 50]
    assert not set(codes[0]) & set(codes[1])
    assert time.monotonic() - began < 6, "three pages; with nested loops it was a minute"
    await me.sent(await me.form(f"{take}/close"))
    assert len((await me.http.get(f"{take}/result.csv")).text.splitlines()) == stored + 1
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        driver = await driver_of(unit.connection)
        plan = await driver.fetch(f"EXPLAIN {queries.CLOSED_LINES}", UUID(take.rpartition("/")[2]), ["missing"], "", 50)
        assert "stock_take_line_by_result" in "\n".join(row[0] for row in plan)


@pytest.mark.parametrize("scope", [*SCOPES, LIST])
async def test_the_rule_in_sql_is_the_rule(house: House, scope: str) -> None:
    """Everything that can be is judged by the database as by the domain."""
    staff = house.sign_in()
    me = reader(house, staff)
    combinations = [one for one in product((True, False), (None, *DeviceState), DeviceState) if one[0] or one[1] is not None]
    await many_devices(house, staff, len(combinations) + 5)
    take = UUID((await begin(me)).rpartition("/")[2])
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        driver = await driver_of(unit.connection)
        await driver.execute("UPDATE stock_take SET scope = $2 WHERE id = $1", take, scope)
        one = await queries.get_stock_take(unit, take)
        lines = (await queries.lines_of(unit, one, list(Result), most=1000))[: len(combinations)]
        assert len(lines) == len(combinations)
        for line, (is_expected, at_scan, now) in zip(lines, combinations, strict=True):
            await driver.execute("UPDATE device SET status = $2 WHERE id = $1", line.device_id, now.value)
            await driver.execute(SEEN, take, line.code, is_expected, at_scan and at_scan.value)
        judged = {line.code: line.result for line in await queries.lines_of(unit, one, list(Result), most=1000)}
    for line, (is_expected, at_scan, now) in zip(lines, combinations, strict=True):
        assert judged[line.code] is judge(scope, is_expected, at_scan, now), (is_expected, at_scan, now)


async def open_take(me: Reader) -> str:
    return next(link for link in (await me.open(TAKES)).links if link.startswith(f"{TAKES}/"))


async def move(house: House, me: Reader, states: dict[str, str]) -> None:
    """Our records say from now on that these machines are somewhere else."""
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        for device_id, status in states.items():
            await unit.connection.execute(
                text("UPDATE device SET status = :status WHERE id = :id"), {"status": status, "id": UUID(device_id)}
            )


async def many_devices(house: House, staff: Staff, count: int) -> int:
    """About so many machines that are ready, in a moment; gives how many. A code that somebody has is left out."""
    numbers = [(staff.organisation.int + place * 7919) % 32**5 for place in range(count)]
    codes = [_code(number) for number in numbers]
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        done: str = await (await driver_of(unit.connection)).execute(DEVICES, staff.organisation, codes, [new_id() for _ in codes])
    return int(done.split()[-1])


def _code(number: int) -> str:
    digits = iter([number // 32**place % 32 for place in range(5)])
    return make_code(lambda _below: next(digits))


async def test_programs_count_as_people_do(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    takes = "/inventory/api/stock-takes"
    assert (await staff.post(takes, {"scope": "all"})).status_code == 409, "nothing is here"
    with alone(house, "inventory"):
        here = [await a_ready_device(staff) for _ in range(2)]
    for body in ({}, {"scope": "alles"}):
        assert (await staff.post(takes, body)).status_code == 422
    one = await staff.did(takes, {"scope": "all"})
    take = f"{takes}/{one['id']}"
    assert (await staff.post(takes, {"scope": "all"})).status_code == 409
    seen = await staff.did(f"{take}/scans", {"typed": f"https://anders.example/q/{here[0]['code']}"})
    assert seen == {"code": here[0]["code"], "device_id": here[0]["id"], "result": "found", "again": False}
    assert (await staff.did(f"{take}/scans", {"typed": here[0]["code"].lower()}))["again"] is True
    unknown = await staff.did(f"{take}/scans", {"typed": make_code(lambda _below: 1)})
    assert (unknown["device_id"], unknown["result"]) == (None, "unknown")
    assert await staff.did(f"{take}/scans/remove", {"code": unknown["code"]}) == {"code": unknown["code"]}
    for typed in ("", "x" * 201, "a\x00b", "kaartje van de bus"):
        for address, name in ((f"{take}/scans", "typed"), (f"{take}/scans/remove", "code")):
            assert (await staff.post(address, {name: typed})).status_code == 422, typed
    told = await staff.get(take)
    assert (told["counts"]["found"], told["counts"]["missing"], told["counts"]["unknown"], told["counters"]) == (1, 1, 0, 1)
    lines = (await staff.get(f"{take}/lines?result=missing&result=unknown"))["lines"]
    assert [(line["code"], line["result"]) for line in lines] == [(here[1]["code"], "missing")]
    for address in (take, f"{take}/lines"):
        assert (await stranger.http.get(address)).status_code == 404
    assert (await stranger.post(f"{take}/scans", {"typed": here[1]["code"]})).status_code == 404
    closed = await staff.did(f"{take}/close")
    assert closed["closed_at"]
    assert (await staff.post(f"{take}/scans", {"typed": here[1]["code"]})).status_code == 409
    assert (await staff.post(f"{take}/close")).status_code == 409
    assert [(line["code"], line["result"]) for line in (await staff.get(f"{take}/lines"))["lines"]] == sorted(
        [(here[0]["code"], "found"), (here[1]["code"], "missing")]
    )
    assert [one["id"] for one in (await staff.get(takes))["stock_takes"]] == [closed["id"]]
