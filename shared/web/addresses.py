"""Addresses of our own to go back to: never another site, whatever a form or a header says."""

from urllib.parse import urlsplit

from fastapi import Request


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


def came_from(request: Request) -> str:
    """The page on which the form was, where the browser tells; else the start page."""
    try:
        parts = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    if parts.netloc != request.url.netloc:
        return "/"
    return local_path(parts.path + (f"?{parts.query}" if parts.query else ""))


def here_now(request: Request) -> str:
    """Where to come back to after something else: this page with its query, or for the answer to a form the page it was on."""
    if request.method != "GET":
        return came_from(request)
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
