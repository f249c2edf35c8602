"""The board of one lot or one place: it stays so through every step, and says to nobody to do what he may not do."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest

from services.inventory.commands.correct_device import PlaceDevice, place_device
from services.inventory.domain.short_list import ListKind
from shared.contracts.vocabulary import Role
from tests.services.test_inventory_board import api, wiped
from tests.support.house import House, Staff
from tests.support.pages import Read, Reader, reader
from tests.support.photos import entry_of
from tests.support.slice import device_now, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

BOARD = "/inventory/board"


async def at(house: House, staff: Staff, device: Any, place: str) -> Any:
    """The machine, after somebody laid it there."""
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await place_device(PlaceDevice(UUID(device["id"]), UUID(place)), unit)
    return device


def asks(address: str, **wanted: str) -> bool:
    """Whether an address asks for these."""
    return wanted.items() <= dict(parse_qsl(urlsplit(address).query)).items()


async def do(me: Reader, address: str, step: str, *devices: Any) -> Read:
    """Do a step with these in the column at this address, as its form has it."""
    form = next(form for form in (await me.open(address)).forms if form.action.startswith(f"{BOARD}/"))
    answer = await me.http.post(form.action, data=form.fields | {"step": step, "device": [one["id"] for one in devices]})
    assert answer.status_code == 200, answer.text
    return Read(answer.text)


async def test_the_board_shows_one_place_and_stays_so(house: House) -> None:
    me = reader(house)
    shelf = await entry_of(house, me.staff.organisation, ListKind.PLACE, "Kast 3")
    here = [await at(house, me.staff, await wiped(me.staff), shelf) for _ in range(3)]
    elsewhere = await wiped(me.staff)
    whole = await me.open(BOARD)
    assert "Nakijken (4)" in whole.text
    assert "Kast 3 (3)" in whole.text, "one can choose it"
    board = await me.open(f"{BOARD}?place={shelf}&stage=wiped")
    assert ("Nakijken (3)" in board.text, "Plaats: Kast 3" in board.text) == (True, True)
    assert elsewhere["code"] not in board.text
    assert ["bij alle toestellen samen" in page.text for page in (whole, board)] == [False, True], "the rest is not narrowed"
    tabs = [link for link in board.links if link.startswith(f"{BOARD}?")]
    assert len(tabs) == 5
    assert all(asks(link, place=shelf) for link in tabs)
    assert BOARD in board.links, "and take it away again"

    looks = next(link for link in board.links if link.startswith(f"/inventory/devices/{here[0]['id']}/checked"))
    form = await me.form(looks, f"/inventory/devices/{here[0]['id']}/checked")
    back = await me.sent(form, {"anyway": "yes"})
    assert asks(back, place=shelf, stage="wiped")

    column = next(link for link in (await me.open(back)).links if link.startswith(f"{BOARD}/wiped"))
    in_column = await me.open(column)
    assert elsewhere["code"] not in in_column.text
    assert any(asks(link, place=shelf) for link in in_column.links)
    done = await do(me, column, "check", here[1], here[2])
    followed = [link for link in done.links if link.startswith(BOARD)]
    assert followed
    assert all(asks(link, place=shelf) for link in followed), followed
    undo = next(form for form in done.forms if form.fields.get("step") == "undo_check")
    undone = await me.http.post(undo.action, data=undo.fields | {"device": [one["id"] for one in here[1:]]})
    assert all(asks(link, place=shelf) for link in Read(undone.text).links if link.startswith(BOARD))
    assert [(await device_now(me.staff, one))["stage"] for one in here] == ["checked", "wiped", "wiped"]


async def test_the_board_of_a_lot(house: House) -> None:
    me = reader(house)
    lot = await me.staff.did(
        "/inventory/api/lots", {"donor": "Drukkerij", "received_on": "2026-01-05", "kind": "company", "agreement": "we_wipe"}
    )
    came = await me.staff.did(f"/inventory/api/devices?lot_id={lot['id']}", content=report())
    other = await me.staff.did("/inventory/api/devices", content=report())
    board = await me.open(f"{BOARD}?lot={lot['id']}")
    assert (came["code"] in board.text, other["code"] in board.text) == (True, False)
    assert any(asks(link, lot=lot["id"], status="in_repair") for link in board.links)
    nobody = await me.open(f"{BOARD}?lot={UUID(int=9)}")
    assert "Geen toestel op de werkbank past bij je filters" in nobody.text
    nonsense = await me.open(f"{BOARD}?lot=nonsense&place=%00&kind=printer")
    assert other["code"] in nonsense.text, "what cannot be is left out, and so is what is no filter of the board"
    stranger = reader(house)
    assert came["code"] not in (await stranger.open(f"{BOARD}?lot={lot['id']}")).text


async def test_who_may_not_do_a_step_reads_what_has_to_be_done(house: House) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    drive = f"{api(device)}/drives/{device['drives'][0]['id']}"
    await me.staff.did(f"{drive}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True})
    looks_only = reader(house, house.sign_in(me.staff.organisation, Role.COORDINATOR))
    for address in (BOARD, f"{BOARD}/to_empty"):
        shown = (await looks_only.open(address)).text
        assert "Nog te doen: de schijf nakijken" in shown, address
        assert "Kijk de schijf na" not in shown, address
    mine = (await me.open(BOARD)).text
    assert "Vraag een collega" in mine, "only the word of who wiped it shows that it is empty"
    assert "Kijk de schijf na" in (await reader(house, me.staff.colleague).open(BOARD)).text
