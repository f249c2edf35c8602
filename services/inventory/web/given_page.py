"""The page of a donor: what became of what it gave. For anybody with its link, without a sign-in; it says nothing of any family."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from services.inventory.domain.became import Told, told
from services.inventory.domain.donor_link import DonorLink, link_codes
from services.inventory.domain.lot import Donor
from services.inventory.domain.refusals import NothingToCertify, TooManyToCertify
from services.inventory.queries import donors as queries
from services.inventory.queries.lots import list_lots
from services.inventory.store.donor_links import find_donor
from services.inventory.store.unit import InventoryUnit
from services.inventory.web.certificate_page import MOST, pdf_of
from services.inventory.web.given_texts import TOO_MANY, figures, wiping
from shared.language.translate import language
from shared.runtime.running import RunningService
from shared.web.call import open_to_all, running_service
from shared.web.pages import page, show_house
from shared.web.rate_limit import RateLimit

router = APIRouter(prefix="/given", include_in_schema=False)

WITH_A_LINK = open_to_all("whoever has a donor's link sees its numbers, and nothing of anybody")
LOOKS = RateLimit(60, 60)
"""Per address. Guessing codes of 100 bits at this pace finds nothing."""
PAPERS = RateLimit(6, 600)
"""Per address: making a certificate takes a second or more."""
NEWEST = 20
"""Lots on the page."""
UNSEEN = {"x-robots-tag": "noindex, nofollow", "cache-control": "no-store"}
"""No search machine keeps it, and no computer on the way."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that works: whose it is."""

    organisation: UUID
    link: DonorLink


@router.get("/{code}", dependencies=[WITH_A_LINK])
async def given(request: Request, code: str) -> Response:
    """What became of it. A link that does not work has one page, whatever is the matter with it."""
    _not_too_often(LOOKS, request)
    opened = await _open(request, code)
    if opened is None:
        return _no_link(request)
    async with running_service(request).units.open(opened.organisation) as unit:
        context = await seen_by_donor(unit, await queries.get_donor(unit, opened.link.donor_id))
    offers = opened.link.with_certificate and context["can_certify"]
    paper = f"/given/{code}/certificate.pdf" if offers else ""
    return _unseen(page(request, "inventory/given.html", context | {"paper": paper, "home": request.url.path}))


@router.get("/{code}/certificate.pdf", dependencies=[WITH_A_LINK])
async def certificate(request: Request, code: str) -> Response:
    """The wipe certificate of all of it, when staff chose so; in the language of the page."""
    _not_too_often(PAPERS, request)
    opened = await _open(request, code)
    if opened is None or not opened.link.with_certificate:
        return _no_link(request)
    running = running_service(request)
    async with running.units.open(opened.organisation) as unit:
        lots = await queries.lot_ids_of(unit, opened.link.donor_id)
        if not can_certify(told(await queries.became(unit, lots))):
            raise NothingToCertify()
        devices = await queries.device_ids_of(unit, lots, MOST)
    if len(devices) > MOST:
        raise TooManyToCertify(most=MOST)
    return _unseen(await pdf_of(running, opened.organisation, devices, (), language().code))


async def seen_by_donor(unit: InventoryUnit, donor: Donor) -> dict[str, Any]:
    """What the page shows of all that a donor gave."""
    lots = await queries.lot_ids_of(unit, donor.id)
    became = await queries.became(unit, lots)
    seen = told(became)
    return {
        "donor": donor,
        "figures": figures(became) if became.came else [],
        "wiping": wiping(seen),
        "all_wiped": seen.all_wiped,
        "can_certify": can_certify(seen) and became.machines <= MOST,
        "lots": await list_lots(unit, donor_id=donor.id, most=NEWEST),
        "more_lots": max(0, len(lots) - NEWEST),
        "today": unit.today(),
    }


def can_certify(seen: Told) -> bool:
    """Whether a donor may have the certificate now: it names each wiped machine, so it says how many those are."""
    return bool(seen.wiped)


async def _open(request: Request, code: str) -> Opened | None:
    """Whose link this is, when it works."""
    running: RunningService = running_service(request)
    digest = link_codes(running.settings.master_key.derive).digest(code)
    found = await find_donor(running.database, digest) if digest else None
    if found is None:
        return None
    organisation, donor_id = found
    async with running.units.open(organisation) as unit:
        link = await unit.donor_links.of(donor_id)
        if link is None or not link.works(unit.today()):
            return None
    await show_house(request, organisation)
    return Opened(organisation, link)


def _not_too_often(limit: RateLimit, request: Request) -> None:
    """Raises 429."""
    if not limit.allows(request.client.host if request.client else ""):
        raise HTTPException(429, TOO_MANY, headers={"retry-after": "60"})


def _no_link(request: Request) -> Response:
    return _unseen(page(request, "inventory/given_gone.html", {"home": request.url.path}, status=404))


def _unseen(answer: Response) -> Response:
    answer.headers.update(UNSEEN)
    return answer
