"""The door of the family pages: scan or type a card, type a PIN, come in; leave again. It tells nobody which cards exist."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.loans.commands.use_card import ComeIn, TryCard, WrongPin, come_in, refuse_pin, try_card
from services.loans.domain.pin import LONGEST_TYPED, plain_pin
from services.loans.queries.cards import holder_of, household_of_card
from services.loans.web.family_pages import dial
from services.loans.web.family_session import COOKIE, START, codes_of, cookie_for, end_session, pins_of
from services.loans.web.family_texts import NO_PIN, NOT_A_CODE, NOT_IN, TOO_OFTEN
from shared.identity.hashing import is_secret
from shared.runtime.clock import new_id
from shared.web.call import from_our_own_page, open_to_all, running_service
from shared.web.forms import FormProblem, typed
from shared.web.pages import page
from shared.web.rate_limit import RateLimit

router = APIRouter(prefix="/family", include_in_schema=False)

WITH_A_CARD = open_to_all("a family comes in here, with a card and a PIN")
TRIES = RateLimit(most=30, seconds=600)
"""Per address from which somebody tries: each costs a hash. What keeps a PIN safe is the count per card, in the database."""
LONGEST = 40
MOST_LINES = 5
"""Numbers to call on the page for the PIN; each card has its own on it, too."""


@router.get("/start", dependencies=[WITH_A_CARD])
async def start(request: Request, again: str = "") -> Response:
    """How to come in, and a field for the code of a card."""
    return page(request, "loans/family_start.html", {"problems": [], "code": "", "again": bool(again)})


@router.post("/start", dependencies=[WITH_A_CARD])
async def typed_code(request: Request) -> Response:
    """On to the PIN, for whoever types the code. Whether there is such a card is not looked up."""
    from_our_own_page(request)
    code = (await typed(request)).get("code", "")
    if codes_of(running_service(request)).bare(code) is None:
        return _not_a_code(request, code, 422)
    return RedirectResponse(f"/family/{_as_on_card(request, code)}", status_code=303)


@router.get("/bye", dependencies=[open_to_all("shown to whoever just left")])
async def bye(request: Request) -> Response:
    """Until next time."""
    return page(request, "loans/family_bye.html")


@router.post("/done", dependencies=[open_to_all("leaving is always allowed")])
async def done(request: Request) -> Response:
    """End it: for this browser, and for whoever copied its cookie."""
    from_our_own_page(request)
    await end_session(request)
    answer = RedirectResponse("/family/bye", status_code=303)
    answer.headers.append("set-cookie", COOKIE.header_of_nobody(running_service(request)))
    return answer


@router.get("/{code}", dependencies=[WITH_A_CARD])
async def ask_pin(request: Request, code: str) -> Response:
    """Ask for the PIN, of any card. Whether there is such a card is not looked up."""
    if codes_of(running_service(request)).bare(code) is None:
        return _not_a_code(request, code, 404)
    return await _pin_page(request, code)


@router.post("/{code}", dependencies=[WITH_A_CARD])
async def try_pin(request: Request, code: str) -> Response:
    """Let whoever has the card and its PIN in. Of what does not work nothing more is told."""
    from_our_own_page(request)
    running = running_service(request)
    code_hash = codes_of(running).digest(code)
    if code_hash is None:
        return _not_a_code(request, code, 404)
    pin = plain_pin((await typed(request)).get("pin", "")[:LONGEST_TYPED])
    if not pin:
        return await _pin_page(request, code, NO_PIN, 422)
    if not TRIES.allows(request.client.host if request.client else ""):
        return await _pin_page(request, code, TOO_OFTEN, 429)
    cookie = await _come_in(request, code_hash, pin)
    if cookie is None:
        return await _pin_page(request, code, NOT_IN, 422)
    await end_session(request)  # whoever was in on this phone before
    answer = RedirectResponse("/family", status_code=303)
    answer.headers.append("set-cookie", cookie)
    return answer


async def _come_in(request: Request, code_hash: bytes, pin: str) -> str | None:
    """The cookie of a new session; None when card and PIN let nobody in. A card that does not exist takes as long."""
    running = running_service(request)
    holder = await holder_of(running.units, code_hash)
    tried = None
    if holder is not None:
        async with running.units.open(holder.organisation) as unit:
            tried = await try_card(TryCard(holder.card_id), unit)
    keyed = pins_of(running).keyed(holder.card_id if holder else new_id(), pin)
    fits = await is_secret(keyed, tried[0] if tried else None)
    if holder is None or tried is None:
        return None
    if not fits:
        async with running.units.open(holder.organisation, request.state.trace) as unit:
            await refuse_pin(WrongPin(holder.card_id, tried[1]), unit)
        return None
    command = ComeIn(holder.card_id, *tried)
    async with running.units.open(holder.organisation) as unit:
        session_id = await come_in(command, unit)
        family = await household_of_card(unit, holder.card_id)
    return None if session_id is None or family is None else cookie_for(running, holder.organisation, session_id, family)


def _as_on_card(request: Request, code: str) -> str:
    codes = codes_of(running_service(request))
    letters = iter(codes.bare(code) or "")
    return "-".join("".join(next(letters) for _ in range(length)) for length in codes.groups)


def _not_a_code(request: Request, code: str, status: int) -> Response:
    context = {"problems": [NOT_A_CODE], "code": code[:LONGEST], "again": False}
    return page(request, "loans/family_start.html", context, status=status)


async def _pin_page(request: Request, code: str, problem: FormProblem | None = None, status: int = 200) -> Response:
    """With every number that families can call: the right one alone would tell whether there is such a card, and whose it is."""
    lines = await running_service(request).help_lines.at_most(MOST_LINES)
    context = {
        "address": f"/family/{quote(code, safe='')}",
        "problems": [problem] if problem else [],
        "start": START,
        "help_lines": [(title, line, dial(line)) for title, line in lines],
    }
    return page(request, "loans/family_pin.html", context, status=status)
