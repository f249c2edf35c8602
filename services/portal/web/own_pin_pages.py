"""One's PIN, and whether this device is one that others use too."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.commands.confirm_password import ConfirmPassword
from services.portal.commands.set_pin import SetPin, drop_pin, set_pin
from services.portal.commands.share_device import ShareDevice, share_device
from services.portal.domain.pin import check_new_pin
from services.portal.domain.refusals import WrongPassword
from services.portal.hashing import hash_password, is_password
from services.portal.queries import people as queries
from services.portal.web.account_pages import account_page
from services.portal.web.here import forget_tablet, keep_tablet
from services.portal.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.web.call import Call, FormCall, as_redirect, may
from shared.web.forms import refused
from shared.web.tablet import Known, tablet_of

router = APIRouter(prefix="/account", include_in_schema=False)


@router.post("/pin", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def take_pin(request: Request, call: FormCall) -> Response:
    """Take a PIN. As with a password, nothing of this form is remembered; sent twice it is the same PIN twice."""
    form = await request.form()
    try:
        await _take_pin(call, str(form.get("pin_password", "")), str(form.get("pin", "")).strip())
    except NotFound:
        raise
    except Refused as refusal:
        field = "pin_password" if isinstance(refusal, WrongPassword) else "pin"
        status, problem = refused(refusal, REFUSALS, field=field)
        return await account_page(request, call.person, [problem], status)
    return as_redirect(Answer(303, "/account?done=pin"))


@router.post("/pin/remove", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def remove_pin(call: FormCall) -> Response:
    """Do without."""
    answer = await call.answer(lambda unit: drop_pin(call.person.id, unit), lambda _: Answer(303, "/account?done=no-pin"))
    return as_redirect(answer)


@router.post("/shared-device", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def share(request: Request, call: FormCall) -> Response:
    """From now on others use this browser too, or do not any more. Then it forgets who they were."""
    shared = (await request.form()).get("shared") == "yes"
    command = ShareDevice(call.person.session, call.person.id, shared)
    done = Answer(303, f"/account?done={'shared' if shared else 'own'}")
    answer = as_redirect(await call.answer(lambda unit: share_device(command, unit), lambda _: done))
    if not shared:
        return forget_tablet(answer)
    async with call.running.units.open(call.organisation) as unit:
        session = await queries.find_session(unit, call.person.session)
    if session is None:
        raise NotFound()
    known = Known(call.person.id, call.organisation, session.id, session.proved_at)
    return keep_tablet(call.running, answer, tablet_of(request).with_person(known))


async def _take_pin(call: Call, password: str, pin: str) -> None:
    """Look at both outside a transaction, then store."""
    check_new_pin(pin)
    async with call.running.units.open(call.organisation) as unit:
        account = await queries.get_person(unit, call.person.id)
    fits = await is_password(password, account.password_hash)
    hashed = await hash_password(pin)
    async with call.running.units.open(call.organisation, call.trace) as unit:
        taken = await set_pin(SetPin(ConfirmPassword(account.id, account.password_hash, fits), hashed), unit)
    if not taken:
        raise WrongPassword()
