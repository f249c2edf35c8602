"""Stickers as PDF: for one machine, for some, or for a tab of the list."""

import asyncio
from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from services.inventory.documents.stickers import make_sticker, make_stickers
from services.inventory.domain.refusals import NoPublicAddress, NoStickers, TooManyStickers
from services.inventory.queries import devices as queries
from services.inventory.web.pages import states_of
from shared.domain import NotFound
from shared.identity.permissions import Permission
from shared.web.call import SignedIn, may, running_service

router = APIRouter(prefix="/inventory", include_in_schema=False)

MOST_STICKERS = 1000
"""Drawing that many takes a few seconds."""


@router.get("/devices/{device_id}/sticker.pdf", dependencies=[may(Permission.PREPARE_DEVICES)])
async def one_sticker(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """The sticker of one machine, for a label printer."""
    address = _public_address(request)
    async with running_service(request).units.open(person.organisation) as unit:
        codes = await queries.codes_of(unit, [device_id])
        help_line = await queries.help_line(unit)
    if device_id not in codes:
        raise NotFound()
    code = codes[device_id]
    return _pdf(await asyncio.to_thread(make_sticker, address, code, help_line), f"sticker-{code}.pdf")


@router.get("/stickers.pdf", dependencies=[may(Permission.PREPARE_DEVICES)])
async def many_stickers(
    request: Request, person: SignedIn, ids: Annotated[str, Query(max_length=40_000)] = "", status: str = ""
) -> Response:
    """Sheets of stickers (A4, Avery L7160): of the machines in `ids`, with commas between them and in that order, or of all
    that a tab of the list or a state shows, the newest first."""
    address = _public_address(request)
    wanted, states = _read_ids(ids), states_of(status)
    if len(wanted) > MOST_STICKERS:
        raise TooManyStickers(most=MOST_STICKERS)
    async with running_service(request).units.open(person.organisation) as unit:
        if wanted:
            known = await queries.codes_of(unit, wanted)
            codes = [known[one] for one in wanted if one in known]
        elif states:
            codes = [line.code for line in await queries.list_devices(unit, states=states, most=MOST_STICKERS + 1)]
        else:
            codes = []
        help_line = await queries.help_line(unit)
    if not codes:
        raise NoStickers()
    if len(codes) > MOST_STICKERS:
        raise TooManyStickers(most=MOST_STICKERS)
    return _pdf(await asyncio.to_thread(make_stickers, address, codes, help_line), "stickers.pdf")


def _public_address(request: Request) -> str:
    """Where telephones reach us. A sticker stays for years, so it never shows an address that only works on this computer."""
    settings = running_service(request).settings
    if not settings.public_url:
        raise NoPublicAddress()
    return settings.base_url


def _read_ids(ids: str) -> Sequence[UUID]:
    try:
        return list(dict.fromkeys(UUID(one.strip()) for one in ids.split(",") if one.strip()))
    except ValueError:
        raise NoStickers() from None


def _pdf(content: bytes, name: str) -> Response:
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)
