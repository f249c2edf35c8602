"""Out of use, out of the house, and the figures: through HTTP as the application role, without JavaScript."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import text

from services.inventory.queries import figures as figure_queries
from services.inventory.queries import reuse as reuse_queries
from shared.contracts.vocabulary import RepairOutcome, Role
from shared.database.engine import driver_of
from shared.runtime.clock import new_id
from tests.services.test_inventory_pages import page_of
from tests.services.test_pages import WIPED, step
from tests.support.colleagues import alone, they_publish
from tests.support.house import House
from tests.support.made_up_loans import a_lent_device, ended, repaired, triaged
from tests.support.pages import Read, Reader, reader
from tests.support.slice import a_ready_device, published, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

SCAN = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


async def a_retired(me: Reader, *, ready: bool = True, destination: str = "recycler") -> Any:
    device = await a_ready_device(me.staff) if ready else await me.staff.did("/inventory/api/devices", content=report())
    body = {"reason": "too_old", "destination": destination, "parts": {"memory": 2}}
    if destination == "given_away":
        body["reason"] = "given_away"
    await me.staff.did(f"/inventory/api/devices/{device['id']}/retire", body)
    return device


async def a_recycler(me: Reader, name: str = "De Draaischijf") -> str:
    await me.sent(await me.form("/inventory/lists"), {"kind": "recycler", "name": name})
    form = next(form for form in (await me.open("/inventory/lists")).forms if form.action.endswith("/remove"))
    return form.action.split("/")[3]


async def a_trip(me: Reader, *devices: Any, **more: Any) -> Any:
    """What comes of a hand-over of these machines."""
    form = await me.form("/inventory/recycling/new")
    recycler = next(iter(form.choices["recycler"]))
    data = form.fields | {"recycler": recycler} | more
    return await me.http.post(form.action, data=data | {"device": [one["id"] for one in devices]})


async def test_what_is_not_empty_stays_and_what_is_goes_with_its_paper(house: House) -> None:
    me = reader(house)
    full, empty = await a_retired(me, ready=False), await a_retired(me)
    assert "Maak eerst de schijf leeg" in (await me.open(page_of(full))).text
    await a_recycler(me)
    assert full["code"] in (shown := await me.open("/inventory/recycling/new")).text
    assert "Dit kan nog niet mee" in shown.text
    refused = await a_trip(me, full, empty)
    assert (refused.status_code, f"In {full['code']} zijn er schijven" in refused.text) == (409, True)
    assert "Naar een recycleur" not in (await me.open("/inventory/recycling")).text, "all of them or none"
    await step(me, page_of(full), "/wipe", **WIPED)
    await step(reader(house, me.staff.colleague), page_of(full), "/check")
    answer = await a_trip(me, full, empty)
    assert answer.status_code == 303, Read(answer.text).text
    trip = answer.headers["location"].partition("?")[0]
    assert {full["code"], empty["code"]} <= set((await me.open(trip)).text.split())
    form = next(form for form in (await me.open(trip)).forms if form.action == f"{trip}/certificate")
    sent = await me.http.post(form.action, data=form.fields | {"certificate": "BE-12"}, files={"paper": ("x.exe", SCAN, "x/y")})
    assert sent.headers["location"] == trip
    scan = await me.http.get(f"{trip}/paper")
    assert (scan.content, scan.headers["content-type"]) == (SCAN, "application/pdf")
    assert "attachment" in scan.headers["content-disposition"]
    assert "sandbox" in scan.headers["content-security-policy"]
    assert not [form for form in (await me.open(trip)).forms if form.action.endswith("/undo")]
    undo = await me.http.post(f"{trip}/undo", data=form.fields | {"form_key": str(new_id())})
    assert undo.status_code == 409
    gone = await me.open(f"{page_of(full)}/end")
    assert "Dit toestel is weg" in gone.text
    assert not [form for form in gone.forms if form.action.startswith("/inventory")]


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 422), (b"<script>", 422), (b"%PDF-1.7", 422), (bytes(10_100_000), 413), (b"\xff\xd8\xff\xe0", 422)],
)
async def test_a_paper_that_is_none_is_refused(house: House, content: bytes, status: int) -> None:
    me = reader(house)
    device = await a_retired(me)
    await a_recycler(me)
    trip = (await a_trip(me, device)).headers["location"].partition("?")[0]
    form = next(form for form in (await me.open(trip)).forms if form.action == f"{trip}/certificate")
    answer = await me.http.post(form.action, data=form.fields, files={"paper": ("bewijs.pdf", content, "application/pdf")})
    assert (answer.status_code, "pdf" in answer.text or "MB" in answer.text) == (status, True)
    assert (await me.http.get(f"{trip}/paper")).status_code == 404
    picture = BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "PNG")
    form = next(form for form in (await me.open(trip)).forms if form.action == f"{trip}/certificate")
    files = {"paper": ("foto.png", picture.getvalue(), "image/png")}
    assert (await me.http.post(form.action, data=form.fields, files=files)).status_code == 303
    assert (await me.http.get(f"{trip}/paper")).headers["content-type"] == "image/jpeg"


async def test_bad_hand_overs_change_nothing(house: House) -> None:
    me, other = reader(house), reader(house)
    device, foreign = await a_retired(me), await a_retired(other)
    await a_recycler(me)
    tomorrow = (house.clock.now() + timedelta(days=2)).date().isoformat()
    for answer, status in (
        (await a_trip(me), 422),
        (await a_trip(me, {"id": "geen-id"}), 422),
        (await a_trip(me, foreign), 404),
        (await a_trip(me, device, day=tomorrow), 422),
        (await a_trip(me, device, day="1/1/2000"), 422),
        (await a_trip(me, device, day="ooit"), 422),
        (await a_trip(me, device, recycler=str(new_id())), 422),
        (await a_trip(me, device, certificate="x" * 61), 422),
    ):
        assert answer.status_code == status, Read(answer.text).text
    assert "Nog bij ons" in (await me.open("/inventory/recycling")).text
    assert (await me.http.get("/inventory/recycling/" + str(new_id()))).status_code == 404


async def test_a_trip_and_an_end_are_undone(house: House) -> None:
    me = reader(house)
    device = await a_retired(me)
    await a_recycler(me)
    trip = (await a_trip(me, device)).headers["location"].partition("?")[0]
    assert await me.sent(await me.form(trip, f"{trip}/undo")) == "/inventory/recycling"
    address = f"{page_of(device)}/end"
    assert await me.sent(await me.form(address, f"{address}/undo")) == page_of(device)
    assert (await published(house, me.staff, "inventory"))[-2:] == ["device_retired", "device_status_changed"]
    assert (await me.staff.get(f"/inventory/api/devices/{device['id']}"))["status"] == "arrived"
    assert (await me.http.get(address)).headers["location"] == page_of(device)
    assert (await me.staff.did(f"/inventory/api/devices/{device['id']}/ready"))["status"] == "ready"


async def test_given_away_and_described_better(house: House) -> None:
    me = reader(house)
    device = await a_retired(me, destination="given_away")
    address = f"{page_of(device)}/end"
    form = await me.form(address)
    wrong = await me.send(form, {"reason": "given_away", "destination": "recycler", "part-fan": "x"})
    assert (wrong.status_code, "Ventilator" in wrong.text) == (422, True)
    wrong = await me.send(await me.form(address), {"reason": "given_away", "destination": "recycler"})
    assert (wrong.status_code, "Dit past niet samen" in wrong.text) == (422, True)
    await me.sent(await me.form(address), {"reason": "given_away", "destination": "none", "part-fan": "2"})
    assert "2 × ventilator" in (await me.open(address)).text
    await me.sent(await me.form(address, f"{address}/gone"))
    assert "Dit toestel is weg" in (await me.open(address)).text


async def test_a_repair_that_ends_it_asks_for_the_files_and_for_the_place(house: House) -> None:
    me, loan, ticket = reader(house), new_id(), new_id()
    device = await a_lent_device(house, me.staff, loan)
    await they_publish(house, me.staff.organisation, triaged(device, ticket))
    await they_publish(house, me.staff.organisation, repaired(device, ticket, RepairOutcome.END_OF_LIFE))
    shown = await me.open(page_of(device))
    assert "zullen we je bestanden bewaren?" in shown.text
    assert not [form for form in shown.forms if form.action.endswith("/wipe")]
    await step(me, page_of(device), "/files", files="nothing_to_keep")
    assert "Waar gaat het naartoe?" in (await me.open(page_of(device))).text
    assert "Te stuk om te herstellen" in (await me.open(f"{page_of(device)}/end")).text
    assert [form for form in (await me.open(page_of(device))).forms if form.action.endswith("/wipe")]


async def test_the_year_and_the_figures_add_up(house: House) -> None:
    me, loan = reader(house), new_id()
    lent = await a_lent_device(house, me.staff, loan)
    await they_publish(house, me.staff.organisation, ended(loan, lent))
    await me.staff.did(f"/inventory/api/devices/{lent['id']}/take-back")
    device = await a_retired(me)
    await a_recycler(me)
    assert (await a_trip(me, device)).status_code == 303
    await a_retired(me, destination="parts_box")
    await a_ready_device(me.staff)
    year = house.clock.now().year
    shown = await me.open("/inventory/reuse")
    assert f"Hergebruik in {year}" in shown.text
    assert "Er kwamen 4 toestellen binnen. Er ging 1 toestel naar een gezin." in shown.text
    lines = list(
        csv.DictReader(
            StringIO((await me.http.get(f"/inventory/reuse.csv?year={year}")).content.decode("utf-8-sig")), delimiter=";"
        )
    )
    came = {line["waar"]: int(line["aantal"]) for line in lines if line["wat"] == "binnengekomen"}
    assert came == {"Bij ons, om uit te lenen": 2, "Naar een recycleur": 1, "Gebruikt voor onderdelen": 1}
    assert {line["gewicht in kg (schatting)"] for line in lines} == {"4,520", "2,260"}
    paper = await me.http.get(f"/inventory/reuse.pdf?year={year}")
    assert paper.content.startswith(b"%PDF-")
    sheet = await me.http.get(f"{page_of(lent)}/reuse-sheet.pdf")
    assert sheet.content.startswith(b"%PDF-")
    form = next(form for form in (await me.open("/inventory/weights")).forms if form.fields.get("chassis") == "laptop")
    assert (await me.send(form, {"weight": "veel", "source": "zelf"})).status_code == 422
    form = next(form for form in (await me.open("/inventory/weights")).forms if form.fields.get("chassis") == "laptop")
    await me.sent(form, {"weight": "2", "source": "=wij wogen er tien"})
    csv_now = (await me.http.get("/inventory/reuse.csv")).content.decode("utf-8-sig")
    assert ";2,000;'=wij wogen er tien" in csv_now
    figures = await me.open("/inventory/figures")
    assert "33 %" not in figures.text
    assert "25 %" in figures.text, "one of four was with a family"
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        found = await figure_queries.stock_figures(unit)
    assert (found.machines, found.recent, found.reused, found.measured) == (2, 4, 1, 4)
    assert (found.months[-1].came, found.months[-1].lent, found.months[-1].ended) == (4, 1, 2)
    assert sum(count for _age, count in found.ages) == 2
    nobody = reader(house)
    assert "Nog niets te tellen" in (await nobody.open("/inventory/figures")).text
    assert "was er niets" in (await nobody.open("/inventory/reuse?year=abc")).text


async def test_each_time_at_a_family_is_counted_once(house: House) -> None:
    me, loan, ticket = reader(house), new_id(), new_id()
    device = await a_lent_device(house, me.staff, loan)
    await they_publish(house, me.staff.organisation, triaged(device, ticket))
    await they_publish(house, me.staff.organisation, repaired(device, ticket, RepairOutcome.FIXED))
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        spells = (await unit.connection.execute(text("SELECT ended_on FROM lending_spell"))).all()
    assert [row.ended_on for row in spells] == [None], "a repair is no other time"
    await they_publish(house, me.staff.organisation, ended(loan, device))
    await me.staff.did(f"/inventory/api/devices/{device['id']}/take-back")
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        spells = (await unit.connection.execute(text("SELECT ended_on FROM lending_spell"))).all()
    assert [row.ended_on is not None for row in spells] == [True]


async def test_a_coordinator_reads_and_a_trainer_does_not(house: House) -> None:
    me = reader(house)
    device = await a_retired(me)
    coordinator = reader(house, house.sign_in(me.staff.organisation, Role.COORDINATOR))
    for address in (
        "/inventory/recycling",
        "/inventory/figures",
        "/inventory/reuse",
        "/inventory/weights",
        f"{page_of(device)}/end",
    ):
        assert not [form for form in (await coordinator.open(address)).forms if form.action.startswith("/inventory")]
    trainer = reader(house, house.sign_in(me.staff.organisation, Role.TRAINER))
    for address in ("/inventory/recycling", "/inventory/figures", "/inventory/reuse.csv", "/inventory/weights"):
        assert (await trainer.http.get(address)).status_code == 403


async def test_figures_walk_their_indexes(house: House) -> None:
    """Under row-level security, with the values that the service sends; small tables are read whole unless that is forbidden."""
    me = reader(house)
    await a_retired(me)
    organisation: UUID = me.staff.organisation
    async with house.services["inventory"].units.open(organisation) as unit:
        driver = await driver_of(unit.connection)
        await unit.connection.execute(text("SET LOCAL enable_seqscan = off"))
        now, today, zone = unit.now(), unit.today(), str(unit.zone)
        asked: list[tuple[str, tuple[object, ...], str]] = [
            (figure_queries.STATES_AND_KINDS, (organisation,), "device"),
            (figure_queries.AGE, (organisation, now, [0.0, 1.0]), "device_"),
            (figure_queries.CAME, (organisation, now, zone), "device_"),
            (figure_queries.LENT, (organisation, today), "lending_spell_began"),
            (figure_queries.ENDED, (organisation, today), "device_"),
            (figure_queries.SPEED, (organisation, now, zone), "device_"),
            (reuse_queries.CAME_IN, (organisation, now, now), "device_"),
            (reuse_queries.LEFT, (organisation, today, today), "retirement_"),
            (reuse_queries.LENT, (organisation, today, today), "lending_spell_began"),
        ]
        for statement, values, index in asked:
            plan = "\n".join(row[0] for row in await driver.fetch(f"EXPLAIN {statement}", *values))
            assert index in plan, plan
            assert "Seq Scan" not in plan, plan
