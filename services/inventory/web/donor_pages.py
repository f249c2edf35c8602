"""The pages of donors for staff: who gave, all their lots, what became of it, and the link with which they see that themselves."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.donor_link import (
    MakeDonorLink,
    OfDonor,
    choose_for_donor,
    end_donor_link,
    make_donor_link,
)
from services.inventory.domain.donor_link import DonorLink, link_codes
from services.inventory.queries import donors as queries
from services.inventory.queries import lots as lot_queries
from services.inventory.queries.donors import PAGE
from services.inventory.web.became_texts import became_lines
from services.inventory.web.given_page import seen_by_donor
from services.inventory.web.given_texts import LANGUAGES, letter
from services.inventory.web.intake_texts import A_PERSON, DONOR
from services.inventory.web.texts import LOOK
from shared.bus.answers import Answer
from shared.documents.qr import qr_svg
from shared.identity.permissions import Permission
from shared.language.translate import language
from shared.runtime.clock import new_id
from shared.runtime.faces import face_of
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory/donors", include_in_schema=False)

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
WORDS = {"DONOR": DONOR, "A_PERSON": A_PERSON, "LOOK": LOOK}


@router.get("", dependencies=[SEE])
async def list_donors(request: Request, person: SignedIn, after: UUID | None = None, name: str = "") -> Response:
    """Organisations that gave something, by alphabet; `after` and `name` tell the last one of the page before."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_donors(unit, after=(name.replace("\x00", ""), after) if after else None)
        persons = await queries.lots_of_persons(unit) if len(found) < PAGE else 0
    following = None
    if len(found) == PAGE:
        last = found[-1].donor
        following = f"/inventory/donors?after={last.id}&name={quote((last.name or '').lower())}"
    context = {"donors": found, "persons": persons, "following": following, "first": after is None}
    return page(request, "inventory/donors.html", WORDS | context)


@router.get("/{donor_id}", dependencies=[SEE])
async def show_donor(request: Request, donor_id: UUID, person: SignedIn) -> Response:
    """One donor."""
    async with running_service(request).units.open(person.organisation) as unit:
        donor = await queries.get_donor(unit, donor_id)
        became = await queries.became(unit, await queries.lot_ids_of(unit, donor_id))
        link = await unit.donor_links.of(donor_id)
        context: dict[str, Any] = {
            "donor": donor,
            "became": became,
            "lines": became_lines(became),
            "lots": await lot_queries.list_lots(unit, donor_id=donor_id),
            "link": link,
            "works": link is not None and link.works(unit.today()),
            "languages": [(code, words, "") for code, words in LANGUAGES.items()],
            "own_language": language().code if language().code in LANGUAGES else "nl",
        }
    return page(request, "inventory/donor.html", WORDS | context)


@router.get("/{donor_id}/page", dependencies=[SEE])
async def preview(request: Request, donor_id: UUID, person: SignedIn) -> Response:
    """What the donor sees, for staff."""
    async with running_service(request).units.open(person.organisation) as unit:
        context = await seen_by_donor(unit, await queries.get_donor(unit, donor_id))
    return page(request, "inventory/given.html", {**context, "preview": True, "paper": ""})


@router.post("/{donor_id}/link", dependencies=[PREPARE])
async def make_link(request: Request, donor_id: UUID, call: FormCall) -> Response:
    """Make a link, and show it this once. It takes the place of the one that was there."""
    form = await typed(request)
    link_id, codes = new_id(), link_codes(call.running.settings.master_key.derive)
    code_hash = codes.digest(codes.make(link_id.bytes))
    assert code_hash is not None
    command = MakeDonorLink(link_id, donor_id, code_hash, form.get("certificate") == "yes", call.person.id)
    # Only the link's id is remembered: its code follows from that.
    answer = await call.answer(
        lambda unit: make_donor_link(command, unit), lambda link: Answer(201, _address(donor_id), {"link_id": str(link.id)})
    )
    return await _link_page(request, call, donor_id, UUID(answer.body["link_id"]), form.get("language", ""))


@router.get("/{donor_id}/link", dependencies=[PREPARE])
async def no_link(donor_id: UUID, person: SignedIn) -> Response:
    """Back to the donor: a link is shown once."""
    return as_redirect(Answer(303, _address(donor_id)))


@router.post("/{donor_id}/link/certificate", dependencies=[PREPARE])
async def choose_certificate(request: Request, donor_id: UUID, call: FormCall) -> Response:
    """Whether the wipe certificate may be fetched with the link."""
    command = OfDonor(donor_id, (await typed(request)).get("certificate") == "yes")
    return as_redirect(await call.answer(lambda unit: choose_for_donor(command, unit), lambda _link: _to_donor(donor_id)))


@router.post("/{donor_id}/link/end", dependencies=[PREPARE])
async def end_link(request: Request, donor_id: UUID, call: FormCall) -> Response:
    """The link works no more."""
    command = OfDonor(donor_id)
    return as_redirect(await call.answer(lambda unit: end_donor_link(command, unit), lambda _link: _to_donor(donor_id)))


async def _link_page(request: Request, call: Call, donor_id: UUID, link_id: UUID, spoken: str) -> Response:
    settings = call.running.settings
    async with call.running.units.open(call.organisation) as unit:
        donor = await queries.get_donor(unit, donor_id)
        link: DonorLink | None = await unit.donor_links.of(donor_id)
        title = (await face_of(unit)).title or "Digibank"
    if link is None or link.id != link_id:  # the same form again, after a newer link or the end of this one
        return as_redirect(_to_donor(donor_id))
    address = f"{settings.base_url}/given/{link_codes(settings.master_key.derive).make(link.id.bytes)}"
    context = {
        "donor": donor,
        "A_PERSON": A_PERSON,
        "letter": letter(title, address, link.until, spoken if spoken in LANGUAGES else "nl", scanned=settings.phones_reach_us),
        "address": address,
        "qr": qr_svg(address) if settings.phones_reach_us else "",
    }
    return page(request, "inventory/donor_link.html", context)


def _address(donor_id: UUID) -> str:
    return f"/inventory/donors/{donor_id}"


def _to_donor(donor_id: UUID) -> Answer:
    return Answer(303, f"{_address(donor_id)}#link")
