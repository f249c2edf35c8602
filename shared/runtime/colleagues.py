"""How one service asks another one something. There are few reasons to: names of a family, and whether a session goes on."""

import asyncio
from typing import Any

import httpx
import structlog
from starlette.types import ASGIApp

log = structlog.get_logger()

PATIENCE_SECONDS = 2.0


class Colleagues:
    """The other services: in this process when they run here, else at an address.

    Args:
        base_url: where all of them can be reached.
        apart: where each of them can be reached by itself, `http://{service}-web:8000`; empty means at `base_url`.

    Attributes:
        patience_seconds: how long an answer may take.
    """

    def __init__(self, base_url: str, apart: str = "") -> None:
        self.patience_seconds = PATIENCE_SECONDS
        self._base_url = base_url
        self._apart = apart
        self._http: httpx.AsyncClient | None = None

    def are_here(self, app: ASGIApp) -> None:
        """All services answer in this process."""
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url=self._base_url)
        self._apart = ""

    async def post(self, path: str, token: str, body: Any = None) -> httpx.Response | None:
        """Ask. None when nobody answers in time: then the page works on without it. Never inside a transaction."""
        if self._http is None:  # kept: making one reads certificates, and connections are worth using again
            self._http = httpx.AsyncClient(base_url=self._base_url)
        address = self._apart.format(service=path.split("/", 2)[1]) + path
        headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
        try:
            async with asyncio.timeout(self.patience_seconds):
                # A task of its own: who answers here may speak another language, and that must not change ours.
                answer = await asyncio.create_task(self._http.post(address, json=body, headers=headers))
        except (httpx.HTTPError, TimeoutError) as error:
            log.warning("another service does not answer", path=path, error=type(error).__name__)
            return None
        self._http.cookies.clear()  # one person's answer says nothing to the next question
        return answer

    async def picture(self, service: str, path: str) -> bytes | None:
        """A picture that a service shows to everybody. None when it has none or does not answer in time."""
        if self._http is None:
            self._http = httpx.AsyncClient(base_url=self._base_url)
        try:
            async with asyncio.timeout(self.patience_seconds):
                answer = await asyncio.create_task(self._http.get(self._apart.format(service=service) + path))
        except (httpx.HTTPError, TimeoutError) as error:
            log.warning("another service does not answer", path=path, error=type(error).__name__)
            return None
        self._http.cookies.clear()
        return answer.content if answer.status_code == 200 else None

    async def close(self) -> None:
        """Give connections back."""
        if self._http is not None:
            await self._http.aclose()
