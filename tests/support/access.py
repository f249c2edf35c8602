"""Every route of the house, and what it says about who may use it."""

import re
from collections.abc import Iterator
from uuid import uuid4

from fastapi.routing import APIRoute

from shared.web.app import routers_of
from shared.web.call import May, access_of
from tests.support.house import House


def routes_of(house: House) -> Iterator[tuple[str, str, APIRoute]]:
    """Service, address with ids filled in, and the route, of all pages and of the API."""
    for name, running in house.services.items():
        for router in routers_of(running.service):
            for route in router.routes:
                if isinstance(route, APIRoute):
                    path = route.path.replace("{purpose}", "visits").replace("{profile}", "work")
                    yield name, re.sub(r"\{\w+\}", lambda match: str(uuid4()), path), route


def asks_who_you_are(route: APIRoute) -> bool:
    """Whether it is for people who are signed in; the others say themselves why not."""
    return isinstance(access_of(route), May)


def methods_of(route: APIRoute) -> set[str]:
    """The methods it answers to."""
    return set(route.methods or ())
