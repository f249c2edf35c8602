"""What kind of place a browser is, as far as we were told."""

from fastapi import Request

TABLET_COOKIE = "digibank_tablet"
"""Only a browser that several people use has it: see `tablet.py`."""


def is_shared(request: Request) -> bool:
    """Whether several people use this browser."""
    return TABLET_COOKIE in request.cookies
