"""In which language a request is answered: the one that was picked, else the first that the browser asks for and we have."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.language.languages import Reach, accepted, choose
from shared.language.translate import speak

LANGUAGE_COOKIE = "digibank_language"
FAMILY_PAGES = (
    ("/q", Reach.STICKER),
    ("/language", Reach.STICKER),
    ("/offline", Reach.STICKER),
    ("/manifest.webmanifest", Reach.STICKER),
    ("/family", Reach.FAMILY),
    ("/loans/agreement-text", Reach.FAMILY),
    ("/skills/start", Reach.LEARNER),
    ("/skills/my", Reach.LEARNER),
    ("/skills/api/my", Reach.LEARNER),
)
"""Pages that more languages have words for, by how their addresses begin. All others are for staff."""


class Speaking:
    """Sets the language for all that answers a request, and says it in the answer.

    Args:
        pseudo: whether the pseudo-language may be picked.
    """

    def __init__(self, app: ASGIApp, *, pseudo: bool = False) -> None:
        self._app, self._pseudo = app, pseudo

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reach = reach_of(scope["path"])
        code = choose(wanted(Headers(scope=scope)), reach, pseudo=self._pseudo)
        scope.setdefault("state", {})["reach"] = reach
        speak(code)

        async def send_with_language(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith(("text/html", "application/problem+json")):
                    headers["content-language"] = code
            await send(message)

        await self._app(scope, receive, send_with_language)


def reach_of(path: str) -> Reach:
    """Which languages a page may have, by its address."""
    for begin, reach in FAMILY_PAGES:
        if path == begin or path.startswith(f"{begin}/"):
            return reach
    return Reach.STAFF


def wanted(headers: Headers) -> list[str]:
    """Languages that somebody wants, best first: the one that was picked here, then what the browser says."""
    picked = cookie_parser(headers.get("cookie", "")).get(LANGUAGE_COOKIE, "")
    return [*filter(None, [picked]), *accepted(headers.get("accept-language", ""))]
