"""Where people come by https: cookies that no other site and no open connection can set, and browsers that stay with https.

A cookie is weaker than it looks: whoever runs another site under the same domain, or sits on the line of a plain connection, can
plant one. A name that begins with `__Host-` cannot be planted (RFC 6265bis, section 4.1.3.2): browsers take it only over https,
from this very host, for all of it. So outside, each cookie of ours has such a name; inside, nobody has to think of that.
"""

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

OURS, PREFIX = b"digibank_", b"__Host-"
STAY_WITH_HTTPS = b"max-age=15552000"
"""Half a year (RFC 6797). Not longer: who gives up on a certificate has to be reachable again some day."""


class Secure:
    """Outermost layer of a service's web side where the public address is https."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        inside = [(name, cookies_inside(value) if name == b"cookie" else value) for name, value in scope["headers"]]

        async def send_outside(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: Iterable[tuple[bytes, bytes]] = message.get("headers", [])
                outside = [(name, cookie_outside(value) if name.lower() == b"set-cookie" else value) for name, value in headers]
                message = {**message, "headers": [*outside, (b"strict-transport-security", STAY_WITH_HTTPS)]}
            await send(message)

        await self._app({**scope, "headers": inside}, receive, send_outside)


def cookies_inside(header: bytes) -> bytes:
    """The cookies of a request by the names they have inside. One of ours without the prefix was planted, or is from before."""
    kept = []
    for cookie in header.split(b";"):
        cookie = cookie.strip()
        if cookie.startswith(PREFIX + OURS):
            kept.append(cookie[len(PREFIX) :])
        elif not cookie.startswith(OURS):
            kept.append(cookie)
    return b"; ".join(kept)


def cookie_outside(header: bytes) -> bytes:
    """A cookie of ours as the browser gets it: for this host, all of it, and https alone. Another one stays as it is."""
    if not header.startswith(OURS):
        return header
    pair, *attributes = (part.strip() for part in header.split(b";"))
    others = [one for one in attributes if one.lower().partition(b"=")[0] not in (b"path", b"domain", b"secure")]
    return b"; ".join([PREFIX + pair, b"Path=/", b"Secure", *others])
