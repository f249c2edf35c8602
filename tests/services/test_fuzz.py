"""Every operation of every service's OpenAPI, with made-up content, by each role and by nobody: never an error of ours, never an
answer that its document does not have.

The examples are the same each time; DIGIBANK_FUZZ=20 tries twenty times as many, and others in each run. What is made up is printed
by Hypothesis when it fails.
"""

import asyncio
import contextlib
import os
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, note, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from launcher.house import load_services
from launcher.pytest_facts import report_fact
from services.portal.web import entrance
from services.skills.web import start_page
from shared.contracts.vocabulary import Role
from shared.identity.tokens import Asking
from shared.runtime.clock import new_id
from shared.web.app import described
from tests.support.house import House
from tests.support.learning import a_learner
from tests.support.world import World, a_world

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here

TIMES = int(os.environ.get("DIGIBANK_FUZZ", "1"))
SEED = random.randrange(2**32) if TIMES > 1 else 20260301
MOST = 4 * TIMES
"""Examples of each kind: that fit the document, and that do not."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
KINDS = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
SCHEMAS = {service.name: schemathesis.openapi.from_dict(described(service)) for service in load_services()}
OPERATIONS: list[Any] = [found.ok() for schema in SCHEMAS.values() for found in cast("Any", schema).get_all_operations()]
Headers = dict[str, str]
Send = Callable[[Any, Headers], httpx.Response]
SEEN: Counter[tuple[str, int]] = Counter()


@dataclass(frozen=True)
class Who:
    """Somebody who tries, what that one shows, and whether the operation is for that one."""

    name: str
    shows: Headers
    allowed: bool


@pytest.fixture(scope="module")
async def world(house: House) -> World:
    """One of everything, in an organisation; and the cookie of a learner who is in there."""
    world = await a_world(house)
    learner, _ = await a_learner(house, world.staff)
    world.ids["learner_cookie"] = "; ".join(f"{name}={value}" for name, value in learner.http.cookies.items())
    return world


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
async def test_whatever_is_sent(house: House, world: World, operation: Any) -> None:
    report_fact("schemathesis", f"seed {SEED}, {MOST} examples of each kind")
    loop = asyncio.get_running_loop()
    transport = httpx.ASGITransport(house.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://digibank.test", timeout=60) as client:

        def sent(case: Any, shown: Headers) -> httpx.Response:
            _tries_anew()
            request: Any = requests.Request(**case.as_transport_kwargs(base_url="http://digibank.test")).prepare()
            headers = {name: value for name, value in request.headers.items() if name.lower() not in ("cookie", "authorization")}
            asked = client.request(request.method, request.url, headers=headers | shown, content=request.body or b"")
            answer = asyncio.run_coroutine_threadsafe(asked, loop).result(60)
            SEEN[operation.label, answer.status_code] += 1
            return answer

        for kind in KINDS:
            await asyncio.to_thread(_try, operation, kind, world, sent, everybody(house, world, operation.definition.raw))


def everybody(house: House, world: World, operation: Any) -> list[Who]:
    """Who tries: nobody, every role, and who an operation is for beside them."""
    roles, organisation = operation.get("x-roles", []), world.staff.organisation
    found = [Who("nobody", {}, "x-open" in operation and operation["security"] == [])]
    found += [Who(role.value, _bearer(house.sign_in(organisation, role).token), role.value in roles) for role in Role]
    if "x-services" in operation:
        asking = Asking(operation["x-services"][0], organisation, world.staff.person)
        found.append(Who("a service", _bearer(house.services["loans"].tokens.sign_question(asking)), True))
    if {"learner": []} in operation["security"]:
        found.append(Who("a learner", {"cookie": world.ids["learner_cookie"]}, True))
    return found if any(who.allowed for who in found) else [replace(who, allowed=True) for who in found]


def _bearer(token: str) -> Headers:
    return {"authorization": f"Bearer {token}"}


def _try(operation: Any, kind: GenerationMode, world: World, send: Send, people: Sequence[Who]) -> None:
    """Send made-up cases and look at the answers. Of those that fit the document the first one is sent by everybody, and half are
    about things that exist; all others are sent by somebody whom it is for."""
    fits = kind is GenerationMode.POSITIVE
    first = iter([people] if fits else [])

    @seed(SEED)
    @settings(max_examples=MOST, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(
        case=operation.as_strategy(generation_mode=kind),
        exists=st.booleans(),
        by=st.sampled_from([who for who in people if who.allowed]),
    )
    def try_one(case: Any, exists: bool, by: Who) -> None:
        if exists and fits:
            case.path_parameters |= {name: world.ids.get(name, value) for name, value in case.path_parameters.items()}
        for who in next(first, (by,)):
            if "Idempotency-Key" in case.headers and fits:
                case.headers["Idempotency-Key"] = str(new_id())
            note(f"as {who.name}")
            case.validate_response(send(case, who.shows), checks=CHECKS)

    with contextlib.suppress(Unsatisfiable) if not fits else contextlib.nullcontext():  # what takes nothing takes nothing wrong
        try_one()


def _tries_anew() -> None:
    """Nobody waits for what was tried before: all cases come from one address."""
    for limit in (entrance.tries, start_page.TRIES):
        limit._tries.clear()


async def test_enough_of_it_was_accepted(house: House) -> None:
    """Were everything refused at the door, the test above would say nothing of what lies behind it. Runs after it."""
    done, refused = {label for label, status in SEEN if status < 300}, {label for label, status in SEEN if status in (404, 409)}
    assert len(done) > len(OPERATIONS) * 0.6
    assert len(done | refused) > len(OPERATIONS) * 0.9
