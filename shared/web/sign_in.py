"""The page to sign in on, as any service may have to show it; what happens with it is portal's."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from shared.language.translate import _
from shared.web.addresses import came_from
from shared.web.held_forms import hold
from shared.web.pages import page

BLANK: Mapping[str, Any] = {"problems": [], "next": "/", "name": "", "held": "", "note": "", "door": None}
"""What the template `sign_in.html` needs. `held` is a sealed form, `note` a sentence above the fields, `door` the
organisation's own provider; not beside a held form, which would not come along to it and back."""

KEPT = _("Je was een tijd niet bezig. Daarom vragen we nog eens wie je bent. Wat je typte, is er nog.")
NOT_KEPT = _("Je was niet meer aangemeld. Wat je net verstuurde, kwam niet aan. Er is niets veranderd.")


async def sign_in_again(request: Request) -> Response:
    """The answer to a form from somebody who is not signed in any more: the page to sign in, with what was typed sealed in it."""
    held = await hold(request)
    facts = {"held": held, "note": KEPT if held else NOT_KEPT, "next": came_from(request)}
    return page(request, "sign_in.html", {**BLANK, **facts}, status=401)
