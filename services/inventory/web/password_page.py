"""The sealed passwords of a machine: keep one, throw it away, look at it and say why.

There is no API for them: a program has no reason to look. The password itself stands in the body of one answer and nowhere else;
what a form with one is remembered by, is keyed, so that nobody can try passwords on it.
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from services.inventory.commands.keep_password import (
    KeepPassword,
    PasswordChanged,
    RemovePassword,
    RevealPassword,
    SealedPassword,
    keep_password,
    remove_password,
    reveal_password,
)
from services.inventory.domain.password import LONGEST_PASSWORD, PasswordKind, RevealPurpose, sealed_for
from services.inventory.queries import devices as queries
from services.inventory.web.fact_texts import PASSWORD, PURPOSE
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.free_text import has_register_number
from shared.language.translate import _
from shared.runtime.sealing import seal, unseal
from shared.web.call import Call, FormCall, SignedIn, as_redirect, form_call, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
LAST_REVEALS = 10
FINGERPRINT = "inventory/password-form/v1"


async def secret_call(request: Request, person: SignedIn) -> Call:
    """The call behind a form with a password in it."""
    call = await form_call(request, person)
    key = call.running.settings.master_key.derive(FINGERPRINT)
    return replace(call, request=hmac.digest(key, call.request, "sha256"))


SecretCall = Annotated[Call, Depends(secret_call)]


@router.get("/devices/{device_id}/passwords", dependencies=[PREPARE])
async def show(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """Which passwords there are, and who looked last."""
    return await _page(request, person.id, person.organisation, device_id)


@router.post("/devices/{device_id}/passwords/{kind}", dependencies=[PREPARE])
async def keep(request: Request, device_id: UUID, kind: PasswordKind, call: SecretCall) -> Response:
    """Keep it, sealed."""
    password, field = str((await request.form()).get("password", "")), f"password-{kind.value}"
    problem = None
    if not password.strip():
        problem = FormProblem(_("Vul het wachtwoord in"), field=field)
    elif len(password) > LONGEST_PASSWORD or not password.isprintable():
        problem = FormProblem(_("Dit wachtwoord kunnen we niet bewaren"), field=field)
    elif has_register_number(password):
        problem = FormProblem(_("Gebruik geen rijksregisternummer als wachtwoord"), field=field)
    if problem is not None:
        return await _page(request, call.person.id, call.organisation, device_id, [problem], 422)
    purpose = sealed_for(call.organisation, device_id, kind)
    sealed = seal(call.running.settings.master_key, purpose, password.encode())
    command = KeepPassword(device_id, kind, sealed, call.person.id)
    return as_redirect(await call.answer(lambda unit: keep_password(command, unit), _back))


@router.post("/devices/{device_id}/passwords/{kind}/remove", dependencies=[PREPARE])
async def remove(request: Request, device_id: UUID, kind: PasswordKind, call: FormCall) -> Response:
    """Throw it away. The page asked."""
    command = RemovePassword(device_id, kind)
    try:
        return as_redirect(await call.answer(lambda unit: remove_password(command, unit), _back))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _page(request, call.person.id, call.organisation, device_id, [problem], status)


@router.post("/devices/{device_id}/passwords/{kind}/reveal", dependencies=[PREPARE])
async def reveal(request: Request, device_id: UUID, kind: PasswordKind, call: FormCall) -> Response:
    """Show it, once who looks and why is written down. The same form again, by loading the page again, shows nothing."""
    why = (await typed(request)).get("purpose", "")
    if why not in {one.value for one in RevealPurpose}:
        problem = FormProblem(_("Kies waarom je het nodig hebt"), field=f"why-{kind.value}")
        return await _page(request, call.person.id, call.organisation, device_id, [problem], 422)
    command = RevealPassword(device_id, kind, RevealPurpose(why), call.person.id)
    found: list[SealedPassword] = []

    try:
        await call.answer(lambda unit: reveal_password(command, unit), found_in(found))
        if not found:
            return RedirectResponse(_address(device_id), status_code=303)
        opened = unseal(call.running.settings.master_key, sealed_for(call.organisation, device_id, kind), found[0].sealed)
        return await _page(
            request, call.person.id, call.organisation, device_id, shown=(kind, opened.decode() if opened is not None else None)
        )
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _page(request, call.person.id, call.organisation, device_id, [problem], status)


def found_in(found: list[SealedPassword]) -> Callable[[SealedPassword], Answer]:
    """Tells nothing of the password, and puts what is sealed in `found`: the newest, for a command may be done once more."""

    def tell(sealed: SealedPassword) -> Answer:
        found[:] = [sealed]
        return _back(sealed)

    return tell


def _address(device_id: UUID) -> str:
    return f"/inventory/devices/{device_id}/passwords"


def _back(done: PasswordChanged | SealedPassword) -> Answer:
    return Answer(303, _address(done.id))


async def _page(
    request: Request,
    me: UUID,
    organisation: UUID,
    device_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    shown: tuple[PasswordKind, str | None] | None = None,
) -> Response:
    units = running_service(request).units
    async with units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
        kept = {one.kind: one for one in await unit.passwords.of(device_id)}
        reveals = await unit.passwords.reveals_of(device_id, LAST_REVEALS)
    context = {
        "device": device,
        "kinds": [(kind, *words, kept.get(kind)) for kind, words in PASSWORD.items()],
        "purposes": [(one.value, words) for one, words in PURPOSE.items()],
        "PASSWORD": PASSWORD,
        "PURPOSE": PURPOSE,
        "reveals": reveals,
        "shown": shown,
        "longest": LONGEST_PASSWORD,
        "me": me,
        "zone": units.zone,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/passwords.html", context, status=status)
