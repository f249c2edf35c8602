"""The web side of one service, and of a process that runs several of them behind one port."""

import asyncio
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import orjson
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.contracts.api_words import Document
from shared.runtime import metrics
from shared.runtime.running import RunningService
from shared.runtime.service import Service
from shared.web import follow, problems, shell, static, upkeep
from shared.web.call import access_of, open_to_all, running_service
from shared.web.limits import BodyLimit
from shared.web.openapi import open_api
from shared.web.readable import only_readable_text
from shared.web.secure import Secure
from shared.web.speaking import Speaking
from shared.web.tracing import Tracing

FOR_MACHINES = open_to_all("what watches over the machines has no account")


def service_app(running: RunningService, *, pages: bool = True) -> ASGIApp:
    """The addresses of a service, in full; nothing is stripped by a dispatcher or proxy.

    Args:
        pages: False for a worker, which answers questions about its health and its numbers only.
    """
    service = running.service
    app = FastAPI(
        title=f"Digibank {service.name}",
        version="1",
        openapi_url=None,  # `description_router`
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would send people to whatever host a request names
        dependencies=[Depends(only_readable_text)],
    )
    app.state.running = running
    if pages:
        for router in (*api_routers(service), shell.router):
            _include(app, router)
        app.include_router(static.router)  # files of ours, the same for everybody
        _include(app, description_router(service))
    else:
        _include(app, health_router(service.name))
    problems.install(app, service.refusals)
    return _outermost(app, running, service.name)


def _include(app: FastAPI, router: APIRouter) -> None:
    """Serve a router. A route that does not say who may use it keeps the service from starting: raises `ValueError`."""
    for route in router.routes:
        access_of(route)
    app.include_router(router)


def described(service: Service[Any]) -> Document:
    """The OpenAPI document of a service. Nothing of it has to run for that."""
    return open_api(service, api_routers(service))


def api_routers(service: Service[Any]) -> Sequence[APIRouter]:
    """What a service answers to anybody: people, other services, and what watches over the machines."""
    return (health_router(service.name), *routers_of(service))


def routers_of(service: Service[Any]) -> Sequence[APIRouter]:
    """Everything a service answers to people and to other services: its own routers, and those that each service has."""
    return (*service.routers, follow.router_of(service.name), upkeep.router_of(service.name))


def description_router(service: Service[Any]) -> APIRouter:
    """`/NAME/openapi.json`: what this service answers, for programs that are to ask it something."""
    router = APIRouter(prefix=f"/{service.name}", include_in_schema=False)
    content = cache(lambda: orjson.dumps(described(service)))

    @router.get("/openapi.json", dependencies=[open_to_all("the same stands in the code, which is open")])
    async def get_openapi() -> Response:
        """The OpenAPI document, made when it is first asked for."""
        return Response(await asyncio.to_thread(content), media_type="application/json")

    return router


class Live(BaseModel):
    """A process that answers: its release, and a fingerprint of the installation's key."""

    status: Literal["live"] = "live"
    version: str
    installation: str


class Ready(BaseModel):
    """Whether everything can do its work, and of each service `ready` or what is away."""

    status: Literal["ready", "not ready"]
    services: dict[str, str]


NOT_READY: dict[int | str, dict[str, Any]] = {503: {"model": Ready, "description": "A database does not answer."}}


def health_router(name: str) -> APIRouter:
    """Is the service of this name alive, is it ready, how is it doing: for machines, without a sign-in."""
    router = APIRouter(prefix=f"/{name}", tags=["health"], dependencies=[FOR_MACHINES])

    @router.get("/health/live")
    async def get_live(request: Request) -> Live:
        """The process answers, and says of which release and installation it is: that tells where an address leads."""
        settings = running_service(request).settings
        return Live(version=settings.version, installation=settings.master_key.fingerprint())

    @router.get("/health/ready", response_model=Ready, responses=NOT_READY)
    async def get_ready(request: Request) -> Response:
        """It can do its work: the database answers."""
        return await readiness([running_service(request)])

    @router.get("/metrics", response_class=PlainTextResponse)
    async def get_metrics(request: Request) -> Response:
        """Its numbers, as Prometheus reads them."""
        await metrics.refresh(running_service(request))
        content, kind = metrics.page()
        return Response(content, media_type=kind)

    return router


async def readiness(services: Sequence[RunningService]) -> JSONResponse:
    """200 when every service reaches its database, else 503; says which does not."""
    states = {}
    for running in services:
        try:
            await running.database.ping()
            states[running.name] = "ready"
        except Exception as error:
            states[running.name] = f"database away ({type(error).__name__})"
    ready = all(state == "ready" for state in states.values())
    return JSONResponse({"status": "ready" if ready else "not ready", "services": states}, status_code=200 if ready else 503)


class OnePort:
    """Several services behind one port: the first part of the address says which; what is nobody's goes to the front door."""

    def __init__(self, services: Sequence[RunningService]) -> None:
        self._apps: dict[str, ASGIApp] = {}
        for running in services:
            app = service_app(running)
            self._apps |= dict.fromkeys((running.name, *running.service.serves), app)
            running.colleagues.are_here(self)
        self._front = front_door(services)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            return
        name = scope["path"].split("/", 2)[1]
        await self._apps.get(name, self._front)(scope, receive, send)


def front_door(services: Sequence[RunningService]) -> ASGIApp:
    """What is no service's: health of the whole, style, and a kind word about addresses that do not exist."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.running = services[0]
    router = APIRouter(dependencies=[FOR_MACHINES])

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        """The process answers, and says which release it is."""
        return {"status": "live", "version": services[0].settings.version}

    @router.get("/health/ready", response_model=None)
    async def ready() -> Response:
        """Every service can do its work."""
        return await readiness(services)

    @router.get("/metrics")
    async def numbers() -> Response:
        """Prometheus metrics of the whole process."""
        for running in services:
            await metrics.refresh(running)
        content, kind = metrics.page()
        return Response(content, media_type=kind)

    for one in (router, shell.router):
        _include(app, one)
    app.include_router(static.router)
    problems.install(app, {})
    return _outermost(app, services[0], "front")


def _outermost(app: ASGIApp, running: RunningService, name: str) -> ASGIApp:
    """What every request passes first and every answer last."""
    settings = running.settings
    traced = Tracing(Speaking(BodyLimit(app), pseudo=settings.pseudo_language), name)
    return Secure(traced) if settings.is_secure else traced
