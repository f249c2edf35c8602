"""Ties a request to everything it causes: a correlation id in, out, in every log line and in every event."""

import re
import time
from uuid import UUID

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.bus.envelope import Trace
from shared.runtime.clock import new_id
from shared.runtime.measures import UNASKED, count_from_zero, count_request

log = structlog.get_logger()

TRACEPARENT = re.compile(r"^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$")
SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Tracing:
    """Outermost layer of a service's web side. Logs one line per request, with the route, never the address or its values."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app, self._service = app, service
        count_from_zero(service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        trace = Trace(_correlation_id(headers.get(b"x-correlation-id")), None, _traceparent(headers.get(b"traceparent")))
        scope.setdefault("state", {})["trace"] = trace
        status, answered = 500, False
        started = time.perf_counter()

        async def send_with_headers(message: Message) -> None:
            nonlocal status, answered
            answered = message["type"] == "http.response.body" and not message.get("more_body", False)
            if message["type"] == "http.response.start":
                status = message["status"]
                out = MutableHeaders(scope=message)
                out["x-correlation-id"] = str(trace.correlation_id)
                for name, value in SECURITY_HEADERS.items():
                    out.setdefault(name, value)
                cookie = scope["state"].get("new_cookie", "")
                if cookie and not _says_already(cookie, out.getlist("set-cookie")):
                    out.append("set-cookie", cookie)
            await send(message)

        with structlog.contextvars.bound_contextvars(service=self._service, correlation_id=str(trace.correlation_id)):
            try:
                await self._app(scope, receive, send_with_headers)
            except Exception:
                # Starlette raises again what it has answered and logged: with the database away, a traceback per request.
                if not answered:
                    raise
            finally:
                route = getattr(scope.get("route"), "path", "unknown")
                seconds = time.perf_counter() - started
                if not route.endswith(UNASKED):
                    count_request(self._service, scope["method"], route, status, seconds)
                    log.info("request", method=scope["method"], route=route, status=status, milliseconds=round(seconds * 1000, 1))


def _says_already(cookie: str, said: list[str]) -> bool:
    """Whether an answer begins or ends the session itself: then the renewed one of the question does not come after it."""
    name = cookie.partition("=")[0] + "="
    return any(one.startswith(name) for one in said)


def _correlation_id(header: bytes | None) -> UUID:
    try:
        return UUID(header.decode()) if header else new_id()
    except ValueError:
        return new_id()


def _traceparent(header: bytes | None) -> str | None:
    text = header.decode("latin-1") if header else ""
    return text if TRACEPARENT.match(text) else None
