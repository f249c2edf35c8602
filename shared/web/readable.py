"""What nobody can type and no database keeps: the character NUL, and half of a pair of surrogates. Refused once for every route."""

from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute

from shared.domain import Refused

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LARGEST_READ_FIRST = 1_000_000
"""Bytes. A larger form holds a file; its route first says whether that is too large, and `must_be_readable` comes after."""


class UnreadableText(Refused):
    """A text holds something that is no character."""

    code = "unreadable_text"


async def only_readable_text(request: Request) -> None:
    """Look through the JSON that a route reads, or a form without its files. Files are looked at by who reads them.

    Raises `UnreadableText`.
    """
    if request.method == "GET":
        return
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    route = request.scope.get("route")
    if kind in FORMS:
        if int(request.headers.get("content-length", "0")) > LARGEST_READ_FIRST:
            return
        found: Any = (await request.form()).multi_items()
    elif isinstance(route, APIRoute) and route.body_field is not None and (kind.endswith("/json") or kind.endswith("+json")):
        # Read before, by the framework; an empty body it leaves alone.
        found = await request.json() if await request.body() else None
    else:
        return
    must_be_readable(found)


def must_be_readable(found: Any) -> None:
    """Look through texts, however they are nested. Raises `UnreadableText`."""
    if not _is_readable(found):
        raise UnreadableText()


def _is_readable(found: Any) -> bool:
    left = [found]
    while left:
        one = left.pop()
        if isinstance(one, str):
            if "\x00" in one or (not one.isascii() and any("\ud800" <= letter <= "\udfff" for letter in one)):
                return False
        elif isinstance(one, dict):
            left += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            left += one
    return True
