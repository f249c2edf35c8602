"""Runs services in this process: all of them behind one port, or one half of one."""

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, Literal
from urllib.parse import urlsplit

import structlog
from starlette.types import ASGIApp

from launcher.begin import say_how_to_begin
from launcher.errors import CannotContinue
from launcher.house import LOG_DATABASE, ensure_topics, load_service, load_services, make_transport, migrate_all, migrate_log
from launcher.say import Say
from launcher.tls import check_tls
from launcher.web_server import web_server
from shared.bus.doorbell import Doorbell
from shared.bus.transport import TransportUnavailable
from shared.database.engine import is_unavailable
from shared.language.languages import languages
from shared.language.translate import load_catalogues
from shared.runtime.logs import configure_logs
from shared.runtime.loop_lag import watch_event_loop
from shared.runtime.running import RunningService, migrate_service
from shared.runtime.settings import Settings
from shared.runtime.supervisor import Work, keep_all_running
from shared.web.app import OnePort, service_app

log = structlog.get_logger()


async def run_box(settings: Settings, say: Say, once_it_runs: Callable[[], Coroutine[Any, Any, None]] | None = None) -> None:
    """Run every service with its workers in this process, behind one port, until cancelled.

    Databases and logins have to be there; this brings the tables to today's shape first.

    Args:
        once_it_runs: done once, beside everything else, as soon as the port is open.

    Raises `CannotContinue` when the port is taken, the events have nowhere to go, or the certificate is not good.
    """
    configure_logs(settings.log_level)
    check_tls(settings, say)
    listening = _listen(settings)
    services = load_services()
    say("De databanken bijwerken…")
    await migrate_all(settings, services)
    doorbell = Doorbell()
    transport = make_transport(settings, doorbell, client="digibank")
    running = [RunningService(service, settings, doorbell=Doorbell()) for service in services]
    works: dict[str, Work] = {"event loop": watch_event_loop}
    beside: asyncio.Task[None] | None = None
    try:
        await _start(transport.start)
        await ensure_topics(transport, running)
        for one in running:
            works |= one.workers(transport)
        works["web"] = _web(OnePort(running), listening, settings)
        say(f"Digibank draait: {settings.base_url}")
        say("Stoppen: Ctrl-C.")
        beside = asyncio.create_task(once_it_runs()) if once_it_runs is not None else None
        await keep_all_running(works)
    finally:
        if beside is not None:
            beside.cancel()
        await transport.stop()
        for one in running:
            await one.close()


async def run_service(settings: Settings, name: str, part: Literal["web", "worker"], say: Say) -> None:
    """Run the web side or the workers of one service until cancelled.

    Both answer questions about their health on the port. Other processes are woken through the database.

    Raises `CannotContinue` as `run_box` does, without its database, and with a certificate: the proxy does TLS. It does not wait
    for what is not there: whoever started it starts it again.
    """
    if settings.tls_cert is not None or settings.tls_key is not None:
        raise CannotContinue("Een certificaat is voor ./digibank up. Met meer processen doet de proxy ervoor TLS.")
    configure_logs(settings.log_level)
    log.info("starts", service=name, part=part, version=settings.version)
    listening = _listen(settings)
    service = load_service(name)
    with _told_in_one_line(settings, name):
        await migrate_service(service, settings)
    bell = Doorbell(settings.database_url(f"{name}_bus", name), name=f"{name} {part} doorbell")
    running = RunningService(service, settings, doorbell=bell)
    beside: asyncio.Task[None] | None = None
    works: dict[str, Work] = {
        "event loop": watch_event_loop,
        "doorbell": bell.run,
        "web": _web(service_app(running, pages=part == "web"), listening, settings),
    }
    transport = None
    try:
        if part == "worker":
            log_bell = Doorbell()
            if not settings.kafka:
                await migrate_log(settings)
                log_bell = Doorbell(settings.database_url("log_app", LOG_DATABASE), name=f"{name} log doorbell")
                works["log doorbell"] = log_bell.run
            transport = make_transport(settings, log_bell, client=f"digibank-{name}")
            await _start(transport.start)
            await ensure_topics(transport, [running])
            works |= running.workers(transport)
        say(f"{name} {part} draait: poort {settings.port}, /{name}/health/ready")
        if name == "portal" and part == "web":
            beside = asyncio.create_task(say_how_to_begin(settings, say))
        await keep_all_running(works)
    finally:
        if beside is not None:
            beside.cancel()
        if transport is not None:
            await transport.stop()
        await running.close()


@contextlib.contextmanager
def _told_in_one_line(settings: Settings, name: str) -> Iterator[None]:
    """Why a service cannot reach its database, for who looks at its log; raises `CannotContinue`."""
    address = urlsplit(settings.postgres).netloc.rpartition("@")[2]
    try:
        yield
    except Exception as error:
        origin = getattr(error, "orig", error)  # SQLAlchemy wraps what the driver says, but not always
        match getattr(origin, "sqlstate", None):
            case "3D000":  # no such database
                why = f"Op {address} is er geen databank {name}. Maak ze met ./digibank setup"
            case "28P01" | "28000":  # not this password, or not this login
                why = f"De databank op {address} kent {name} niet met deze hoofdsleutel. Gebruik dezelfde als bij ./digibank setup."
            case _ if is_unavailable(error):
                why = f"De databank op {address} is niet te bereiken: {origin or type(origin).__name__}."
            case _:
                raise
        raise CannotContinue(why) from None


async def _start(start: Callable[[], Awaitable[None]]) -> None:
    try:
        await start()
    except TransportUnavailable as error:
        raise CannotContinue(f"De gebeurtenissen kunnen nergens heen: {error}") from None


def _listen(settings: Settings) -> socket.socket:
    """Take the port before anything else, so that a taken one is noticed at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise CannotContinue(
            f"Poort {settings.port} op {settings.host} is niet vrij ({error.strerror}). Kies een andere met --port."
        ) from None
    listening.listen(1024)
    return listening


def _web(app: ASGIApp, listening: socket.socket, settings: Settings) -> Work:
    async def serve() -> None:
        await asyncio.to_thread(load_catalogues, list(languages()))
        server = web_server(app, settings)
        # A task of its own: asked to stop, it first answers what it has begun, for at most `STOP_SECONDS` of the web server.
        serving = asyncio.create_task(server.serve(sockets=[listening.dup()]))
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            listening.close()  # who comes now is refused and goes elsewhere, instead of waiting for nobody
            server.should_exit = True
            await serving
            raise

    return serve
