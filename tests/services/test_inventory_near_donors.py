"""A donor whose name was typed almost right: the list says who was meant, and leads to what came from there."""

import re

import pytest

from services.inventory.queries.near_donors import MOST_NEAR
from services.inventory.store.finding_tables import giver_term
from shared.runtime.clock import new_id
from tests.support.house import House, Staff
from tests.support.pages import reader
from tests.support.slice import report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

LIST = "/inventory/devices"


async def given_by(staff: Staff, donor: str) -> str:
    """The code of a machine that this donor gave."""
    gave = {"kind": "company", "donor": donor, "received_on": "2026-01-05", "agreement": "we_wipe"}
    lot = await staff.did("/inventory/api/lots", gave)
    code: str = (await staff.did(f"/inventory/api/devices?lot_id={lot['id']}", content=report()))["code"]
    return code


async def test_almost_the_name_of_a_donor(house: House) -> None:
    me, stranger = reader(house), reader(house)
    code = await given_by(me.staff, "Drukkerij Van Damme")
    other = await given_by(me.staff, "Drukkerij De Zwaan")
    for typed in ("drukkerij van dame", "Drukerij van Damme", "drukkerij+damne"):
        shown = await me.open(f"{LIST}?q={typed}")
        assert "Bedoelde je deze gever? Drukkerij Van Damme" in shown.text, typed
        [link] = [link for link in shown.links if re.fullmatch(rf"{LIST}\?donor=[0-9a-f-]+", link)]
        found = await me.open(link)
        assert (code in found.text, other in found.text) == (True, False), typed
    for typed in ("drukkerij van damme", "bakkerij", "xx", "%", "' or 1"):
        assert "Bedoelde je deze gever" not in (await me.open(f"{LIST}?q={typed}")).text, typed
    assert "Damme" not in (await stranger.open(f"{LIST}?q=drukkerij van dame")).text


async def test_of_many_alike_a_few_are_named(house: House) -> None:
    me = reader(house)
    for place in ("Aalst", "Brugge", "Gent", "Genk", "Halle", "Ieper"):
        await given_by(me.staff, f"Bibliotheek {place}")
    shown = await me.open(f"{LIST}?q=biblotheek")
    assert "Bedoelde je een van deze gevers?" in shown.text
    assert len([link for link in shown.links if re.fullmatch(rf"{LIST}\?donor=[0-9a-f-]+", link)]) == MOST_NEAR


async def test_a_name_is_found_among_very_many_with_a_word_in_common(house: House) -> None:
    me = reader(house)
    others = [{"organisation": me.staff.organisation, "term": "vanille", "facet": f"donor={new_id()}"} for _ in range(400)]
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        await unit.connection.execute(giver_term.insert(), others)
    await given_by(me.staff, "Drukkerij Van Damme")
    assert "Drukkerij Van Damme" in (await me.open(f"{LIST}?q=drukkerij van dame")).text
