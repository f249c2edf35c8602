"""A donor's page by link, and what staff see of donors: through HTTP as the application role, without JavaScript."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from services.inventory.queries.certificate import certifiable
from services.inventory.queries.donors import became
from services.inventory.web import given_page
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from shared.web.rate_limit import RateLimit
from tests.services.test_inventory_end import a_recycler, a_retired, a_trip
from tests.services.test_pages import step
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff
from tests.support.made_up_loans import a_lent_device, ended
from tests.support.pages import Read, Reader, a_browser, reader
from tests.support.paper import text_of
from tests.support.slice import a_ready_device, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

LOT = {"kind": "company", "received_on": "2026-03-02", "agreement": "we_wipe"}
GONE = "Deze link werkt niet meer"
EVERYTHING = "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'bus') AND tablename <> 'alembic_version'"


@pytest.fixture(autouse=True)
def others_keep_silent(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(given_page, "LOOKS", RateLimit(60, 60))  # all tests come from one address
    monkeypatch.setattr(given_page, "PAPERS", RateLimit(6, 60))
    with alone(house, "inventory"):
        yield


async def a_lot(house: House, staff: Staff, *devices: Any, donor: str = "Zonnebank NV") -> tuple[str, str]:
    """A lot with these machines; its id, and that of its donor."""
    lot = await staff.did("/inventory/api/lots", LOT | {"donor": donor})
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        ids = [UUID(device["id"]) for device in devices]
        values = {"lot": UUID(lot["id"]), "ids": ids}
        await unit.connection.execute(text("UPDATE device SET lot_id = :lot WHERE id = ANY(:ids)"), values)
        wanted = text("SELECT donor_id FROM lot WHERE id = :lot")
        return lot["id"], str(await unit.connection.scalar(wanted, {"lot": UUID(lot["id"])}))


async def a_link(me: Reader, donor: str, **chosen: str) -> str:
    """Make a link; its path, as it is shown this once."""
    page = f"/inventory/donors/{donor}"
    form = await me.form(page, f"{page}/link")
    return link_on((await me.send(form, {"language": "nl"} | chosen)).text)


def link_on(html: str) -> str:
    [path] = set(re.findall(r"/given/[A-Z2-9-]{24}", html))
    return str(path)


async def test_a_donor_sees_what_became_of_it_and_nothing_of_anybody(house: House) -> None:
    me, visitor = reader(house), a_browser(house)
    lent = await a_lent_device(house, me.staff, new_id())
    others = [await a_ready_device(me.staff) for _ in range(3)]
    fresh = await me.staff.did("/inventory/api/devices", content=report())
    await me.staff.did(f"/inventory/api/devices/{others[2]['id']}/retire", {"reason": "for_parts", "destination": "parts_box"})
    lot, donor = await a_lot(house, me.staff, lent, *others, fresh)
    shown = await me.open(f"/inventory/lots/{lot}")
    for words in ("Bij een gezin 1", "Bij ons, om uit te lenen 3", "Gebruikt voor onderdelen 1", "4 van 5"):
        assert words in shown.text
    path = await a_link(me, donor)
    answer = await visitor.get(path)
    seen = Read(answer.text)
    for words in ("Bedankt, Zonnebank NV !", "Kwamen binnen 5", "Bij ons of bij een gezin 4 Enkele", "Gebruikt voor onderdelen 1"):
        assert words in seen.text
    assert "Nog niet elk toestel is gewist" in seen.text
    for device in (lent, *others, fresh):
        assert device["code"] not in answer.text
        assert device["serial"] not in answer.text
    assert (answer.status_code, answer.headers["x-robots-tag"], answer.headers["cache-control"]) == (
        200,
        "noindex, nofollow",
        "no-store",
    )
    assert "set-cookie" not in answer.headers
    assert not {"/", "/sign-in"} & set(seen.links), "nothing leads a donor to a password"
    preview = await me.open(f"/inventory/donors/{donor}/page")
    assert "Bij ons of bij een gezin 4 Enkele" in preview.text
    for language, words in (("fr", "Merci"), ("en", "Thank you")):
        assert words in (await visitor.get(path, headers={"accept-language": language})).text


async def test_a_donor_reads_to_whom_it_went_to_be_recycled(house: House) -> None:
    me, visitor = reader(house), a_browser(house)
    machine = await a_retired(me)
    lot, donor = await a_lot(house, me.staff, machine)
    await a_recycler(me)
    assert (await a_trip(me, machine)).status_code == 303
    answer = await visitor.get(await a_link(me, donor))
    assert "De recycleur is De Draaischijf." in Read(answer.text).text
    assert "Naar een recycleur 1" in (await me.open(f"/inventory/lots/{lot}")).text


async def test_every_link_that_does_not_work_looks_the_same(house: House) -> None:
    me, visitor = reader(house), a_browser(house)
    _, donor = await a_lot(house, me.staff)
    _, other = await a_lot(house, me.staff, donor="Ander")
    replaced = await a_link(me, donor)
    works = await a_link(me, donor)
    over = await a_link(me, other)
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        change = text("UPDATE donor_link SET until = :day WHERE donor_id = :donor")
        await unit.connection.execute(change, {"day": unit.today(), "donor": UUID(other)})
    assert (await visitor.get(over)).status_code == 200, "it works on its last day"
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        await unit.connection.execute(
            text("UPDATE donor_link SET until = until - 1 WHERE donor_id = :donor"), {"donor": UUID(other)}
        )
    assert "De link is voorbij" in (await me.open(f"/inventory/donors/{other}")).text
    assert "Er is nog niets binnen" in Read((await visitor.get(works.lower())).text).text, "as somebody types it"
    form = await me.form(f"/inventory/donors/{donor}", f"/inventory/donors/{donor}/link/end")
    for _ in range(2):
        assert await me.sent(form) == f"/inventory/donors/{donor}#link"
    unknown = "/given/" + "-".join(["ABCD"] * 5)
    said = set()
    for path in (replaced, works, over, unknown, "/given/x", "/given/%00", "/given/" + "A" * 3000, f"{works}/certificate.pdf"):
        answer = await visitor.get(path)
        assert (answer.status_code, answer.headers["x-robots-tag"]) == (404, "noindex, nofollow"), path
        said.add(Read(answer.text).text)
    assert len(said) == 1
    assert GONE in said.pop()


async def test_the_code_is_kept_nowhere_and_shown_once(house: House) -> None:
    me, visitor = reader(house), a_browser(house)
    _, donor = await a_lot(house, me.staff)
    page = f"/inventory/donors/{donor}"
    form = await me.form(page, f"{page}/link")
    with capture_logs() as logs:
        answers = [await me.send(form, {"language": "nl"}) for _ in range(2)]
        path = link_on(answers[0].text)
        assert link_on(answers[1].text) == path, "the same form twice is one link"
        assert (await visitor.get(path)).status_code == 200
        await visitor.get("/given/" + path[-24:].replace("-", "") + "A")
    code = path.rpartition("/")[2]
    assert logs
    assert not [log for log in logs if code in str(log) or code.replace("-", "") in str(log)]
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        for schema, table in (await unit.connection.execute(text(EVERYTHING))).all():
            name = f"{schema}.{table}"
            if await unit.connection.scalar(text("SELECT has_table_privilege(:name, 'SELECT')"), {"name": name}):
                rows = (await unit.connection.scalars(text(f"SELECT t::text FROM {name} AS t"))).all()
                assert not [row for row in rows if code in row or code.replace("-", "") in row], name
    assert code not in (await me.http.get(page)).text
    assert (await me.http.get(f"{page}/link")).headers["location"] == page
    await a_link(me, donor)
    late = await me.send(form, {"language": "nl"})
    assert (late.status_code, late.headers["location"]) == (303, f"{page}#link"), "the old form shows no newer link"


async def test_another_organisation_has_no_part_in_it(house: House) -> None:
    me, other = reader(house), reader(house)
    lot, donor = await a_lot(house, me.staff, await a_ready_device(me.staff))
    path = await a_link(me, donor, certificate="yes")
    _, own = await a_lot(house, other.staff)
    csrf = (await other.form(f"/inventory/donors/{own}", f"/inventory/donors/{own}/link")).fields
    for end in ("link", "link/certificate", "link/end"):
        answer = await other.http.post(f"/inventory/donors/{donor}/{end}", data=csrf | {"form_key": str(new_id())})
        assert answer.status_code == 404
    assert (await a_browser(house).get(path)).status_code == 200, "nobody else ends it"
    for address in (
        f"/inventory/donors/{donor}",
        f"/inventory/donors/{donor}/page",
        f"/inventory/wipe-certificate.pdf?donor={donor}",
    ):
        await other.open(address, 404)
    await other.open(f"/inventory/wipe-certificate?lot={lot}", 404)
    assert "Zonnebank" in (await me.open("/inventory/donors")).text
    assert "1 toestel binnen" not in (await other.open("/inventory/donors")).text
    outreach = reader(house, house.sign_in(me.staff.organisation, Role.OUTREACH))
    await outreach.open(f"/inventory/donors/{donor}", 403)


async def test_the_certificate_goes_along_only_when_staff_chose_so(house: House) -> None:
    me, visitor = reader(house), a_browser(house)
    device, waits = await a_ready_device(me.staff), await me.staff.did("/inventory/api/devices", content=report())
    lot, donor = await a_lot(house, me.staff, device)
    path = await a_link(me, donor)
    assert (await visitor.get(f"{path}/certificate.pdf")).status_code == 404
    page = f"/inventory/donors/{donor}"
    await me.sent(await me.form(page, f"{page}/link/certificate"))
    assert f"{path}/certificate.pdf" in Read((await visitor.get(path)).text).links
    paper = await visitor.get(f"{path}/certificate.pdf")
    assert (paper.status_code, paper.headers["content-type"], paper.headers["x-robots-tag"]) == (
        200,
        "application/pdf",
        "noindex, nofollow",
    )
    for answer in (paper, await me.http.get(f"/inventory/wipe-certificate.pdf?lot={lot}")):
        assert device["serial"] in text_of(answer.content)
    assert "Eén schijf is bewezen leeg" in (await me.open(f"/inventory/wipe-certificate?lot={lot}")).text
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        values = {"lot": UUID(lot), "id": UUID(waits["id"])}
        await unit.connection.execute(text("UPDATE device SET lot_id = :lot WHERE id = :id"), values)
    assert (await visitor.get(f"{path}/certificate.pdf")).status_code == 404, "it would name the one that is wiped"
    assert f"{path}/certificate.pdf" not in Read((await visitor.get(path)).text).links
    await me.sent(await me.form(page, f"{page}/link/certificate"))
    assert (await visitor.get(f"{path}/certificate.pdf")).status_code == 404


async def test_what_is_wiped_is_counted_as_the_certificate_has_it(house: House) -> None:
    """Also of a machine that lost the drive it came with, that has another one's, or that a family has used since."""
    me = reader(house)
    loan = new_id()
    taker, lent = await a_ready_device(me.staff), await a_lent_device(house, me.staff, loan)
    giver, swapped = [await me.staff.did("/inventory/api/devices", content=report()) for _ in range(2)]
    for device in (giver, swapped):
        answer = await step(me, f"/inventory/devices/{device['id']}/swap", "/take-out")
        assert answer.status_code == 303, answer.text
    into = f"/inventory/api/devices/{taker['id']}"
    await step(me, f"/inventory/devices/{taker['id']}/swap", "/take-out")
    await me.http.post(f"{into}/drives/{giver['drives'][0]['id']}/put-in")
    await they_publish(house, me.staff.organisation, ended(loan, lent))
    await me.staff.did(f"/inventory/api/devices/{lent['id']}/take-back")
    devices = [taker, lent, giver, swapped]
    lots = [(await a_lot(house, me.staff, device))[0] for device in devices]
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        for lot, device in zip(lots, devices, strict=True):
            counted, listed = await became(unit, [UUID(lot)]), await certifiable(unit, [UUID(device["id"])])
            assert (counted.with_drive, counted.wiped) == (1, int(not listed.unproven)), device["code"]
        together = await became(unit, [UUID(lot) for lot in lots])
    assert (together.came, together.with_drive, together.wiped) == (4, 4, 2)


