"""Stickers as PDF through the pages: what is on them, for whom, and when there are none."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.inventory.documents import stickers
from services.inventory.web import sticker_pages
from shared.contracts.portal import OrganisationChanged
from shared.contracts.vocabulary import Role
from shared.documents.labels import draw_fitting
from shared.documents.qr import draw_qr
from shared.runtime.clock import new_id
from tests.support.colleagues import they_publish
from tests.support.house import House
from tests.support.pages import Read, reader
from tests.support.slice import a_ready_device, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # paper does not see what carries the events

PUBLIC = "https://digibank.debrug.be"


@pytest.fixture
def public(house: House) -> Iterator[None]:
    """The installation knows the address that telephones reach."""
    settings = house.services["inventory"].settings
    before, settings.public_url = settings.public_url, PUBLIC + "/"
    yield
    settings.public_url = before


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn as QR code and as text, in order."""
    seen: list[str] = []

    def note_qr(canvas: Any, text: str, *place: Any) -> None:
        seen.append(text)
        draw_qr(canvas, text, *place)

    def note_text(canvas: Any, text: str, *how: Any, **more: Any) -> float:
        seen.append(text)
        return draw_fitting(canvas, text, *how, **more)

    monkeypatch.setattr(stickers, "draw_qr", note_qr)
    monkeypatch.setattr(stickers, "draw_fitting", note_text)
    return seen


@pytest.mark.usefixtures("public")
async def test_a_sticker_says_what_it_is_for_and_not_whose_charity_it_is(house: House, drawn: list[str]) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    address = f"/inventory/devices/{device['id']}/sticker.pdf"
    assert address in (await me.open(f"/inventory/devices/{device['id']}")).links
    answer = await me.http.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert f"sticker-{device['code']}.pdf" in answer.headers["content-disposition"]
    assert drawn == [
        f"{PUBLIC}/q/{device['code']}", device["code"], "Hulp nodig met dit toestel?", "Scan deze code met een telefoon",
    ]  # fmt: skip
    title = "Digibank De Brug"
    changed = OrganisationChanged(organisation_id=me.staff.organisation, title=title, help_line="03 123 45 67")
    await they_publish(house, me.staff.organisation, changed)
    drawn.clear()
    assert (await me.http.get(address)).content != answer.content
    assert drawn[-2:] == ["Scan, of bel", "03 123 45 67"]
    assert not [text for text in drawn if title in text]


@pytest.mark.usefixtures("public")
async def test_sheets_of_some_and_of_a_tab(house: House, drawn: list[str]) -> None:
    me, stranger = reader(house), reader(house)
    devices = [await a_ready_device(me.staff) for _ in range(3)]
    other = await me.staff.did("/inventory/api/devices", content=report())
    foreign = await a_ready_device(stranger.staff)

    async def codes(query: str) -> list[str]:
        drawn.clear()
        answer = await me.http.get(f"/inventory/stickers.pdf?{query}")
        assert answer.status_code == 200, Read(answer.text).text
        return [text.removeprefix(f"{PUBLIC}/q/") for text in drawn if text.startswith(PUBLIC)]

    chosen = [devices[2], devices[0]]
    ids = ",".join(device["id"] for device in [*chosen, foreign, chosen[0]])
    assert await codes(f"ids={ids}") == [device["code"] for device in chosen]
    assert await codes("status=ready") == [device["code"] for device in reversed(devices)]
    assert await codes("status=bench") == [other["code"]]
    page = await me.open("/inventory/devices?status=ready")
    assert "/inventory/stickers.pdf?status=ready" in page.links
    for query in ("", f"ids={foreign['id']}", "ids=nonsense", "status=retired", "status=nonsense"):
        assert "Geen toestellen voor deze stickers" in (await me.open(f"/inventory/stickers.pdf?{query}", 404)).text, query
    assert (await me.http.get(f"/inventory/devices/{foreign['id']}/sticker.pdf")).status_code == 404


@pytest.mark.usefixtures("public")
async def test_too_many_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    me = reader(house)
    monkeypatch.setattr(sticker_pages, "MOST_STICKERS", 2)
    devices = [await me.staff.did("/inventory/api/devices", content=report()) for _ in range(3)]
    ids = ",".join(device["id"] for device in devices)
    for query in (f"ids={ids}", "status=arrived"):
        assert "hoogstens 2 tegelijk" in (await me.open(f"/inventory/stickers.pdf?{query}", 422)).text


async def test_without_a_public_address_there_is_no_sticker_and_the_page_says_why(house: House) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    for address in (f"/inventory/devices/{device['id']}/sticker.pdf", "/inventory/stickers.pdf?status=arrived"):
        shown = await me.open(address, 409)
        assert "Nog geen stickers: het adres ontbreekt" in shown.text
        assert "DIGIBANK_PUBLIC_URL" in shown.text


@pytest.mark.usefixtures("public")
async def test_who_may_print(house: House) -> None:
    me = reader(house, house.sign_in(None, Role.OUTREACH))
    assert (await me.http.get(f"/inventory/devices/{new_id()}/sticker.pdf")).status_code == 403
    assert (await me.http.get("/inventory/stickers.pdf?status=ready")).status_code == 403
