"""Where a machine is looks the same wherever it is shown."""

import re

import pytest
from sqlalchemy import text

from shared.contracts.vocabulary import DeviceState
from shared.web.vocabulary_texts import DEVICE_STATE, DEVICE_TONE
from tests.support.house import House
from tests.support.pages import reader
from tests.support.slice import a_ready_device

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

CARD = {"good": "card step good", "care": "card step next", "quiet": "card step"}


async def test_a_state_has_the_same_colour_on_every_page(house: House) -> None:
    me = reader(house)
    gave = {"kind": "company", "donor": "Zonnebank", "received_on": "2026-01-05", "agreement": "we_wipe"}
    lot = await me.staff.did("/inventory/api/lots", gave)
    device = await a_ready_device(me.staff)
    page = f"/inventory/devices/{device['id']}"
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        await unit.connection.execute(
            text("UPDATE device SET lot_id = :lot WHERE id = :id"), {"lot": lot["id"], "id": device["id"]}
        )
    assert set(DEVICE_TONE.values()) == set(CARD)
    for state in DeviceState:
        async with house.services["inventory"].units.open(me.staff.organisation) as unit:
            await unit.connection.execute(
                text("UPDATE device SET status = :status, lost = NULL WHERE id = :id"), {"status": state.value, "id": device["id"]}
            )
        for address in (page, "/inventory/devices", f"/inventory/lots/{lot['id']}"):
            shown = (await me.http.get(address)).text
            words = str(DEVICE_STATE[state])
            tones = re.findall(rf'class="tag([^"]*)">{re.escape(words)}<', shown, re.IGNORECASE)
            assert [tone.strip() for tone in tones] == [DEVICE_TONE[state]], (state, address)
        assert f'class="{CARD[DEVICE_TONE[state]]}" id="step"' in (await me.http.get(page)).text, state


async def test_what_is_lost_is_nowhere_as_it_should_be(house: House) -> None:
    me = reader(house)
    device = await a_ready_device(me.staff)
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        await unit.connection.execute(
            text("UPDATE device SET status = 'given_out', lost = 'stolen', lost_on = now() WHERE id = :id"), {"id": device["id"]}
        )
    for address in (f"/inventory/devices/{device['id']}", "/inventory/devices"):
        shown = (await me.http.get(address)).text
        assert re.search(r'class="tag stop">gestolen<', shown, re.IGNORECASE), address
        assert not re.search(r'class="tag good">bij een gezin<', shown, re.IGNORECASE), address
    assert 'class="card step next" id="step"' in (await me.http.get(f"/inventory/devices/{device['id']}")).text
