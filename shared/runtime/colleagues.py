"""How one service asks another one something. There are few reasons to: names of a family, and whether a session goes on."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import structlog
from starlette.types import ASGIApp

log = structlog.get_logger()

PATIENCE_SECONDS = 2.0


class Colleagues:
    """The other services: in this process when they run here, else at the address where all of them can be reached."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._here: ASGIApp | None = None

    def are_here(self, app: ASGIApp) -> None:
        """All services answer in this process."""
        self._here = app

    async def post(
        self, path: str, token: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response | None:
        """Ask. None when nobody answers in time: then the page works on without it. Never inside a transaction."""
        transport = httpx.ASGITransport(self._here, raise_app_exceptions=False) if self._here is not None else None
        sent = {"authorization": f"Bearer {token}", "accept": "application/json"} | dict(headers or {})
        try:
            async with asyncio.timeout(PATIENCE_SECONDS), httpx.AsyncClient(transport=transport, base_url=self._base_url) as http:
                return await http.post(path, json=body, headers=sent)
        except (httpx.HTTPError, TimeoutError) as error:
            log.warning("another service does not answer", path=path, error=type(error).__name__)
            return None
