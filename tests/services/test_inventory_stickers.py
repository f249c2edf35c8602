"""Stickers as PDF through the pages: what is on them, for whom, and when there are none."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

import pytest

from services.inventory.documents.sticker_design import StickerWords, design_for
from services.inventory.documents.stickers import make_stickers
from services.inventory.domain.label_papers import LabelPaper
from services.inventory.domain.public_code import is_misread
from services.inventory.web import sticker_pages
from shared.contracts.portal import OrganisationChanged
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from tests.support.colleagues import they_publish
from tests.support.house import House
from tests.support.pages import Read, reader
from tests.support.slice import a_ready_device, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # paper does not see what carries the events

PUBLIC = "https://digibank.debrug.be"
LOT = {"kind": "company", "donor": "Zonnebank NV", "received_on": "2026-03-02", "agreement": "we_wipe"}


@pytest.fixture
def public(house: House) -> Iterator[None]:
    """The installation knows the address that telephones reach."""
    settings = house.services["inventory"].settings
    before, settings.public_url = settings.public_url, PUBLIC + "/"
    yield
    settings.public_url = before


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is asked for on paper, in order."""
    seen: list[dict[str, Any]] = []

    def note(base_url: str, codes: Sequence[str], words: StickerWords, paper: LabelPaper, **how: Any) -> bytes:
        design = design_for(paper, words, base_url)
        said = " ".join(piece.text for piece in design.pieces)
        seen.append({"base": base_url, "codes": list(codes), "said": said, "words": words, "paper": paper.key} | how)
        return make_stickers(base_url, codes, words, paper, **how)

    monkeypatch.setattr(sticker_pages, "make_stickers", note)
    return seen


@pytest.mark.usefixtures("public")
async def test_a_sticker_says_what_it_is_for_and_not_whose_charity_it_is(house: House, drawn: list[dict[str, Any]]) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    assert not is_misread(device["code"])
    assert f"/inventory/stickers?ids={device['id']}" in (await me.open(f"/inventory/devices/{device['id']}")).links
    address = f"/inventory/devices/{device['id']}/sticker.pdf"
    answer = await me.http.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert f"sticker-{device['code']}.pdf" in answer.headers["content-disposition"]
    assert (drawn[0]["base"], drawn[0]["codes"]) == (PUBLIC, [device["code"]])
    assert drawn[0]["said"] == "Hulp nodig met dit toestel? Scan deze code met een telefoon"
    title = "Digibank De Brug"
    changed = OrganisationChanged(organisation_id=me.staff.organisation, title=title, help_line="03 123 45 67")
    await they_publish(house, me.staff.organisation, changed)
    await me.http.get(address)
    assert drawn[-1]["said"] == "Hulp nodig met dit toestel? Scan, of bel 03 123 45 67"

    form = await me.form(f"/inventory/stickers?ids={device['id']}", "/inventory/stickers/settings")
    chosen = {"paper": "L7163", "language": "ar", "shows_name": "yes", "offset_x": "1,5", "offset_y": "-2"}
    back = await me.sent(form, chosen)
    assert (await me.send(form, chosen)).headers["location"] == back
    page = await me.open(back)
    assert device["code"] in page.text
    assert title in page.text
    assert page.ids.count("offset_x") == 1
    await me.http.get(f"/inventory/stickers.pdf?ids={device['id']}&copies=2&start=3")
    last = drawn[-1]
    assert (last["paper"], last["offset"], last["copies"], last["skipped"]) == ("L7163", (1.5, -2.0), 2, 2)
    assert (last["words"].language, last["words"].name) == ("ar", title)
    other = reader(house)
    assert (await other.form("/inventory/stickers", "/inventory/stickers/settings")).fields["paper"] == "L7160"


@pytest.mark.usefixtures("public")
async def test_sheets_of_some_and_of_a_tab(house: House, drawn: list[dict[str, Any]]) -> None:
    me, stranger = reader(house), reader(house)
    devices = [await a_ready_device(me.staff) for _ in range(3)]
    other = await me.staff.did("/inventory/api/devices", content=report())
    foreign = await a_ready_device(stranger.staff)

    async def codes(query: str) -> list[str]:
        answer = await me.http.get(f"/inventory/stickers.pdf?{query}")
        assert answer.status_code == 200, Read(answer.text).text
        found: list[str] = drawn[-1]["codes"]
        return found

    chosen = [devices[2], devices[0]]
    ids = ",".join(device["id"] for device in [*chosen, foreign, chosen[0]])
    assert await codes(f"ids={ids}") == [device["code"] for device in chosen]
    assert await codes("status=ready") == [device["code"] for device in reversed(devices)]
    assert await codes("status=bench") == [other["code"]]
    typed = quote(f"{devices[1]['code'].lower()} {foreign['code']} onzin\n{other['code'].replace('-', '')}")
    assert await codes(f"codes={typed}&status=ready") == [devices[1]["code"], other["code"]]
    page = await me.open("/inventory/devices?status=ready")
    assert "/inventory/stickers?status=ready" in page.links
    for query in ("", f"ids={foreign['id']}", "ids=nonsense", "status=retired", "status=nonsense", "codes=onzin"):
        assert "Geen toestellen voor deze stickers" in (await me.open(f"/inventory/stickers.pdf?{query}", 404)).text, query
    assert (await me.http.get(f"/inventory/devices/{foreign['id']}/sticker.pdf")).status_code == 404


