"""All facts of a device, put right by a program; and out at a partner."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.inventory.commands.correct_device import CorrectDevice, correct_device
from services.inventory.commands.send_to_partner import SendToPartner, TakeFromPartner, send_to_partner, take_from_partner
from services.inventory.domain.charger import LEAST_TENTHS, LEAST_WATT, MOST_TENTHS, MOST_WATT, Connector
from services.inventory.domain.details import (
    FIRST_YEAR,
    LEAST_SCREEN,
    LONGEST_FACT,
    LONGEST_LABEL,
    LONGEST_SERIAL,
    MOST_LABELS,
    MOST_MEMORY_MB,
    MOST_SCREEN,
    Details,
    Facts,
    Grade,
    KeyboardLayout,
)
from services.inventory.domain.device import Device
from services.inventory.queries import devices as queries
from services.inventory.web.views import DeviceView, told
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Chassis
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["devices"])

WORDS = r"^[^\s\x00-\x1f\x7f]([^\x00-\x1f\x7f]*[^\s\x00-\x1f\x7f])?$"
Fact = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_FACT, pattern=WORDS)]
Kind = Annotated[str, StringConstraints(pattern=f"^({'|'.join(one.value for one in Chassis)})$")]
"""A closed list here: an unknown kind would silently become another one."""


class FactsBody(BaseModel):
    """All facts of a device, as they should be: one that is left out is not known any more."""

    model_config = ConfigDict(extra="forbid")

    chassis: Kind
    maker: Fact
    model: Fact
    serial: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_SERIAL, pattern=WORDS)] | None = None
    processor: Fact | None = None
    memory_mb: Annotated[int, Field(ge=0, le=MOST_MEMORY_MB)] | None = None
    year: Annotated[int, Field(ge=FIRST_YEAR, le=2100)] | None = None
    screen_tenths: Annotated[int, Field(ge=LEAST_SCREEN, le=MOST_SCREEN, description="Tenths of an inch: 156 is 15.6.")] | None = (
        None
    )
    battery_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    battery_on: date | None = None
    keyboard: KeyboardLayout | None = None
    operating_system: Fact | None = None
    updated_on: date | None = None
    warranty_until: date | None = None
    looks: Grade | None = None
    works: Grade | None = None
    place_id: UUID | None = None
    charger_connector: Connector | None = None
    charger_tenths: (
        Annotated[int, Field(ge=LEAST_TENTHS, le=MOST_TENTHS, description="The outside of a round plug in tenths of a millimetre.")]
        | None
    ) = None
    charger_watt: Annotated[int, Field(ge=LEAST_WATT, le=MOST_WATT)] | None = None
    labels: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_LABEL, pattern=WORDS)], ...],
        Field(max_length=MOST_LABELS),
    ] = ()

    def facts(self) -> Facts:
        """The same as the domain knows them."""
        said: dict[str, Any] = self.model_dump(exclude={"chassis", "maker", "model", "serial", "processor", "memory_mb"})
        details = Details(**said)
        return Facts(Chassis(self.chassis), self.maker, self.model, self.serial, self.processor, self.memory_mb, details)


class FactsView(FactsBody):
    """All facts of a device, and at which partner it is."""

    id: UUID
    partner_id: UUID | None
    out_since: date | None


class PartnerBody(BaseModel):
    """A partner of the organisation's short list."""

    partner_id: UUID


@router.get("/devices/{device_id}/facts", dependencies=[may(Permission.SEE_DEVICES)])
async def get_facts(request: Request, device_id: UUID, person: SignedIn) -> FactsView:
    """All that is known of a device."""
    async with running_service(request).units.open(person.organisation) as unit:
        return _view(await queries.get_device(unit, device_id))


@router.post("/devices/{device_id}/facts", response_model=FactsView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_facts(device_id: UUID, body: FactsBody, call: ApiCall) -> Response:
    """Put right what is known of a device. Its code never changes."""
    command = CorrectDevice(device_id, body.facts())
    return as_json(await call.answer(lambda unit: correct_device(command, unit), _told_facts))


@router.post("/devices/{device_id}/partner", response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_partner(device_id: UUID, body: PartnerBody, call: ApiCall) -> Response:
    """It goes to a partner for warranty or repair; it is in repair as long as it is there."""
    command = SendToPartner(device_id, body.partner_id)
    return as_json(await call.answer(lambda unit: send_to_partner(command, unit), told))


@router.post("/devices/{device_id}/partner/back", response_model=DeviceView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_partner_back(device_id: UUID, call: ApiCall) -> Response:
    """The partner gave it back."""
    return as_json(await call.answer(lambda unit: take_from_partner(TakeFromPartner(device_id), unit), told))


def _view(device: Device) -> FactsView:
    facts = device.facts
    said = {name: getattr(facts.details, name) for name in Details.__dataclass_fields__}
    return FactsView(
        id=device.id,
        partner_id=device.partner_id,
        out_since=device.out_since,
        chassis=facts.chassis.value,
        maker=facts.maker,
        model=facts.model,
        serial=facts.serial,
        processor=facts.processor,
        memory_mb=facts.memory_mb,
        **said,
    )


def _told_facts(device: Device) -> Answer:
    return Answer(200, f"/inventory/api/devices/{device.id}/facts", _view(device).model_dump(mode="json"))
