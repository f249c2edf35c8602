"""One field for everything somebody may see: by code, serial number, household code, ticket number or name; typed or scanned.

It is sent and not linked, so that no name stands in an address. Nothing that is found is kept.
"""

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.domain.typed import has_letter_of_no_sticker, scanned_code
from services.portal.web.asking import ask_both
from services.portal.web.found import Told, find, finder_for, only_one, what_to_type
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.web.call import NOT_YOURS, FormCall, SignedIn, may, running_service
from shared.web.camera import with_camera
from shared.web.forms import typed
from shared.web.pages import page

router = APIRouter(prefix="/search", include_in_schema=False)

LONGEST = 100
SHORTEST_QUESTION = 2
"""Shorter texts are no question for other services: half of everything begins with an `e`."""


@router.get("", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def ask(request: Request, person: SignedIn) -> Response:
    """The field, and what can be typed in it."""
    return _shown(request, person)


@router.post("", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def answer(request: Request, call: FormCall) -> Response:
    """What is found. The whole code or number of one thing leads to its page at once, unless somebody is still typing.

    Names are asked when somebody sends the form: a family can read who looked for it, and nobody looks for half a name.
    """
    sent = (await typed(request)).get("find", "")
    text = scanned_code("".join(letter for letter in sent if letter.isprintable()).strip()[:LONGEST])
    still_typing = request.headers.get("hx-request") == "true"
    if not text:
        return _shown(request, call.person)
    finder = finder_for(call.running, call.person)
    if finder is None:
        raise HTTPException(403, NOT_YOURS)
    told = Told()
    may_be_name = finder.names and any(letter.isalpha() for letter in text)
    if len(text) >= SHORTEST_QUESTION:
        told = Told(*await ask_both(call.running, call.person, text, names=may_be_name and not still_typing))
    groups = await find(call.running, call.person, text, told)
    address = None if still_typing else only_one(groups)
    if address is not None:
        return RedirectResponse(address, status_code=303)
    context = {"text": text, "groups": groups, "told": told, "no_such_letter": has_letter_of_no_sticker(text)}
    context["names_wait"] = may_be_name and still_typing
    return _shown(request, call.person, context)


def _shown(request: Request, person: Person, found: Mapping[str, object] | None = None) -> Response:
    context: dict[str, object] = {"text": "", "groups": [], "told": Told(), "no_such_letter": False, "names_wait": False}
    context |= {"finder": finder_for(running_service(request), person), "to_type": what_to_type(person)}
    return with_camera(page(request, "portal/search.html", context | dict(found or {})))
