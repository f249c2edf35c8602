"""Lots: machines that came together, and the serial numbers that were scanned for them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.inventory.commands.open_lot import OpenLot, open_lot
from services.inventory.commands.scan_serial import Scanned, ScanSerial, scan_serial
from services.inventory.domain.lot import MOST_EXPECTED, DataAgreement, DonorKind, Lot
from services.inventory.queries import lots as queries
from services.inventory.queries.devices import PAGE
from shared.bus.answers import Answer
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["lots"])


class LotBody(BaseModel):
    """Who gives, when, from where, what was agreed about the data, how many were promised."""

    kind: DonorKind
    donor: Annotated[str, Field(max_length=200, description="Name of the organisation; empty for a private person.")] = ""
    received_on: date
    source: Annotated[str, Field(max_length=200)] = ""
    agreement: DataAgreement
    expected: Annotated[int | None, Field(ge=1, le=MOST_EXPECTED)] = None


class LotView(BaseModel):
    """A lot. `came` counts its devices and the numbers that wait; `waiting` only those."""

    id: UUID
    kind: DonorKind
    donor: str | None
    received_on: date
    source: str
    agreement: DataAgreement
    expected: int | None
    came: int
    waiting: int


class LotList(BaseModel):
    """A page of lots, the newest first; `next` is the address of the following page, if there may be one."""

    lots: list[LotView]
    next: str | None


class ScanBody(BaseModel):
    """What a scanner read."""

    serial: Annotated[str, Field(max_length=200)]


class ScanView(BaseModel):
    """What came of it: the number waits, since now (`is_new`) or since before; or its device is here."""

    serial_id: UUID | None
    serial: str | None
    is_new: bool
    device_id: UUID | None
    device_code: str | None


@router.post("/lots", status_code=201, response_model=LotView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_lot(body: LotBody, call: ApiCall) -> Response:
    """Begin a lot."""
    command = OpenLot(body.kind, body.donor, body.received_on, body.source, body.agreement, body.expected)
    return as_json(
        await call.answer(
            lambda unit: open_lot(command, unit),
            lambda lot: Answer(201, f"/inventory/api/lots/{lot.id}", _view(lot, 0, 0).model_dump(mode="json")),
        )
    )


@router.get("/lots", dependencies=[may(Permission.SEE_DEVICES)])
async def get_lots(request: Request, person: SignedIn, before: UUID | None = None) -> LotList:
    """Lots, newest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_lots(unit, before=before)
    following = f"/inventory/api/lots?before={found[-1].lot.id}" if len(found) == PAGE else None
    return LotList(lots=[_view(one.lot, one.came, one.waiting) for one in found], next=following)


@router.get("/lots/{lot_id}", dependencies=[may(Permission.SEE_DEVICES)])
async def get_lot(request: Request, lot_id: UUID, person: SignedIn) -> LotView:
    """One lot."""
    async with running_service(request).units.open(person.organisation) as unit:
        line = await queries.get_lot(unit, lot_id)
    return _view(line.lot, line.came, line.waiting)


@router.post("/lots/{lot_id}/scans", response_model=ScanView, dependencies=[may(Permission.PREPARE_DEVICES)])
async def post_scan(lot_id: UUID, body: ScanBody, call: ApiCall) -> Response:
    """Note a serial number that was scanned. Scanning it again changes nothing."""
    command = ScanSerial(lot_id, body.serial)
    return as_json(
        await call.answer(
            lambda unit: scan_serial(command, unit), lambda done: Answer(200, None, _scan_view(done).model_dump(mode="json"))
        )
    )


def _view(lot: Lot, came: int, waiting: int) -> LotView:
    return LotView(
        id=lot.id,
        kind=lot.donor.kind,
        donor=lot.donor.name,
        received_on=lot.received_on,
        source=lot.source,
        agreement=lot.agreement,
        expected=lot.expected,
        came=came,
        waiting=waiting,
    )


def _scan_view(done: Scanned) -> ScanView:
    return ScanView(
        serial_id=done.waiting.id if done.waiting else None,
        serial=done.waiting.serial if done.waiting else None,
        is_new=done.is_new,
        device_id=done.known.device_id if done.known else None,
        device_code=done.known.code if done.known else None,
    )
