"""The page about the organisation's own sign-in, for the coordinator; and linking one's own account with it."""

from collections.abc import Mapping, Sequence
from itertools import islice

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.commands.change_provider import ChangeProvider, change_provider, remove_provider
from services.portal.commands.confirm_password import ConfirmPassword, confirm_password
from services.portal.commands.link_identity import unlink_identity
from services.portal.domain.provider import Provider, ProviderDetails, doors
from services.portal.domain.refusals import WrongPassword
from services.portal.hashing import is_password
from services.portal.openid import ProviderProblem
from services.portal.queries.organisation import get_organisation
from services.portal.queries.people import get_person
from services.portal.queries.provider import find_provider
from services.portal.store.finding import find_door
from services.portal.web.door_pages import code_of
from services.portal.web.provider_flow import PATH, SECRET, Purpose, send_off
from services.portal.web.provider_texts import told
from services.portal.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.runtime.sealing import seal
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused
from shared.web.forms import typed as typed_in
from shared.web.pages import page

router = APIRouter(include_in_schema=False)

FIELDS = ("name", "issuer", "client_id")
LONGEST_SECRET = 500
MOST_LOOKED_AT = 20
"""Digibanken of one name in one installation."""
FIELD_OF = {"provider_name_missing": "name", "no_issuer": "issuer", "client_missing": "client_id", "secret_missing": "secret"}
CHANGED = {
    "saved": _("Bewaard. Probeer nu of het werkt. Pas daarna kunnen mensen zich zo aanmelden."),
    "works": _("Het werkt. Mensen kunnen zich nu zo aanmelden, zodra ze hun account gekoppeld hebben."),
    "removed": _("Weggehaald. Iedereen meldt zich aan met naam en wachtwoord."),
}


@router.get("/organisation/provider", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def show(request: Request, person: SignedIn, done: str = "", problem: str = "") -> Response:
    """What is set, whether it works, and what to do next."""
    return await _page(request, person, note=CHANGED.get(done, ""), code=problem)


@router.post("/organisation/provider", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def change(request: Request, call: FormCall) -> Response:
    """Set the provider. The secret is sealed before anything is stored, and never shown again."""
    form = await typed_in(request)
    typed = {field: form.get(field, "") for field in FIELDS}
    secret = form.get("secret", "")[:LONGEST_SECRET]
    key = call.running.settings.master_key
    sealed = seal(key, SECRET, secret.encode()) if secret else None
    command = ChangeProvider(ProviderDetails(**typed), sealed)
    try:
        answer = await call.answer(lambda unit: change_provider(command, unit), _saved)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=FIELD_OF.get(refusal.code, "name"))
        return await _page(request, call.person, typed, [problem], status, secret_lost=bool(secret))
    return as_redirect(answer)


@router.post("/organisation/provider/try", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def try_out(request: Request, call: FormCall) -> Response:
    """Go there oneself, before anybody else can."""
    provider = await _provider_of(call)
    return await _off(request, call, provider, "try", "/organisation/provider")


@router.post("/organisation/provider/remove", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def remove(call: FormCall) -> Response:
    """Have none any more."""
    return as_redirect(await call.answer(remove_provider, lambda _: Answer(303, "/organisation/provider?done=removed")))


@router.post("/account/provider/link", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def link(request: Request, call: FormCall) -> Response:
    """Link one's own account with the one at the provider: by signing in there once. First the password: who only found a browser
    open makes no way in. Raises `NotFound`."""
    provider = await _provider_of(call)
    if not provider.works:
        raise NotFound()
    if not await _is_password(call, str((await request.form()).get("link_password", ""))):
        return RedirectResponse(f"/account?problem={WrongPassword.code}", status_code=303)
    return await _off(request, call, provider, "link", "/account")


@router.post("/account/provider/unlink", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def unlink(call: FormCall) -> Response:
    """Come in by the provider no more."""
    done = Answer(303, "/account?done=unlinked")
    return as_redirect(await call.answer(lambda unit: unlink_identity(call.person.id, unit), lambda _: done))


def _saved(provider: Provider) -> Answer:
    """On to trying it, unless only its name is another one."""
    return Answer(303, f"/organisation/provider?done={'' if provider.works else 'saved'}")


async def _is_password(call: Call, password: str) -> bool:
    """Whether this is the password of whoever asks; a wrong one is counted as when signing in."""
    async with call.running.units.open(call.organisation) as unit:
        account = await get_person(unit, call.person.id)
    fits = await is_password(password, account.password_hash)
    async with call.running.units.open(call.organisation, call.trace) as unit:
        return await confirm_password(ConfirmPassword(account.id, account.password_hash, fits), unit)


async def _provider_of(call: Call) -> Provider:
    async with call.running.units.open(call.organisation) as unit:
        provider = await find_provider(unit)
    if provider is None:
        raise NotFound()
    return provider


async def _off(request: Request, call: Call, provider: Provider, purpose: Purpose, own_page: str) -> Response:
    """A page that goes on to the provider by itself: our own policy stops a form that ends at another site, and a link that
    anybody can place would let another site begin this."""
    try:
        address, cookie = await send_off(request, provider, purpose, person=call.person)
    except ProviderProblem as trouble:
        return RedirectResponse(f"{own_page}?problem={code_of(trouble, provider)}", status_code=303)
    answer = page(request, "portal/off_to_provider.html", {"address": address, "provider": provider, "own_page": own_page})
    answer.headers.append("set-cookie", cookie)
    answer.headers["refresh"] = f"0; url={address}"
    return answer


async def _likely_door(running: RunningService, title: str) -> str:
    """The address that saving will give, unless somebody is quicker: whoever runs the provider asks for it before there is a secret
    to save. What is said after saving counts. Empty where so many organisations have this name that nobody can tell."""
    for door in islice(doors(title), MOST_LOOKED_AT):
        if await find_door(running.database, door) is None:
            return door
    return ""


async def _page(
    request: Request,
    person: Person,
    typed: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    note: str = "",
    code: str = "",
    secret_lost: bool = False,
) -> Response:
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        provider = await find_provider(unit)
        title = (await get_organisation(unit)).details.title
    if code and provider is not None:
        problems = [told(code, provider, trying=True)]
    likely = "" if provider else await _likely_door(running, title)
    details = provider.details if provider else ProviderDetails("", "", "")
    door = f"{running.settings.base_url}{PATH}/{provider.door}" if provider else ""
    context = {
        "provider": provider,
        "door": door,
        "back": f"{door}/back" if provider else "",
        "likely_back": f"{running.settings.base_url}{PATH}/{likely}/back" if likely else "",
        "secret_lost": secret_lost,
        "typed": {field: getattr(details, field) for field in FIELDS} | dict(typed or {}),
        "note": note if not problems else "",
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "portal/provider.html", context, status=status)
