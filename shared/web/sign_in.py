"""The page to sign in on, as any service may have to show it; what happens with it is portal's."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response

from shared.web.held_forms import hold
from shared.web.pages import page

BLANK: Mapping[str, Any] = {"problems": [], "next": "/", "name": "", "held": "", "note": ""}
"""What the template `sign_in.html` needs. `held` is a sealed form, `note` a sentence above the fields."""

KEPT = "Je was een tijd niet bezig. Daarom vragen we nog eens wie je bent. Wat je typte, is er nog."
NOT_KEPT = "Je was niet meer aangemeld. Wat je net verstuurde, kwam niet aan. Er is niets veranderd."


async def sign_in_again(request: Request) -> Response:
    """The answer to a form from somebody who is not signed in any more: the page to sign in, with what was typed sealed in it."""
    held = await hold(request)
    facts = {"held": held, "note": KEPT if held else NOT_KEPT, "next": _came_from(request)}
    return page(request, "sign_in.html", {**BLANK, **facts}, status=401)


def local_path(address: str) -> str:
    """An address of our own to go on to; anything else becomes the start page.

    A browser reads `//host` and `/\\host` as another site, and drops tabs and line ends before it looks.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    own = address.startswith("/") and not parts.scheme and not parts.netloc
    return address if own and "\\" not in address and address.isprintable() and address.isascii() else "/"


def _came_from(request: Request) -> str:
    """The page on which the form was, where the browser tells; else the start page."""
    try:
        parts = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if parts.netloc != request.url.netloc:
        return "/"
    return local_path(parts.path + (f"?{parts.query}" if parts.query else ""))
