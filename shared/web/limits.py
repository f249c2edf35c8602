"""No request is larger than what anybody here needs to send."""

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.language.translate import _

LARGEST_BODY_BYTES = 11_000_000
"""A hardware report or a photo of 10 MB, and the form around it."""

TOO_LARGE = _("Wat je stuurt is te groot. Een bestand is hoogstens 10 MB. Er is niets veranderd.")


class BodyLimit:
    """Stops reading a body that is too large, whatever its headers promised; the app answers 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = dict(scope["headers"]).get(b"content-length", b"0")
        promised = int(length) if length.isdigit() else 0
        read = 0

        async def receive_at_most() -> Message:
            nonlocal read
            if promised > LARGEST_BODY_BYTES:
                raise HTTPException(413, TOO_LARGE)
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST_BODY_BYTES:
                raise HTTPException(413, TOO_LARGE)
            return message

        await self._app(scope, receive_at_most, send)
