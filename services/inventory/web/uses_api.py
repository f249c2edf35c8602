"""What each use wishes of a device, how a device fits them, and how long it is kept."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.inventory.commands.change_use import ChangeUse, ResetUse, change_use, reset_use
from services.inventory.commands.keep_longer import KeepLonger, keep_longer
from services.inventory.commands.mean_device_for import MeanDeviceFor, mean_device_for
from services.inventory.domain.device import Device
from services.inventory.domain.use_profile import LONGEST_SOFTWARE, Level, Licence, Software, Use, Wishes, software_for
from services.inventory.queries.devices import get_device
from shared.bus.answers import Answer
from shared.contracts.inventory import FitReason
from shared.contracts.vocabulary import UseProfile
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["uses"])

Whole = Annotated[int, Field(ge=0, le=99_999)]
SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)


class LevelView(BaseModel):
    """What is asked of a device; 0, false and null ask nothing. A screen is in tenths of an inch, from small to large."""

    memory_gb: Whole = 0
    drive_gb: Whole = 0
    fast_drive: bool = False
    screen: tuple[Whole, Whole] | None = None
    camera: bool = False
    portable: bool = False
    keyboard: Annotated[str | None, Field(pattern=r"^[a-z]{1,10}$")] = None
    from_year: Whole = 0


class SoftwareView(BaseModel):
    """A program that has to be installed, and where the right to use it comes from."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_SOFTWARE, pattern=r"^[^\x00-\x1f\x7f]+$")]
    licence: Licence = Licence.FREE


class UseView(BaseModel):
    """One use: the least that a device needs, with what it is comfortable, and what has to be installed."""

    minimum: LevelView
    comfortable: LevelView
    software: Annotated[list[SoftwareView], Field(max_length=100)] = []


class UseList(BaseModel):
    """Every use, and which of them the organisation made its own."""

    uses: dict[UseProfile, UseView]
    chosen: list[UseProfile]


class FitView(BaseModel):
    """How well: 0 does not, 1 will do, 2 suits, 3 suits very well; and why."""

    score: int
    why: list[FitReason]


class DeviceFitView(BaseModel):
    """How a device fits each use, what it is meant for and needs installed, and until when it is kept for a family."""

    device_id: UUID
    fits: dict[UseProfile, FitView]
    meant_for: list[UseProfile]
    software: list[SoftwareView]
    kept_until: date | None


class MeantForBody(BaseModel):
    """For which uses."""

    profiles: Annotated[list[UseProfile], Field(max_length=len(UseProfile))]


@router.get("/uses", dependencies=[SEE])
async def get_uses(request: Request, person: SignedIn) -> UseList:
    """Every use as it counts here."""
    async with running_service(request).units.open(person.organisation) as unit:
        uses, chosen = await unit.uses.all(), await unit.uses.chosen()
    return UseList(uses={profile: _view(use) for profile, use in uses.items()}, chosen=sorted(chosen))


@router.post("/uses/{profile}", response_model=UseView, dependencies=[PREPARE])
async def post_use(profile: UseProfile, body: UseView, call: ApiCall) -> Response:
    """Make a use your own. Devices that are ready are judged again."""
    wishes = Wishes(Level(**body.minimum.model_dump()), Level(**body.comfortable.model_dump()))
    command = ChangeUse(profile, Use(wishes, tuple(Software(one.name, one.licence) for one in body.software)))
    return as_json(await call.answer(lambda unit: change_use(command, unit), _told))


@router.post("/uses/{profile}/reset", response_model=UseView, dependencies=[PREPARE])
async def post_reset(profile: UseProfile, call: ApiCall) -> Response:
    """Back to what is usual. Devices that are ready are judged again."""
    return as_json(await call.answer(lambda unit: reset_use(ResetUse(profile), unit), _told))


@router.get("/devices/{device_id}/fit", dependencies=[SEE])
async def get_fit(request: Request, device_id: UUID, person: SignedIn) -> DeviceFitView:
    """How one device fits each use, and why."""
    async with running_service(request).units.open(person.organisation) as unit:
        return fit_view(await get_device(unit, device_id))


@router.post("/devices/{device_id}/meant-for", response_model=DeviceFitView, dependencies=[PREPARE])
async def post_meant_for(device_id: UUID, body: MeantForBody, call: ApiCall) -> Response:
    """Say what a device is meant for: the software of these uses has to be on it."""
    command = MeanDeviceFor(device_id, body.profiles)
    return as_json(await call.answer(lambda unit: mean_device_for(command, unit), _fit_told))


@router.post("/devices/{device_id}/keep-longer", response_model=DeviceFitView, dependencies=[PREPARE])
async def post_keep_longer(device_id: UUID, call: ApiCall) -> Response:
    """The family will come for it: all the days begin anew."""
    return as_json(await call.answer(lambda unit: keep_longer(KeepLonger(device_id), unit), _fit_told))


def fit_view(device: Device) -> DeviceFitView:
    """What the API says about how a device fits."""
    return DeviceFitView(
        device_id=device.id,
        fits={profile: FitView(score=fit.score, why=list(fit.why)) for profile, fit in device.fits.items()},
        meant_for=list(device.meant_for),
        software=[SoftwareView(name=one.name, licence=one.licence) for one in software_for(device.uses, device.meant_for)],
        kept_until=device.kept_until,
    )


def _fit_told(device: Device) -> Answer:
    return Answer(200, f"/inventory/api/devices/{device.id}/fit", fit_view(device).model_dump(mode="json"))


def _view(use: Use) -> UseView:
    return UseView(
        minimum=LevelView.model_validate(use.wishes.minimum, from_attributes=True),
        comfortable=LevelView.model_validate(use.wishes.comfortable, from_attributes=True),
        software=[SoftwareView(name=one.name, licence=one.licence) for one in use.software],
    )


def _told(use: Use) -> Answer:
    return Answer(200, "/inventory/api/uses", _view(use).model_dump(mode="json"))