async def test_donors_and_all_they_gave(house: House) -> None:
    me = reader(house)
    assert "Nog geen gevers" in (await me.open("/inventory/donors")).text
    device = await a_ready_device(me.staff)
    for name in ("Zonnebank NV", "aardappel bvba", "Zonnebank NV"):
        await a_lot(house, me.staff, device, donor=name)
    await me.staff.did("/inventory/api/lots", LOT | {"kind": "private_person", "donor": ""})
    shown = await me.open("/inventory/donors")
    assert shown.text.index("aardappel bvba 1 schenking") < shown.text.index("Zonnebank NV 2 schenkingen · 1 toestel binnen")
    assert "Er is ook 1 schenking van een particulier" in shown.text
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        rows = "INSERT INTO donor SELECT gen_random_uuid(), :own, 'company', 'Gever ' || n FROM generate_series(1, 60) AS n"
        await unit.connection.execute(text(rows), {"own": me.staff.organisation})
    seen, address = list[str](), "/inventory/donors"
    while address:
        page = await me.open(address)
        seen += [link for link in page.links if re.fullmatch(r"/inventory/donors/[0-9a-f-]{36}", link)]
        address = next((link for link in page.links if "/donors?after=" in link), "")
    assert len(seen) == len(set(seen)) == 62
    await me.open("/inventory/donors?after=x", 404)
    await me.open(f"/inventory/donors?after={new_id()}&name=%00%27", 200)


async def test_a_person_who_gave_has_a_page_too(house: House) -> None:
    me = reader(house)
    lot = await me.staff.did("/inventory/api/lots", LOT | {"kind": "private_person", "donor": ""})
    [donor] = [link for link in (await me.open(f"/inventory/lots/{lot['id']}")).links if "/inventory/donors/" in link]
    path = await a_link(me, donor.rpartition("/")[2])
    assert "Bedankt! Je toestellen" in Read((await a_browser(house).get(path)).text).text


async def test_who_tries_too_often_waits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given_page, "LOOKS", RateLimit(2, 60))
    visitor = a_browser(house)
    answers = [await visitor.get("/given/" + "-".join(["ABCD"] * 5)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert "vaak na elkaar" in answers[2].text
