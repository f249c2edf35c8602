"""Whether the certificate with which papers are sealed runs out. Nothing stops by it: whoever runs the place should know."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from services.loans.documents.sealing import runs_out, told_of
from services.loans.store.seals import Seal

State = Literal["", "soon", "over"]


def how_long(seals: Sequence[Seal], now: datetime) -> State:
    """Of the one that counts, which is the first; empty where there is nothing to say. `now` in UTC."""
    if not seals:
        return ""
    _name, until, _fingerprint = told_of(seals[0].certificate)
    if until <= now:
        return "over"
    return "soon" if runs_out(until, now) else ""