@pytest.mark.usefixtures("public")
async def test_the_sheet_is_seen_before_it_is_printed(house: House) -> None:
    me = reader(house)
    devices = [await a_ready_device(me.staff) for _ in range(2)]
    page = await me.open("/inventory/stickers?status=ready&start=3")
    assert "2 stickers, 1 blad" in page.text
    assert [word for word in page.words if word in (devices[0]["code"], devices[1]["code"])][-2:] == [
        devices[1]["code"],
        devices[0]["code"],
    ]
    assert "Begin op plaats 21" in page.text
    tapped = await me.open("/inventory/stickers?status=ready&start=3&place=21")
    assert "2 stickers, 2 bladen" in tapped.text
    assert "plaats" not in (await me.open("/inventory/stickers?status=ready&paper=R62")).text.partition("Wat kan ik")[0]
    for query in ("start=0", "start=22", "start=-1", "start=a", "start=٣", "copies=0", "copies=11", "copies=99999"):
        shown = await me.open(f"/inventory/stickers?status=ready&{query}", 422)
        assert "Kies een plaats van 1 tot 21" in shown.text or "Kies hoeveel van elk: 1 tot 10" in shown.text, query
        assert (await me.http.get(f"/inventory/stickers.pdf?status=ready&{query}")).status_code == 303, query
    assert (await me.http.get("/inventory/stickers/test.pdf?paper=L4778")).content.startswith(b"%PDF-")
    assert (await me.http.get("/inventory/stickers/test.pdf?paper=nonsense")).content.startswith(b"%PDF-")


@pytest.mark.usefixtures("public")
async def test_settings_that_cannot_be(house: House) -> None:
    me = reader(house)
    form = await me.form("/inventory/stickers", "/inventory/stickers/settings")
    for wrong in (
        {"offset_x": "10,1"}, {"offset_y": "ver"}, {"offset_x": "1e3"}, {"offset_x": "1,55"}, {"paper": "A4"}, {"language": "xx"},
    ):  # fmt: skip
        assert (await me.send(form, {"paper": "L7160", "offset_x": "0", "offset_y": "0"} | wrong)).status_code == 422, wrong
    await me.sent(form, {"paper": "L7160", "offset_x": "", "offset_y": "+9,9 mm", "language": "", "shows_name": "ja"})


@pytest.mark.usefixtures("public")
async def test_a_thousand_stickers_hold_nobody_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    me = reader(house)
    device = await a_ready_device(me.staff)

    async def a_thousand(*_asked: object, **_more: object) -> list[str]:
        return [device["code"]] * 1000

    monkeypatch.setattr(sticker_pages, "codes_of", a_thousand)
    ticks: list[None] = []

    async def tick() -> None:
        while True:
            ticks.append(None)
            await asyncio.sleep(0.01)

    ticking = asyncio.create_task(tick())
    try:
        answer = await me.http.get(f"/inventory/stickers.pdf?ids={device['id']}")
    finally:
        ticking.cancel()
    assert answer.status_code == 200
    assert len(ticks) > 20, "others are answered while they are drawn"


@pytest.mark.usefixtures("public")
async def test_too_many_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    me = reader(house)
    monkeypatch.setattr(sticker_pages, "MOST_STICKERS", 2)
    devices = [await me.staff.did("/inventory/api/devices", content=report()) for _ in range(3)]
    ids = ",".join(device["id"] for device in devices)
    for query in (f"ids={ids}", "status=arrived"):
        assert "hoogstens 2 tegelijk" in (await me.open(f"/inventory/stickers.pdf?{query}", 422)).text
        assert "hoogstens 2 tegelijk" in (await me.open(f"/inventory/stickers?{query}", 422)).text
    two = f"ids={devices[0]['id']},{devices[1]['id']}"
    assert (await me.http.get(f"/inventory/stickers.pdf?{two}")).status_code == 200
    assert "hoogstens 2 tegelijk" in (await me.open(f"/inventory/stickers.pdf?{two}&copies=2", 422)).text


async def test_without_a_public_address_there_is_no_sticker_and_the_page_says_why(house: House) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    pdf = f"/inventory/devices/{device['id']}/sticker.pdf"
    for address in (pdf, "/inventory/stickers.pdf?status=arrived", "/inventory/stickers"):
        shown = await me.open(address, 409)
        assert "Nog geen stickers: het adres ontbreekt" in shown.text
        assert "DIGIBANK_PUBLIC_URL" in shown.text


@pytest.mark.usefixtures("public")
async def test_who_may_print(house: House) -> None:
    me = reader(house, house.sign_in(None, Role.OUTREACH))
    assert (await me.http.get(f"/inventory/devices/{new_id()}/sticker.pdf")).status_code == 403
    assert (await me.http.get("/inventory/stickers.pdf?status=ready")).status_code == 403


async def test_stickers_of_a_lot(house: House, public: None, drawn: list[dict[str, Any]]) -> None:
    me, other = reader(house), reader(house)
    lot = (await me.staff.did("/inventory/api/lots", LOT))["id"]
    waiting = await me.staff.did(f"/inventory/api/lots/{lot}/scans", {"serial": "STICKER-LOT-1"})
    assert waiting["is_new"]
    device = await me.staff.did("/inventory/api/devices", content=report("STICKER-LOT-1"))
    await a_ready_device(me.staff)
    assert f"/inventory/stickers?lot={lot}" in (await me.open(f"/inventory/lots/{lot}")).links
    form = await me.form(f"/inventory/stickers?lot={lot}", "/inventory/stickers")
    assert form.fields["lot"] == lot
    await me.http.get(f"/inventory/stickers.pdf?lot={lot}")
    assert drawn[-1]["codes"] == [device["code"]]
    assert "Geen toestellen voor deze stickers" in (await other.open(f"/inventory/stickers?lot={lot}")).text
    assert (await me.http.get("/inventory/stickers.pdf?lot=x")).status_code == 404
