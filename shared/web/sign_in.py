"""The page to sign in on, as any service may have to show it; what happens with it is portal's."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from shared.language.translate import _
from shared.web.addresses import came_from
from shared.web.call import running_service
from shared.web.held_forms import hold, what_was_sent
from shared.web.pages import page
from shared.web.passkey_site import site_of

BLANK: Mapping[str, Any] = {
    "problems": [],
    "next": "/",
    "name": "",
    "held": "",
    "note": "",
    "shared": False,
    "door": None,
    "begin": False,
    "lacks_pin": False,
}
"""What the template `sign_in.html` needs. `held` is a sealed form, `note` a sentence above the fields, `shared` whether the box was
ticked that says that others use this device too, `door` the organisation's own provider; not beside a held form, which would not
come along to it and back; `begin` whether there is no organisation yet, `lacks_pin` whether who
locked this shared tablet has no PIN: the next lock would be opened faster with one."""

KEPT = _("Je bent hier niet meer aangemeld. Daarom vragen we nog eens wie je bent. Wat je typte, is er nog.")
NOT_KEPT = _("Je was niet meer aangemeld. Wat je net verstuurde, kwam niet aan. Er is niets veranderd.")


async def sign_in_again(request: Request) -> Response:
    """The answer to a form from somebody who is not signed in any more: the page to sign in, with what was typed sealed in it."""
    held = await hold(request)
    return sign_in_page(request, 401, held=held, note=KEPT if held else NOT_KEPT, next=came_from(request))


async def send_again(request: Request) -> Response | None:
    """The answer to a form that its own sender sent from a page of an earlier session: what was typed, to send it with one button.
    None when it cannot be shown again, such as a password."""
    held = await what_was_sent(request)
    return None if held is None else page(request, "send_again.html", {"held": held, "next": came_from(request)}, status=403)


def sign_in_page(request: Request, status: int = 200, **facts: Any) -> Response:
    """The page to sign in on; what `facts` does not say is blank."""
    passkeys = site_of(running_service(request).settings.base_url) is not None
    return page(request, "sign_in.html", {**BLANK, "passkeys": passkeys, **facts}, status=status)
