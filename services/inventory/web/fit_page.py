"""How one device fits each use, what it is meant for, and how long it is kept for a family."""

from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.inventory.commands.keep_longer import KeepLonger, keep_longer
from services.inventory.commands.mean_device_for import MeanDeviceFor, mean_device_for
from services.inventory.domain.device import Device
from services.inventory.domain.refusals import NothingKept
from services.inventory.domain.use_profile import software_for
from services.inventory.queries.devices import get_device
from services.inventory.web.use_texts import LICENCE
from shared.bus.answers import Answer
from shared.contracts.vocabulary import UseProfile
from shared.identity.permissions import Permission
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.fit_texts import fit_said
from shared.web.pages import page
from shared.web.vocabulary_texts import PROFILE

router = APIRouter(prefix="/inventory", include_in_schema=False)


@router.get("/devices/{device_id}/fit", dependencies=[may(Permission.SEE_DEVICES)])
async def show_fit(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """Every use, the best first, with why; and what this device is meant for."""
    async with running_service(request).units.open(person.organisation) as unit:
        device = await get_device(unit, device_id)
    fits = sorted(device.fits.items(), key=lambda one: -one[1].score)
    context = {
        "device": device,
        "fits": [(PROFILE[profile], fit_said(fit.score, fit.why)) for profile, fit in fits],
        "profiles": [(profile.value, words, "") for profile, words in PROFILE.items()],
        "meant_for": [profile.value for profile in device.meant_for],
        "software": [(one.name, LICENCE[one.licence]) for one in software_for(device.uses, device.meant_for)],
    }
    return page(request, "inventory/fit.html", context)


@router.post("/devices/{device_id}/meant-for", dependencies=[may(Permission.PREPARE_DEVICES)])
async def mean_for(request: Request, device_id: UUID, call: FormCall) -> Response:
    """Say what it is meant for."""
    ticked = (await request.form()).getlist("profile")
    command = MeanDeviceFor(device_id, [profile for profile in UseProfile if profile.value in ticked])
    return as_redirect(await call.answer(lambda unit: mean_device_for(command, unit), _to_fit))


@router.post("/devices/{device_id}/keep-longer", dependencies=[may(Permission.PREPARE_DEVICES)])
async def keep(device_id: UUID, call: FormCall) -> Response:
    """The family will come: all the days begin anew. Kept for nobody any more, its page says where it is."""
    command = KeepLonger(device_id)
    try:
        return as_redirect(await call.answer(lambda unit: keep_longer(command, unit), _to_device))
    except NothingKept:
        return RedirectResponse(f"/inventory/devices/{device_id}", status_code=303)


def _to_fit(device: Device) -> Answer:
    return Answer(303, f"/inventory/devices/{device.id}/fit")


def _to_device(device: Device) -> Answer:
    return Answer(303, f"/inventory/devices/{device.id}")
