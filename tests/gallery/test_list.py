"""No page is missing from the list, and nothing is in it that is no page."""

from collections import Counter
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from shared.runtime.running import RunningService
from shared.web.app import front_door
from tests.gallery.page import GalleryPage
from tests.gallery.pages import NOT_PAGES, PAGES
from tests.gallery.seed import Seeded
from tests.support.access import routes_of
from tests.support.house import House
from tests.support.pages import a_browser

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

FOR_MACHINES = ("/health/", "/metrics", "/static/")


def addresses(house: House) -> set[str]:
    """What somebody can open in a browser, with the names of the parameters."""
    of_services = {route.path for _, _, route in routes_of(house) if "GET" in (route.methods or ())}
    found = of_services | front_addresses(list(house.services.values()))
    return {path for path in found if "/api/" not in path and not path.startswith(FOR_MACHINES)}


def front_addresses(services: list[RunningService]) -> set[str]:
    """What the front door answers itself."""
    app: Any = front_door(services)
    while not isinstance(app, FastAPI):
        app = app._app
    routes = [one for route in app.routes for one in getattr(getattr(route, "original_router", None), "routes", [route])]
    return {route.path for route in routes if isinstance(route, APIRoute)}


def missing(house: House, pages: tuple[GalleryPage, ...] = PAGES) -> set[str]:
    """Addresses that are neither in the list nor known to be no page."""
    return {path for path in addresses(house) - set(NOT_PAGES) if not any(page.is_at(path) for page in pages)}


async def test_every_address_is_in_the_list_or_is_no_page(house: House) -> None:
    assert missing(house) == set(), "add these to tests/gallery/pages.py, or to NOT_PAGES with why"


async def test_a_page_that_is_left_out_is_noticed(house: House) -> None:
    without = tuple(page for page in PAGES if not page.is_at("/skills/my/goals"))
    assert missing(house, without) == {"/skills/my/goals"}


async def test_what_is_no_page_exists_and_is_no_page_of_the_list(house: House) -> None:
    assert set(NOT_PAGES) <= addresses(house)
    assert not [path for path in NOT_PAGES for page in PAGES if page.is_at(path)]


async def test_the_front_door_is_looked_at_too(house: House) -> None:
    found = front_addresses(list(house.services.values()))
    assert "/health/live" in found, "a route of its own"
    assert any(path.startswith("/static/") for path in found), "one of a router that it includes"


async def test_names_are_fit_for_a_file_and_each_is_there_once(house: House) -> None:
    assert [name for name, times in Counter(page.name for page in PAGES).items() if times > 1] == []
    assert all(page.name.replace("-", "").isalnum() and page.name.islower() for page in PAGES)


async def test_every_page_answers_as_the_list_says(house: House, seeded: Seeded) -> None:
    wrong = []
    for page in PAGES:
        for state in page.states:
            async with a_browser(house, seeded.cookies(page.visitor, state)) as http:
                answer = await http.get(page.address.format(**seeded.ids))
                if answer.status_code != page.status:
                    wrong.append(f"{page.name}, {state}: {answer.status_code} {answer.headers.get('location')}")
    assert wrong == []
