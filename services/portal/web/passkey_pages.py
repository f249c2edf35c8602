"""Adding a passkey and taking one away. First the password: who only found a browser open adds none."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal import passkeys
from services.portal.commands.add_passkey import AddPasskey, RemovePasskey, add_passkey, remove_passkey
from services.portal.commands.confirm_password import ConfirmPassword, confirm_password
from services.portal.domain.passkey import LONGEST_NAME, MOST
from services.portal.domain.refusals import NoPasskeysHere, TooManyPasskeys, WrongPassword
from services.portal.domain.session import device_kind
from services.portal.hashing import is_password
from services.portal.queries import people as queries
from services.portal.queries.passkeys import list_passkeys
from services.portal.web.account_pages import account_page
from services.portal.web.entrance import challenges
from services.portal.web.sign_in_pages import site_here
from services.portal.web.texts import DEVICE, REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.web.browser import is_shared
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may
from shared.web.forms import refused
from shared.web.pages import page
from shared.web.passkey_site import Site

router = APIRouter(prefix="/account/passkeys", include_in_schema=False)


@router.get("/new", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def back_to_account(person: SignedIn) -> Response:
    """Who comes back to this address begins again: what a passkey signs is good for five minutes."""
    return as_redirect(Answer(303, "/account"))


@router.post("/new", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def begin(request: Request, call: FormCall) -> Response:
    """After the password: a name for it, and the button with which the browser makes it."""
    try:
        site = _own_site(request)
        await _confirm(call, str((await request.form()).get("passkey_password", "")))
        return await _new_page(request, call, site)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="passkey_password" if isinstance(refusal, WrongPassword) else "")
        return await account_page(request, call.person, [problem], status)


@router.post("", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def add(request: Request, call: FormCall) -> Response:
    """Keep what the browser made. Only the answer to something that was asked in this session counts, so the password was right."""
    form, running = await request.form(), call.running
    name = str(form.get("name", ""))
    try:
        site = _own_site(request)
        made = await passkeys.check_made(
            str(form.get("credential", "")), site, challenges(running), call.person.session, running.clock.now()
        )
        command = AddPasskey(
            call.person.id, name, made.answered.challenge, made.answered.until, made.credential, made.public_key, made.signed
        )
        answer = await call.answer(lambda unit: add_passkey(command, unit), lambda _: Answer(303, "/account?done=passkey"))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await account_page(request, call.person, [problem], status)
    return as_redirect(answer)


@router.post("/{passkey_id}/remove", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def remove(passkey_id: UUID, call: FormCall) -> Response:
    """Let nobody in with it any more."""
    command = RemovePasskey(passkey_id, call.person.id)
    answer = await call.answer(lambda unit: remove_passkey(command, unit), lambda _: Answer(303, "/account?done=no-passkey"))
    return as_redirect(answer)


def _own_site(request: Request) -> Site:
    """Raises `NoPasskeysHere`, also on a shared device: there it would let in whoever picks it up."""
    if is_shared(request):
        raise NoPasskeysHere()
    return site_here(request)


async def _confirm(call: Call, password: str) -> None:
    """Raises `WrongPassword`, counted as when signing in, and `TooManyPasskeys`."""
    async with call.running.units.open(call.organisation) as unit:
        account = await queries.get_person(unit, call.person.id)
        known = await list_passkeys(unit, account.id)
    fits = await is_password(password, account.password_hash)
    async with call.running.units.open(call.organisation, call.trace) as unit:
        right = await confirm_password(ConfirmPassword(account.id, account.password_hash, fits), unit)
    if not right:
        raise WrongPassword()
    if len(known) >= MOST:
        raise TooManyPasskeys(most=MOST)


async def _new_page(request: Request, call: Call, site: Site) -> Response:
    running = call.running
    async with running.units.open(call.organisation) as unit:
        account = await queries.get_person(unit, call.person.id)
        known = [one.credential for one in await list_passkeys(unit, account.id)]
    challenge = challenges(running).make(passkeys.to_add(call.person.session), running.clock.now())
    context = {
        "options": passkeys.options_to_add(site, challenge, account.id, account.sign_in_name, known),
        "name": DEVICE[device_kind(request.headers.get("user-agent", ""))],
        "longest": LONGEST_NAME,
    }
    return page(request, "portal/passkey_new.html", context)
