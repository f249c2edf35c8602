"""What other programs can build on: the API of every service and all events, from the documents that are committed.

The committed ones, because they are the same in each process and on each machine; `./digibank check` sees to it that they are what
the code says.
"""

import asyncio
import json
from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.portal.contract_words import Endpoint, Shape, Topic, endpoints, has_words, shapes, topics
from services.portal.web.texts import ROLE
from services.portal.web.upkeep_asking import SERVICE, WHAT_IT_DOES, must_be_service
from shared.contracts.vocabulary import Role
from shared.web.call import open_to_all
from shared.web.pages import page

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parents[3] / "docs" / "contracts"
EVENTS = FOLDER / "asyncapi.json"
OPEN = open_to_all("the same stands in the code, which is open; who builds something that fits has no account")
ROLE_WORDS = {role.value: words for role, words in ROLE.items() if role in Role}


@cache
def api_of(service: str) -> tuple[list[Endpoint], list[Shape]]:
    """What a service answers, and with what; read once."""
    document = json.loads((FOLDER / "openapi" / f"{service}.json").read_text(encoding="utf-8"))
    found = endpoints(document)
    return found, shapes(document, found)


@cache
def all_topics() -> list[Topic]:
    """Every topic; read once."""
    return topics(json.loads(EVENTS.read_text(encoding="utf-8")))


def _read_all() -> tuple[dict[str, list[Endpoint]], list[Topic]]:
    return {service: api_of(service)[0] for service in SERVICE}, all_topics()


@router.get("/contracts", dependencies=[OPEN])
async def show_contracts(request: Request, find: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Where to find what; with words, all that has them."""
    (apis, events), words = await asyncio.to_thread(_read_all), find.strip()
    context = {"SERVICE": SERVICE, "WHAT_IT_DOES": WHAT_IT_DOES, "apis": apis, "topics": events, "find": words}
    if words:
        context["found_endpoints"] = [(service, one) for service, found in apis.items() for one in found if has_words(one, words)]
        context["found_events"] = [(topic, one) for topic in events for one in topic.events if has_words(one, words)]
    return page(request, "portal/contracts.html", context)


@router.get("/contracts/{service}", dependencies=[OPEN])
async def show_api(request: Request, service: str) -> Response:
    """Everything that one service answers."""
    found, answers = await asyncio.to_thread(api_of, must_be_service(service))
    context = {"service": service, "SERVICE": SERVICE, "ROLE": ROLE_WORDS, "endpoints": found, "shapes": answers}
    return page(request, "portal/contracts_api.html", context)


@router.get("/contracts/{service}/events", dependencies=[OPEN])
async def show_events(request: Request, service: str) -> Response:
    """Everything that one service publishes."""
    found = [topic for topic in await asyncio.to_thread(all_topics) if topic.publisher == must_be_service(service)]
    context = {"service": service, "SERVICE": SERVICE, "topics": found}
    return page(request, "portal/contracts_events.html", context)


@router.get("/asyncapi.json", dependencies=[OPEN])
async def asyncapi() -> Response:
    """All events, as an AsyncAPI document."""
    return Response(await asyncio.to_thread(EVENTS.read_bytes), media_type="application/json")
