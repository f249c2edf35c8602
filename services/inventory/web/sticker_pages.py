"""Stickers: choose of which machines, on what and from where, look at them, and take them as PDF."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from services.inventory.commands.change_sticker_settings import ChangeStickerSettings, change_sticker_settings
from services.inventory.documents.sticker_design import StickerWords
from services.inventory.documents.sticker_picture import sticker_svg
from services.inventory.documents.stickers import make_stickers, make_test_page
from services.inventory.domain.device_filter import read_filter
from services.inventory.domain.label_papers import PAPERS, LabelPaper
from services.inventory.domain.refusals import NoPublicAddress, NoStickers, TooManyStickers
from services.inventory.domain.sticker_settings import FURTHEST, SECOND_LANGUAGES, StickerSettings
from services.inventory.queries import devices as queries
from services.inventory.queries.stickers import settings_here
from services.inventory.web.sticker_choice import StickerChoice, codes_of, read_choice
from services.inventory.web.texts import TAB
from shared.bus.answers import Answer
from shared.bus.unit import Unit
from shared.domain import NotFound
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.languages import languages
from shared.language.translate import _
from shared.runtime.faces import face_of
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
MOST_STICKERS = 1000
"""Drawing that many takes a few seconds."""
PIECE = 64 * 1024
EXAMPLE = "KX4-72M"


@router.get("/devices/{device_id}/sticker.pdf", dependencies=[PREPARE])
async def one_sticker(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """The sticker of one machine, for a label printer: each on a page of its own size."""
    address = _public_address(request)
    async with running_service(request).units.open(person.organisation) as unit:
        codes = await queries.codes_of(unit, [device_id])
        settings = await settings_here(unit)
        words = await _words(unit, settings)
    if device_id not in codes:
        raise NotFound()
    code = codes[device_id]
    content = await asyncio.to_thread(make_stickers, address, [code], words, settings.label_paper.as_roll())
    return _pdf(content, f"sticker-{code}.pdf")


@router.get("/stickers.pdf", dependencies=[PREPARE])
async def many_stickers(request: Request, person: SignedIn) -> Response:
    """Stickers of the machines that were chosen, as `read_choice` reads them; back to choosing when that cannot be."""
    address = _public_address(request)
    settings, words, choice, codes = await _chosen(request, person)
    if choice.problems:
        return RedirectResponse(f"/inventory/stickers?{request.url.query}", status_code=303)
    _must_be_some(choice, codes)
    offset = (settings.offset_x / 10, settings.offset_y / 10)
    content = await asyncio.to_thread(
        make_stickers, address, codes, words, choice.paper, copies=choice.copies, skipped=choice.start - 1, offset=offset
    )
    return _pdf(content, "stickers.pdf")


@router.get("/stickers", dependencies=[PREPARE])
async def choose_stickers(request: Request, person: SignedIn) -> Response:
    """Choose, and see what comes out."""
    return await _page(request, person)


@router.post("/stickers/settings", dependencies=[PREPARE])
async def change_settings(request: Request, call: FormCall) -> Response:
    """Remember on what the organisation prints, how far its printer is off, and what stands on its stickers."""
    form = await typed(request)
    settings, problems = _read_settings(form)
    if problems:
        return await _page(request, call.person, form, problems, 422)
    command = ChangeStickerSettings(settings)
    done = await call.answer(lambda unit: change_sticker_settings(command, unit), lambda _done: Answer(303, _back_to(form)))
    return as_redirect(done)


@router.get("/stickers/test.pdf", dependencies=[PREPARE])
async def proof_page(request: Request, person: SignedIn, paper: str = "") -> Response:
    """A page of outlines and rulers, to hold against a sheet: shows how far the printer is off."""
    async with running_service(request).units.open(person.organisation) as unit:
        settings = await settings_here(unit)
    offset = (settings.offset_x / 10, settings.offset_y / 10)
    content = await asyncio.to_thread(make_test_page, PAPERS.get(paper, settings.label_paper), offset)
    return _pdf(content, "proefblad.pdf")


async def _chosen(request: Request, person: Person) -> tuple[StickerSettings, StickerWords, StickerChoice, list[str]]:
    async with running_service(request).units.open(person.organisation) as unit:
        settings = await settings_here(unit)
        choice = read_choice(request.query_params, settings.label_paper)
        codes = await codes_of(unit, choice, MOST_STICKERS, families=person.may(Permission.SEE_HOUSEHOLDS))
        return settings, await _words(unit, settings), choice, codes


async def _words(unit: Unit, settings: StickerSettings) -> StickerWords:
    face = await face_of(unit)
    return StickerWords(face.help_line, settings.language, face.title if settings.shows_name and face.title else None)


async def _page(
    request: Request,
    person: Person,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    address = _public_address(request)
    settings, words, choice, codes = await _chosen(request, person)
    asked = choice.is_asked
    if asked and not choice.problems and codes:
        _must_be_some(choice, codes)
    wrong = [*choice.problems, *problems]
    if asked and not codes:
        wrong.insert(
            0, FormProblem(_("Geen toestellen voor deze stickers"), _("Kies een andere groep, of typ de codes."), "status")
        )
    picture = await asyncio.to_thread(sticker_svg, address, codes[0] if codes else EXAMPLE, words, choice.paper)
    context = {
        "choice": choice,
        "narrowed": [pair for pair in choice.asked.pairs() if pair[0] not in ("status", "order")],
        "codes": codes,
        "total": len(codes) * choice.copies,
        "sheets": -(-(choice.start - 1 + len(codes) * choice.copies) // choice.paper.places),
        "places": _places(choice, codes),
        "picture": picture,
        "papers": [(paper.key, _paper_words(paper)) for paper in PAPERS.values()],
        "groups": [(key, str(words)) for key, words in TAB.items() if key not in ("", "retired")],
        "settings": settings,
        "form": form or {},
        "can_name": [("yes", _("Zet onze naam op de sticker"), _("Meestal niet: een sticker zegt waarvoor hij dient."))],
        "second": [("", _("Alleen Nederlands")), *((code, languages()[code].own_name) for code in SECOND_LANGUAGES)],
        "problems": wrong,
        "wrong": {problem.field: problem for problem in wrong},
    }
    return page(request, "inventory/stickers.html", context, status=422 if choice.problems and status == 200 else status)


def _places(choice: StickerChoice, codes: Sequence[str]) -> list[tuple[int, str]]:
    """The first sheet as it will be: the number of each place, and which code comes there; empty for a roll."""
    if choice.paper.is_roll:
        return []
    placed = [code for code in codes[: choice.paper.places] for _copy in range(choice.copies)]
    return [
        (place, placed[place - choice.start] if 0 <= place - choice.start < len(placed) else "")
        for place in range(1, choice.paper.places + 1)
    ]


def _paper_words(paper: LabelPaper) -> str:
    """What the box says, short enough for a phone."""
    size = f"{paper.width:g} × {paper.height:g} mm".replace(".", ",")
    facts = {"name": paper.name, "size": size, "places": paper.places}
    if paper.is_roll:
        return _("Rol {size}").format(**facts)
    if paper.is_durable:
        return _("{name}: {places}, stevig plastic").format(**facts)
    return _("{name}: {places} stickers").format(**facts)


def _read_settings(form: Mapping[str, str]) -> tuple[StickerSettings, list[FormProblem]]:
    problems, offsets = [], []
    for field in ("offset_x", "offset_y"):
        tenths = _tenths(form.get(field, ""))
        if tenths is None or abs(tenths) > FURTHEST:
            problems.append(FormProblem(_("Typ hoeveel millimeter: van -10 tot 10"), field=field))
        offsets.append(tenths or 0)
    if form.get("paper", "") not in PAPERS:
        problems.append(FormProblem(_("Kies het papier"), field="own_paper"))
    language = form.get("language", "")
    if language and language not in SECOND_LANGUAGES:
        problems.append(FormProblem(_("Kies een taal"), field="language"))
    shows_name = form.get("shows_name") == "yes"
    return StickerSettings(form.get("paper", ""), offsets[0], offsets[1], language or None, shows_name), problems


def _tenths(said: str) -> int | None:
    """Millimetres as tenths: `1,5` is 15, nothing is 0; None for what is no number with at most one decimal."""
    bare = said.strip().replace(",", ".").replace("\u2212", "-").removesuffix("mm").strip()
    whole, _point, decimal = bare.lstrip("+-").partition(".")
    if not bare:
        return 0
    if not (bare.isascii() and whole.isdigit() and len(whole) <= 3 and len(decimal) <= 1 and (decimal.isdigit() or not decimal)):
        return None
    tenths = int(whole) * 10 + int(decimal or 0)
    return -tenths if bare.startswith("-") else tenths


def _back_to(form: Mapping[str, str]) -> str:
    """The page with the same machines; the paper is the one that was just chosen."""
    choice = StickerChoice(form.get("ids", ""), form.get("codes", ""), PAPERS[form["paper"]], read_filter(form))
    return choice.address("/inventory/stickers")


def _must_be_some(choice: StickerChoice, codes: Sequence[str]) -> None:
    if not codes:
        raise NoStickers()
    if len(codes) * choice.copies > MOST_STICKERS:
        raise TooManyStickers(most=MOST_STICKERS)


def _public_address(request: Request) -> str:
    """Where telephones reach us. A sticker stays for years, so it never shows an address that only works on this computer."""
    settings = running_service(request).settings
    if not settings.public_url:
        raise NoPublicAddress()
    return settings.base_url


def _pdf(content: bytes, name: str) -> Response:
    """In pieces: nobody waits while a large one is written to a slow telephone."""
    headers = {
        "content-disposition": f'inline; filename="{name}"',
        "cache-control": "no-store",
        "content-length": str(len(content)),
    }

    async def pieces() -> AsyncIterator[bytes]:
        for begin in range(0, len(content), PIECE):
            yield content[begin : begin + PIECE]

    return StreamingResponse(pieces(), media_type="application/pdf", headers=headers)
