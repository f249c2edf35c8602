"""A list of choices with more in it than one finds one's way in: it says how many are not shown, and where they are."""

from typing import Any
from uuid import UUID

import pytest

from services.inventory.domain.short_list import ListKind
from services.inventory.store.finding_tables import device_facet
from services.inventory.web.filter_view import MOST_CHOICES
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from tests.support.house import House
from tests.support.pages import reader
from tests.support.photos import entry_of
from tests.support.slice import report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

LIST = "/inventory/devices"


async def with_facets(house: House, organisation: UUID, device: Any, *facets: str) -> None:
    """A machine that has all of these."""
    rows = [{"organisation": organisation, "facet": facet, "device_id": UUID(device["id"])} for facet in facets]
    async with house.services["inventory"].units.open(organisation) as unit:
        await unit.connection.execute(device_facet.insert(), rows)


async def test_many_choices_say_how_many_are_not_shown(house: House) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    before = (await me.open(LIST)).text
    assert "hier niet" not in before
    places = [f"place={new_id()}" for _ in range(MOST_CHOICES + 2)]
    labels = [f"label=etiket {number}" for number in range(MOST_CHOICES + 1)]
    donors = [f"donor={new_id()}" for _ in range(MOST_CHOICES)]
    await with_facets(house, me.staff.organisation, device, *places, *labels, *donors)
    page = await me.open(LIST)
    assert "Nog 2 staan hier niet. Alle plaatsen" in page.text
    assert "Nog 1 staat hier niet. Typ het hele label." in page.text
    assert "/inventory/donors" not in page.links, "all of them are shown"
    assert ("label" in page.typed, "/inventory/lists" in page.links) == (True, True)
    hidden = f"etiket {MOST_CHOICES}"
    assert device["code"] in (await me.open(f"{LIST}?label={hidden}")).text
    looks_only = reader(house, house.sign_in(me.staff.organisation, Role.COORDINATOR))
    assert "Alle plaatsen" not in (await looks_only.open(LIST)).text, "a page that is not for everybody"


async def test_a_place_leads_to_what_lies_there(house: House) -> None:
    me = reader(house)
    place = await entry_of(house, me.staff.organisation, ListKind.PLACE, "Kast 3")
    assert f"{LIST}?place={place}" in (await me.open("/inventory/lists")).links
