"""The web server of a process: uvicorn, with TLS where a certificate is given, and believing nobody but our own proxies."""

import contextlib
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from shared.runtime.settings import Settings

STOP_SECONDS = 5


class Server(uvicorn.Server):
    """A web server that leaves signals to whoever started it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


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
