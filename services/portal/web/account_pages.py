"""The pages about oneself: what colleagues call me, how I come in, where I am signed in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.commands.change_name import ChangeName, change_name
from services.portal.commands.change_password import ChangePassword, change_password
from services.portal.commands.end_session import EndSession, end_other_sessions, end_session
from services.portal.domain.password import check_new_password
from services.portal.domain.refusals import WrongPassword
from services.portal.hashing import hash_password, is_password
from services.portal.queries import people as queries
from services.portal.queries.passkeys import list_passkeys
from services.portal.queries.provider import find_provider, is_linked
from services.portal.web.here import signed_out
from services.portal.web.provider_texts import told
from services.portal.web.start_code_pages import DIFFERENT
from services.portal.web.texts import DEVICE, REFUSALS, ROLE, ROLE_MAY
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused
from shared.web.pages import page
from shared.web.passkey_site import site_of

router = APIRouter(prefix="/account", include_in_schema=False)

CHANGED = {
    "name": _("Je naam is bewaard."),
    "password": _("Je nieuwe wachtwoord werkt vanaf nu. Op andere toestellen ben je afgemeld."),
    "session": _("Daar ben je afgemeld."),
    "others": _("Overal elders ben je afgemeld. Op een gedeeld toestel heb je eerst je wachtwoord nodig."),
    "pin": _("Je pincode werkt op elk gedeeld toestel waar je je die dag met je wachtwoord aanmeldde."),
    "choose-pin": _("Kies hier je pincode. Daarmee ben je op een gedeeld toestel meteen terug."),
    "no-pin": _("Je hebt geen pincode meer."),
    "passkey": _("Je passkey is bewaard. De volgende keer kan je je ermee aanmelden."),
    "no-passkey": _("Met die passkey komt niemand nog binnen. Je kan ze nu ook van je toestel wissen."),
    "shared": _("Dit is nu een gedeeld toestel. Ga je even weg? Tik dan bovenaan op Vergrendel."),
    "own": _("Dit is weer een toestel van jou alleen."),
    "look": _("Je nieuwe wachtwoord werkt. Kijk ook je passkeys na. Ken je er een niet? Haal ze dan weg."),
    "linked": _("Gekoppeld. De volgende keer kan je zo binnen, zonder wachtwoord van hier."),
    "unlinked": _("Losgemaakt. Je meldt je weer aan met je naam en wachtwoord."),
}


@router.get("", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def show(request: Request, person: SignedIn, done: str = "", problem: str = "") -> Response:
    """Everything there is about oneself. `problem` is why linking with the organisation's provider did not work."""
    return await account_page(request, person, note=CHANGED.get(done, ""), of_linking=problem)


@router.post("/name", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def rename(request: Request, call: FormCall) -> Response:
    """Be called so by colleagues."""
    typed = str((await request.form()).get("display_name", ""))
    command = ChangeName(call.person.id, typed)
    try:
        answer = await call.answer(lambda unit: change_name(command, unit), lambda _: Answer(303, "/account?done=name"))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="display_name")
        return await account_page(request, call.person, [problem], status, typed=typed)
    return as_redirect(answer)


@router.post("/password", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def take_password(request: Request, call: FormCall) -> Response:
    """Take another password. Nothing of this form is remembered, not even a fingerprint: that would tell about the password."""
    form = await request.form()
    current, chosen, repeated = (str(form.get(field, "")) for field in ("current", "password", "repeated"))
    if chosen != repeated:
        return await account_page(request, call.person, [DIFFERENT], 422)
    try:
        await _take_password(call, current, chosen)
    except NotFound:
        raise
    except Refused as refusal:
        field = "current" if isinstance(refusal, WrongPassword) else "password"
        status, problem = refused(refusal, REFUSALS, field=field)
        return await account_page(request, call.person, [problem], status)
    return RedirectResponse("/account?done=password", status_code=303)


@router.post("/sessions/{session_id}/end", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def end(request: Request, session_id: UUID, call: FormCall) -> Response:
    """Sign out there."""
    command = EndSession(session_id, call.person.id)
    answer = await call.answer(lambda unit: end_session(command, unit), lambda _: Answer(303, "/account?done=session"))
    return signed_out("/sign-in") if session_id == call.person.session else as_redirect(answer)


@router.post("/end-other-sessions", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def end_others(call: FormCall) -> Response:
    """Sign out everywhere but here."""
    command = EndSession(call.person.session, call.person.id)
    answer = await call.answer(lambda unit: end_other_sessions(command, unit), lambda _: Answer(303, "/account?done=others"))
    return as_redirect(answer)


async def _take_password(call: Call, current: str, chosen: str) -> None:
    """Look at both outside a transaction, then store. Sent twice it is done once: the second time it is the password already."""
    async with call.running.units.open(call.organisation) as unit:
        account = await queries.get_person(unit, call.person.id)
    check_new_password(chosen, account.sign_in_name)
    fits = await is_password(current, account.password_hash)
    hashed = await hash_password(chosen)
    command = ChangePassword(account.id, call.person.session, account.password_hash, fits, hashed)
    async with call.running.units.open(call.organisation, call.trace) as unit:
        changed = await change_password(command, unit)
    if not changed and not await _is_now(call, chosen):
        raise WrongPassword()


async def _is_now(call: Call, chosen: str) -> bool:
    async with call.running.units.open(call.organisation) as unit:
        account = await queries.get_person(unit, call.person.id)
    return not account.has_to_wait(call.running.clock.now()) and await is_password(chosen, account.password_hash)


async def account_page(
    request: Request,
    person: Person,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    typed: str | None = None,
    note: str = "",
    of_linking: str = "",
) -> Response:
    """The page about oneself, with what is wrong with a form on it, if anything."""
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        account = await queries.get_person(unit, person.id)
        sessions = await queries.list_sessions(unit, person.id)
        passkeys = await list_passkeys(unit, person.id)
        provider = await find_provider(unit)
        linked = await is_linked(unit, person.id)
    if of_linking and provider is not None:
        problems = [told(of_linking, provider)]
    zone = running.units.zone
    lines: list[dict[str, Any]] = [
        {
            "id": one.id,
            "here": one.id == person.session,
            "started": one.started_at.astimezone(zone),
            "renewed": one.renewed_at.astimezone(zone),
            "device": DEVICE[one.place.device],
            "shared": one.place.shared,
        }
        for one in sessions
    ]
    context = {
        "account": account,
        "typed": account.display_name if typed is None else typed,
        "sessions": lines,
        "passkeys": [
            {
                "id": one.id,
                "name": one.name,
                "added": one.added_at.astimezone(zone),
                "used": one.used_at and one.used_at.astimezone(zone),
            }
            for one in passkeys
        ],
        "site": site_of(running.settings.base_url),
        "provider": provider,
        "linked": linked,
        "note": note,
        "note_of_pin": note == CHANGED["choose-pin"],
        "ROLE": ROLE,
        "ROLE_MAY": ROLE_MAY,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "portal/account.html", context, status=status)
