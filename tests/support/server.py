"""The house behind a real web server, in the test's own process, for a real browser."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from launcher.web_server import web_server
from shared.runtime.settings import Settings
from tests.support.house import House


@asynccontextmanager
async def serve(house: House, settings: Settings | None = None) -> AsyncIterator[str]:
    """Serve the house on a free port until the block ends; gives its address, without a slash at the end.

    Args:
        settings: of the web server, when they are others than those of the house: a certificate, proxies.
    """
    settings = settings or house.settings
    listening = socket.create_server(("127.0.0.1", 0))
    server = web_server(house.app, settings)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield f"{'https' if settings.tls_cert else 'http'}://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
        listening.close()
