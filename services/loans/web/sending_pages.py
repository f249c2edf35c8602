"""How messages leave: by people, or by themselves. What was set, without its secret, and a text to try it."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.pass_on import KIND, PassOn
from services.loans.commands.try_gateway import try_gateway
from services.loans.queries.touches import sent_by_themselves
from services.loans.web.touch_texts import HOW
from shared.bus.answers import Answer
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.runtime.faces import rhythm_here
from shared.runtime.gateway import GatewaySender, NotSent, Text, dialled
from shared.runtime.settings import SettingsError
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/sending", include_in_schema=False)

HERE = "/loans/sending"
DAYS = 30
LONGEST_NUMBER = 40
NO_NUMBER = FormProblem(_("Kijk het nummer na"), _("Typ een nummer zoals 0470 12 34 56."), "number")
NO_GATEWAY = FormProblem(_("Digibank kan nu zelf niets versturen"), _("Lees hieronder waarom."))
REFUSED = FormProblem(
    _("De dienst nam het bericht niet aan"), _("Vraag wie Digibank installeerde om de instelling na te kijken."), "number"
)
SILENT = FormProblem(
    _("De dienst antwoordde niet"), _("Misschien komt het bericht toch aan. Probeer het straks nog eens."), "number"
)


@router.get("", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def show(request: Request, person: SignedIn) -> Response:
    """What is set, how it went, and a field for a number."""
    return await _page(request, person)


@router.post("", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def try_it(request: Request, call: FormCall) -> Response:
    """Send one text to a number that somebody types here. The number is not kept."""
    form, sender = await typed(request), _sender(request)
    number, channel = form.get("number", "").strip(), form.get("channel", "")
    if not await asyncio.to_thread(sender.sends, channel):
        return await _page(request, call.person, [NO_GATEWAY], 422)
    if dialled(number) is None:
        return await _page(request, call.person, [NO_NUMBER], 422, number)
    answer = await call.answer(try_gateway, lambda _organisation: Answer(303, f"{HERE}?sent=yes"))
    # The same form twice has the same key, so the service can see that it has this one already.
    key = sha256(f"{call.person.id}/{call.key}".encode()).hexdigest()[:32]
    try:
        await sender.send(Text(channel, number, str(_("Dit is een proef van Digibank. Je hoeft niets te doen.")), key))
    except NotSent as error:
        return await _page(request, call.person, [REFUSED if error.answered else SILENT], 422, number)
    return as_redirect(answer)


def _sender(request: Request) -> GatewaySender:
    errand = running_service(request).errands.kinds[KIND]
    assert isinstance(errand, PassOn)
    return errand.sender


async def _page(
    request: Request, person: SignedIn, problems: Sequence[FormProblem] = (), status: int = 200, number: str = ""
) -> Response:
    wrong_setting, gateway = False, None
    try:
        gateway = await asyncio.to_thread(_sender(request).gateway)
    except SettingsError:
        wrong_setting = True  # which one, the doctor says: its words name files
    async with running_service(request).units.open(person.organisation) as unit:
        went, failed = await sent_by_themselves(unit, DAYS)
        hours = await rhythm_here(unit)
    channels = [(one.value, words) for one, words in HOW.items() if gateway is not None and one.value in gateway.channels]
    context = {
        "gateway": gateway,
        "wrong_setting": wrong_setting,
        "channels": channels,
        "went": went,
        "failed": failed,
        "hours": hours,
        "days": DAYS,
        "number": number[:LONGEST_NUMBER],
        "longest": LONGEST_NUMBER,
        "sent": not problems and request.query_params.get("sent") == "yes",
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/sending.html", context, status=status)
