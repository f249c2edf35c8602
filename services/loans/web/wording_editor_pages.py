"""Where a coordinator writes an own text of the agreement: block by block, measured while typing, and published."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.edit_wording import Change, DropDraft, EditWording, draft_to_edit, drop_draft, edit_wording
from services.loans.commands.publish_wording import PublishWording, lowest_score, publish_wording
from services.loans.documents.agreement_example import EXAMPLE
from services.loans.documents.agreement_pdf import agreement_pdf, paper_pages
from services.loans.documents.agreement_text import example_text
from services.loans.domain.agreement import AgreementText
from services.loans.domain.household import Language, Level
from services.loans.domain.refusals import TextNotReadable
from services.loans.domain.wording import (
    LONGEST_BLOCK,
    LONGEST_HEADING,
    LONGEST_TITLE,
    MOST_BLOCKS,
    PICTURES,
    SAID_AS,
    Draft,
    Published,
    Typed,
    cleaned,
    to_words,
)
from services.loans.domain.wording_check import Measured, measured
from services.loans.web.texts import LANGUAGE, LEVEL, REFUSALS
from services.loans.web.wording_texts import PLACE, fault_told, problems_of
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import capital
from shared.language.languages import languages
from shared.pictograms.index import PICTOGRAMS
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/texts/{level}/{language}", include_in_schema=False)
LIST = "/loans/texts"
PARTS = ("heading", "text", "picture")


@dataclass(frozen=True, slots=True)
class OnPage:
    """A text as the page shows it: what was saved, or what somebody just typed over it."""

    draft: Draft
    dutch: Published | None
    found: Measured
    ends_on: date | None = None


@router.get("", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def edit(request: Request, level: Level, language: Language, person: SignedIn) -> Response:
    """What was saved last, with how it reads."""
    return await _editor(request, person.organisation, level, language)


@router.post("", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def save(request: Request, level: Level, language: Language, call: FormCall) -> Response:
    """Save what was typed, move or hide a block, or publish: what the button that was pressed says."""
    form = await typed(request)
    does, _, key = form.get("do", "").partition(":")
    mine, revision, by = _typed(form), _revision(form), call.person.id
    here = f"{LIST}/{level.value}/{language.value}"
    try:
        if does == "publish":
            publish = PublishWording(level, language, by, revision, mine)
            return as_redirect(await call.answer(lambda unit: publish_wording(publish, unit), _to_version))
        change = Change(does) if does in list(Change) else None
        command = EditWording(level, language, by, mine, revision, change, key)
        return as_redirect(
            await call.answer(lambda unit: edit_wording(command, unit), lambda draft: _back(here, draft, change, key))
        )
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=str(refusal.facts.get("at", "")))
        not_readable = isinstance(refusal, TextNotReadable)
        return await _editor(request, call.organisation, level, language, mine, [problem], status, all_problems=not_readable)


@router.post("/measure", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def measure(request: Request, level: Level, language: Language, call: FormCall) -> Response:
    """How what is typed now reads; nothing is kept of it."""
    shown, problems = await _shown(request, call.organisation, level, language, _typed(await typed(request)))
    return page(request, "loans/wording_measure.html", _context(shown, problems))


@router.post("/again", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def begin_again(level: Level, language: Language, call: FormCall) -> Response:
    """Work that is not published goes; the page asked for it once."""
    command = DropDraft(level, language)
    told = Answer(303, f"{LIST}/{level.value}/{language.value}")
    return as_redirect(await call.answer(lambda unit: drop_draft(command, unit), lambda _: told))


@router.get("/example.pdf", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def example(request: Request, level: Level, language: Language, person: SignedIn) -> Response:
    """What was saved, on paper, for a family that does not exist."""
    shown, _ = await _shown(request, person.organisation, level, language, None)
    pdf = await asyncio.to_thread(lambda: agreement_pdf(_as_agreement(shown), None, EXAMPLE.organisation))
    headers = {"content-disposition": 'inline; filename="voorbeeld.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


def _typed(form: Mapping[str, str]) -> Typed:
    keys = [name.removeprefix("text-") for name in form if name.startswith("text-")]
    return Typed(form.get("title", ""), {key: _block(form, key) for key in keys})


def _block(form: Mapping[str, str], key: str) -> tuple[str, str, str]:
    heading, text, picture = (form.get(f"{part}-{key}", "") for part in PARTS)
    return heading, text, picture


def _revision(form: Mapping[str, str]) -> int:
    sent = form.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _to_version(published: Published) -> Answer:
    return Answer(303, f"{LIST}/versions/{published.number}")


def _back(here: str, draft: Draft, change: Change | None, key: str) -> Answer:
    """To the block that somebody did something with: on a phone it is far down the page."""
    if change is Change.ADD:
        key = draft.wording.blocks[-1].key
    stays = change is not None and change is not Change.REMOVE
    return Answer(303, f"{here}#block-{key}" if stays else here)


async def _shown(
    request: Request, organisation: UUID, level: Level, language: Language, mine: Typed | None
) -> tuple[OnPage, list[FormProblem]]:
    """The text with what was typed over it, measured. What cannot be kept at all is told, and then the saved one is measured.

    Raises `DutchFirst`.
    """
    problems: list[FormProblem] = []
    async with running_service(request).units.open(organisation) as unit:
        draft, dutch = await draft_to_edit(unit, level, language)
        lowest, ends_on = await lowest_score(unit), await unit.end_day()
    if mine is not None:
        try:
            draft = replace(draft, wording=cleaned(mine, draft.wording))
        except Refused as refusal:
            problems = [refused(refusal, REFUSALS, field=str(refusal.facts.get("at", "")))[1]]
    beside = dutch.wording if dutch else None
    found = await asyncio.to_thread(measured, draft.wording, language, level, lowest, beside)
    return OnPage(draft, dutch, found, ends_on), problems


async def _editor(
    request: Request,
    organisation: UUID,
    level: Level,
    language: Language,
    mine: Typed | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    all_problems: bool = False,
) -> Response:
    try:
        shown, more = await _shown(request, organisation, level, language, mine)
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        context = {"problems": [problem], "level": level, "language": language, "LEVEL": LEVEL, "LANGUAGE": LANGUAGE}
        return page(request, "loans/wording_dutch_first.html", context, status=status)
    pages = await asyncio.to_thread(lambda: paper_pages(_as_agreement(shown)))
    # What was typed and cannot be kept at all still stands in the fields: nobody types it again.
    said = mine if mine is not None and more else None
    found = [*problems, *(one for one in more if one not in problems)]
    if all_problems:
        found += problems_of(shown.found)
    context = _context(shown, found) | {
        "said": said,
        "unkept": more,
        "pages": pages,
        "places": [("{" + SAID_AS[name] + "}", words) for name, words in PLACE.items()],
        "pictures": [(name, capital(PICTOGRAMS[name].alternative)) for name in PICTURES],
        "room_for_more": len(shown.draft.wording.blocks) < MOST_BLOCKS,
        "longest": {"title": LONGEST_TITLE, "heading": LONGEST_HEADING, "text": LONGEST_BLOCK},
        "wrong": {problem.field: problem for problem in found},
    }
    return page(request, "loans/wording_edit.html", context, status=status)


def _context(shown: OnPage, problems: Sequence[FormProblem]) -> dict[str, Any]:
    found = shown.found
    faults: dict[str, list[FormProblem]] = {}
    for fault in found.faults:
        faults.setdefault(fault.block, []).append(fault_told(fault))
    return {
        "draft": shown.draft,
        "dutch": shown.dutch,
        "dutch_blocks": {block.key: block for block in shown.dutch.wording.blocks} if shown.dutch else {},
        "level": shown.draft.level,
        "language": shown.draft.language,
        "spoken": languages()[shown.draft.language.value],
        "found": found,
        "faults": faults,
        "unkept": problems,
        "problems": problems,
        "address": f"{LIST}/{shown.draft.level.value}/{shown.draft.language.value}",
        "areas": ",".join(f"#measured-{key}" for key in ("title", *(block.key for block in shown.draft.wording.shown))),
        "to_words": to_words,
        "LEVEL": LEVEL,
        "LANGUAGE": LANGUAGE,
    }


def _as_agreement(shown: OnPage) -> AgreementText:
    """The text for a family that does not exist; where nothing is written yet, stand three dots."""
    draft = shown.draft
    blocks = tuple(replace(block, heading=block.heading or "…", text=block.text or "…") for block in draft.wording.shown)
    wording = replace(draft.wording, title=draft.wording.title or "…", blocks=blocks)
    return example_text(
        replace(EXAMPLE, ends_on=shown.ends_on), wording, level=draft.level, language=draft.language, dutch=shown.dutch
    )
