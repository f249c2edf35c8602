"""A form that somebody sent after the session had ended: kept sealed on the sign-in page, so that nothing typed is lost.

Nothing is stored. The page itself carries what was typed, encrypted with a key of ours, through signing in and back; whoever looks
over a shoulder or finds the page open reads nothing of it, and only the same person gets it back.
"""

import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from fastapi import HTTPException, Request
from starlette.datastructures import UploadFile

from shared.identity.tokens import Person
from shared.runtime.keys import MasterKey
from shared.web import sealing
from shared.web.call import running_service
from shared.web.tablet import sender_of

LONGEST_HELD = timedelta(hours=24)
NEVER_HELD = (
    "/account/password",
    "/account/pin",
    "/account/passkeys",
    "/account/provider",
    "/organisation/provider",
    "/sign-in",
    "/begin",
    "/lock",
)
"""Forms with a password or a secret in them: it would come back readable in a page."""
NEVER_HELD_CARDS = re.compile(r"/loans/households/[^/]+/cards\b")
"""Nor those with the PIN of a family's card."""
NEVER_HELD_DEVICES = re.compile(r"/inventory/devices/[^/]+/passwords\b")
"""Nor those with a sealed password of a machine."""
LARGEST_BYTES = 100_000
_PURPOSE = "web/held-form"


@dataclass(frozen=True, slots=True)
class HeldForm:
    """A form that waits for its sender to sign in again.

    Attributes:
        person: who sent it, in which organisation.
        address: where it goes; one of ours.
        fields: names and values in their order, without `csrf`; `form_key` is among them, so it is still the same sending.
        files: whether a file went along; files cannot be kept.
        at: when it was sent (UTC).
    """

    person: UUID
    organisation: UUID
    address: str
    fields: tuple[tuple[str, str], ...]
    files: bool
    at: datetime

    def is_for(self, person: Person, now: datetime) -> bool:
        """Whether this is who sent it, not longer ago than a day."""
        return (self.person, self.organisation) == (person.id, person.organisation) and now - self.at <= LONGEST_HELD


async def hold(request: Request) -> str:
    """What was sent, sealed; empty when it cannot be kept.

    It is kept only for somebody who was in in this browser, from a page of that person, when it is not too large. It still lets
    nobody in.
    """
    held = await what_was_sent(request)
    return seal(running_service(request).settings.master_key, held) if held else ""


def hold_fields(request: Request, address: str, sent: list[tuple[str, UploadFile | str]], *, files: bool = False) -> str:
    """The same, of fields that were going to be sent to an address of ours. `files`: whether one was going along."""
    held = _held(request, address, sent, files=files)
    return seal(running_service(request).settings.master_key, held) if held else ""


async def what_was_sent(request: Request) -> HeldForm | None:
    """What was sent with this request, as it would be kept; None when it cannot be."""
    try:
        form = await request.form()
    except HTTPException:
        return None
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return _held(request, address, form.multi_items(), files=False)


def _held(request: Request, address: str, sent: list[tuple[str, UploadFile | str]], *, files: bool) -> HeldForm | None:
    if address.startswith(NEVER_HELD) or NEVER_HELD_CARDS.match(address) or NEVER_HELD_DEVICES.match(address):
        return None
    fields, csrf = [], ""
    for name, value in sent:
        if not isinstance(value, str):
            files = files or bool(value.filename)
        elif name == "csrf":
            csrf = value
        else:
            fields.append((name, value))
    sender = sender_of(request, csrf)
    if sender is None or sum(len(name.encode()) + len(value.encode(errors="replace")) for name, value in fields) > LARGEST_BYTES:
        return None
    return HeldForm(sender.person, sender.organisation, address, tuple(fields), files, running_service(request).clock.now())


def seal(key: MasterKey, held: HeldForm) -> str:
    """The form as text that only we can read, and that nobody can change."""
    return sealing.seal(key, _PURPOSE, asdict(held))


def unseal(key: MasterKey, text: str) -> HeldForm | None:
    """The form again; None when the text is not one that we sealed."""
    held = sealing.unseal(key, _PURPOSE, text)
    if held is None:
        return None
    return HeldForm(
        person=UUID(held["person"]),
        organisation=UUID(held["organisation"]),
        address=held["address"],
        fields=tuple((name, value) for name, value in held["fields"]),
        files=held["files"],
        at=datetime.fromisoformat(held["at"]),
    )
