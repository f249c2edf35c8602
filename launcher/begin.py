"""The first thing somebody reads on an empty system: where to begin, with a code that nobody else has."""

import asyncio

import httpx

from launcher.say import Say
from launcher.tls import own_address
from services.portal.web.begun import begin_code
from shared.runtime.settings import Settings

PATIENCE_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.1


async def say_how_to_begin(settings: Settings, say: Say) -> None:
    """Once the system answers, say in one line where to begin; nothing when it has begun, or does not answer."""
    base, trusted = own_address(settings)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), httpx.AsyncClient(base_url=base, verify=trusted, trust_env=False) as http:
            while not await _answers(http):
                await asyncio.sleep(LOOK_EVERY_SECONDS)
            if (await http.get("/begin")).status_code == httpx.codes.OK:
                say(f"Nog geen eigen organisatie. Begin hier: {settings.base_url}/begin?code={begin_code(settings.master_key)}")
    except (httpx.HTTPError, TimeoutError):
        return


async def _answers(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/portal/health/ready")).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
