"""Sends a request to the service whose address it is, as the proxy does; for what cannot have a name per service here."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import httpx
import uvicorn
from starlette.types import Receive, Scope, Send

from launcher.house import load_services
from launcher.web_server import Server
from tests.support.stack.places import HERE, Places

OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "upgrade"}


class Router:
    """ASGI. Headers of ours replace what a visitor says; paths for machines stay inside."""

    def __init__(self, places: Places, headers: Mapping[str, str]) -> None:
        self._places, self._ours = places, headers
        self._whose = {path: service.name for service in load_services() for path in (service.name, *service.serves)}
        self._transport = httpx.AsyncHTTPTransport(retries=1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        name = self._whose.get(scope["path"].split("/", 2)[1], "portal")
        headers = {key.decode(): value.decode() for key, value in scope["headers"] if key.decode() not in OF_THE_CONNECTION}
        address = f"http://{HERE}:{self._places.port(f'{name}-web', 8000)}{scope['raw_path'].decode()}"
        if scope["query_string"]:
            address += f"?{scope['query_string'].decode()}"
        request = httpx.Request(scope["method"], address, headers={**headers, **self._ours}, content=await _body(receive))
        try:
            answer = await self._transport.handle_async_request(request)
            try:
                content = b"".join([part async for part in answer.stream])  # type: ignore[union-attr]
            finally:
                await answer.aclose()  # else its connection is never used again
        except httpx.TransportError:
            await send({"type": "http.response.start", "status": 502, "headers": []})
            await send({"type": "http.response.body", "body": b""})
            return
        kept = [(key, value) for key, value in answer.headers.raw if key.decode().lower() not in OF_THE_CONNECTION]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
        await send({"type": "http.response.body", "body": content})


async def _body(receive: Receive) -> bytes:
    content, more = b"", True
    while more:
        message = await receive()
        content += message.get("body", b"")
        more = message.get("more_body", False)
    return content


class Serving:
    """A router that listens in the test's own process.

    Args:
        headers: what it says about itself to the services.
        certificate: of it and its key, as files; without them it speaks plain http.
    """

    def __init__(self, places: Places, port: int, headers: Mapping[str, str], certificate: tuple[Path, Path] | None = None) -> None:
        cert, key = certificate or (None, None)
        config = uvicorn.Config(
            Router(places, headers), host=HERE, port=port, log_config=None, access_log=False, lifespan="off",
            ssl_certfile=cert, ssl_keyfile=key,
        )  # fmt: skip
        self._server = Server(config)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen."""
        self._task = asyncio.create_task(self._server.serve())

    async def stop(self) -> None:
        """End what is open and listen no more."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task
