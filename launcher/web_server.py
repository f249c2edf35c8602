"""The web server of a process: uvicorn, with TLS where a certificate is given, and believing nobody but our own proxies."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from shared.runtime.settings import Settings

STOP_SECONDS = 5
LINGER_SECONDS = 1.5
"""Longer than a proxy in front keeps a silent connection for its next request (`keepalive` in deploy/proxy/Caddyfile)."""
LOOK_SECONDS = 0.05


class Server(uvicorn.Server):
    """A web server that leaves signals to whoever started it, and loses no request when it stops."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen no more, answer what still comes on connections that are open, and say on each that it was the last.

        uvicorn by itself closes a silent connection at once. A request that is on its way on it is then lost, and a proxy may not
        send it again, for nobody knows whether it was carried out.
        """
        for listening in self.servers:
            listening.close()
        for taken in sockets or []:
            taken.close()
        # The list that answers are made with; nothing makes a new one any more.
        self.server_state.default_headers.append((b"connection", b"close"))
        loop = asyncio.get_running_loop()
        until = loop.time() + LINGER_SECONDS
        await asyncio.sleep(LOOK_SECONDS)  # who was let in at the last moment is among the connections then
        while self.server_state.connections and loop.time() < until and not self.force_exit:
            await asyncio.sleep(LOOK_SECONDS)
        await super().shutdown(sockets)


def web_server(app: ASGIApp, settings: Settings) -> Server:
    """A server for these addresses; give it a listening socket.

    `X-Forwarded-For` and `X-Forwarded-Proto` count when the proxies of the settings say so, and from nobody else: uvicorn by itself
    believes every program on this computer. No other header says where a request came from or to which host.
    """
    return Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=STOP_SECONDS,
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=settings.proxies,
            ssl_certfile=settings.tls_cert,
            ssl_keyfile=settings.tls_key,
        )
    )
