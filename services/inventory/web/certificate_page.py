"""The wipe certificate for a donor: choose of which machines and in which language, and the PDF itself."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.documents.wipe_certificate import Certifier, make_wipe_certificate
from services.inventory.domain.refusals import NothingToCertify, TooManyToCertify
from services.inventory.queries import devices as device_queries
from services.inventory.queries.certificate import Certifiable, certifiable
from services.inventory.queries.donors import device_ids_of, get_donor, lot_ids_of
from services.inventory.queries.lots import get_lot
from shared.bus.unit import Unit
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.runtime.faces import face_of
from shared.runtime.running import RunningService
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import logo_address, page

router = APIRouter(prefix="/inventory", include_in_schema=False)
SEE = may(Permission.SEE_DEVICES)

MOST = 1000
"""Drives on one certificate: some seconds of drawing. Also the most machines that are looked at for one."""
LANGUAGES = {"nl": _("In het Nederlands"), "fr": _("In het Frans"), "en": _("In het Engels")}


@router.get("/wipe-certificate", dependencies=[SEE])
async def choose(request: Request, person: SignedIn, before: UUID | None = None) -> Response:
    """Of what the certificate is: of the machines in `ids` and the drives in `drives`, or of all machines of a `lot` or a `donor`;
    without any, machines to choose from."""
    drive_ids, whole = _read(request, "drives"), _whole(request)
    chosen = bool(whole or drive_ids or _read(request, "ids"))
    async with running_service(request).units.open(person.organisation) as unit:
        device_ids = await _machines(unit, request)
        found = await certifiable(unit, device_ids, drive_ids) if chosen else None
        lines = [] if chosen else await device_queries.list_devices(unit, before=before, with_drives=True)
    context = {
        "chosen": chosen,
        "found": found,
        "ids": "" if whole else ",".join(map(str, device_ids)),
        "whole": whole,
        "back": {"lot": "/inventory/lots/", "donor": "/inventory/donors/"}[whole[0]] + str(whole[1]) if whole else None,
        "drives": ",".join(map(str, drive_ids)),
        "lines": lines,
        "following": f"/inventory/wipe-certificate?before={lines[-1].id}" if len(lines) == device_queries.PAGE else None,
        "first": before is None,
        "languages": [(code, words, "") for code, words in LANGUAGES.items()],
    }
    return page(request, "inventory/certificate.html", context)


@router.get("/wipe-certificate.pdf", dependencies=[SEE])
async def certificate(request: Request, person: SignedIn, language: str = "nl") -> Response:
    """The certificate of all drives that came with the machines in `ids`, and of the drives in `drives`, ids with commas between
    them or each by itself; or with all machines of a `lot` or a `donor`."""
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        device_ids = await _machines(unit, request)
    return await pdf_of(running, person.organisation, device_ids, _read(request, "drives"), language)


async def pdf_of(
    running: RunningService, organisation: UUID, device_ids: Sequence[UUID], drive_ids: Sequence[UUID], language: str
) -> Response:
    """The certificate of these machines and drives. Raises `NothingToCertify`, `TooManyToCertify`."""
    async with running.units.open(organisation) as unit:
        found, face, today = await _found(unit, device_ids, drive_ids), await face_of(unit), unit.today()
    logo = None
    if face.logo is not None:
        logo = await running.colleagues.picture("portal", logo_address(organisation, face.logo))
    made = await asyncio.to_thread(
        make_wipe_certificate,
        found,
        Certifier(face.title, logo),
        today,
        running.units.zone,
        language if language in LANGUAGES else "nl",
    )
    headers = {"content-disposition": 'inline; filename="wisbewijs.pdf"', "cache-control": "no-store"}
    return Response(made, media_type="application/pdf", headers=headers)


async def _machines(unit: Unit, request: Request) -> Sequence[UUID]:
    """The machines that an address asks for. Raises `NotFound` for a lot or donor that is not here, and `TooManyToCertify`."""
    whole = _whole(request)
    if whole is None:
        device_ids: Sequence[UUID] = _read(request, "ids")
    elif whole[0] == "lot":
        device_ids = await device_ids_of(unit, [(await get_lot(unit, whole[1])).lot.id], MOST)
    else:
        device_ids = await device_ids_of(unit, await lot_ids_of(unit, (await get_donor(unit, whole[1])).id), MOST)
    if len(device_ids) > MOST:
        raise TooManyToCertify(most=MOST)
    return device_ids


def _whole(request: Request) -> tuple[str, UUID] | None:
    """The lot or the donor of which an address asks everything."""
    for name in ("lot", "donor"):
        for one in _read(request, name)[:1]:
            return name, one
    return None


async def _found(unit: Unit, device_ids: Sequence[UUID], drive_ids: Sequence[UUID]) -> Certifiable:
    found = await certifiable(unit, device_ids, drive_ids)
    if not found.proven:
        raise NothingToCertify()
    if len(found.proven) > MOST:
        raise TooManyToCertify(most=MOST)
    return found


def _read(request: Request, name: str) -> list[UUID]:
    """Ids with commas between them or each by itself; what is no id is left out."""
    found = dict[UUID, None]()
    for one in ",".join(request.query_params.getlist(name))[:40_000].split(","):
        try:
            found[UUID(one.strip())] = None
        except ValueError:
            continue
    return list(found)
