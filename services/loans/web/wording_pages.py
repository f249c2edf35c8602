"""Which text of the agreement families read, which were published, and who read them first."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.choose_wording import ChooseWording, use_default_wording, use_own_wording
from services.loans.commands.note_readers import DropReading, NoteReaders, drop_reading, note_readers
from services.loans.documents.agreement_text import NEWEST
from services.loans.domain.household import Language, Level
from services.loans.domain.wording import LONGEST_REMARK, MOST_READERS
from services.loans.queries.wordings import published_texts, readings_of, texts_now
from services.loans.web.agreement_pages import level_in
from services.loans.web.reading import PREFIX
from services.loans.web.texts import LANGUAGE, LEVEL, REFUSALS, colleague
from services.loans.web.wording_editor_pages import LIST
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.languages import languages
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix=LIST, include_in_schema=False)


@router.get("", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def list_texts(request: Request, person: SignedIn, level: str = "") -> Response:
    """What families read at one level, language by language, and what was published before."""
    return await _list_page(request, person.organisation, person.id, level_in(level) or Level.PLAIN)


@router.post("/{level}/{language}/ours", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def ours(request: Request, level: Level, language: Language, call: FormCall) -> Response:
    """Families read the text of Digibank from now on."""
    command = ChooseWording(level, language)
    told = Answer(303, f"{LIST}?level={level.value}#now-{language.value}")
    try:
        return as_redirect(await call.answer(lambda unit: use_default_wording(command, unit), lambda _: told))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _list_page(request, call.organisation, call.person.id, level, [problem], status)


@router.post("/{level}/{language}/own", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def own(request: Request, level: Level, language: Language, call: FormCall) -> Response:
    """Families read the last text of the organisation again."""
    command = ChooseWording(level, language)
    told = Answer(303, f"{LIST}?level={level.value}#now-{language.value}")
    try:
        return as_redirect(await call.answer(lambda unit: use_own_wording(command, unit), lambda _: told))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _list_page(request, call.organisation, call.person.id, level, [problem], status)


@router.get("/versions/{wording_number}", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def show_version(request: Request, wording_number: int, person: SignedIn) -> Response:
    """One published text: since when, how it reads, and who read it."""
    return await _version_page(request, person.organisation, person.id, wording_number)


@router.post("/versions/{wording_number}/readers", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def readers(request: Request, wording_number: int, call: FormCall) -> Response:
    """Note that people read it."""
    form = await typed(request)
    command = NoteReaders(wording_number, _day(form), _count(form), call.person.id, form.get("remark", ""))
    told = Answer(303, f"{LIST}/versions/{wording_number}#readers-title")
    try:
        return as_redirect(await call.answer(lambda unit: note_readers(command, unit), lambda _: told))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=str(refusal.facts.get("field", "remark")))
        return await _version_page(request, call.organisation, call.person.id, wording_number, form, [problem], status)


@router.post("/versions/{wording_number}/readers/{reading_id}/drop", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def no_readers(wording_number: int, reading_id: UUID, call: FormCall) -> Response:
    """Take away what was noted by mistake."""
    command = DropReading(wording_number, reading_id)
    told = Answer(303, f"{LIST}/versions/{wording_number}#readers-title")
    return as_redirect(await call.answer(lambda unit: drop_reading(command, unit), lambda _: told))


def _day(form: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(form.get("read_on", ""))
    except ValueError:
        return None


def _count(form: Mapping[str, str]) -> int | None:
    sent = form.get("readers", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else None


async def _list_page(
    request: Request, organisation: UUID, me: UUID, level: Level, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        now = [one for one in await texts_now(unit) if one.level is level]
        published = [one for one in await published_texts(unit) if one.level is level]
        readings = await readings_of(unit, [one.number for one in published])
        zone = unit.zone
    context = {
        "level": level,
        "now": [(one, languages()[one.language.value]) for one in now],
        "has_dutch": any(one.language is Language.NL and one.in_use for one in now),
        "ours": NEWEST[level],
        "published": [(one, one.at.astimezone(zone), colleague(one.by, me)) for one in published],
        "in_use": {one.in_use.number for one in now if one.in_use},
        "readers": {number: sum(one.readers for one in found) for number, found in readings.items()},
        "views": [(f"{LIST}?level={one.value}", words, "page" if one is level else "") for one, words in LEVEL.items()],
        "problems": problems,
        "reading": PREFIX,
        "LEVEL": LEVEL,
        "LANGUAGE": LANGUAGE,
    }
    return page(request, "loans/wordings.html", context, status=status)


async def _version_page(
    request: Request,
    organisation: UUID,
    me: UUID,
    number: int,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        text = await unit.wordings.find(number)
        if text is None:
            raise NotFound()
        in_use = await unit.wordings.in_use(text.level, text.language)
        readings = (await readings_of(unit, [number])).get(number, ())
        at, today = text.at.astimezone(unit.zone), unit.today()
    context = {
        "text": text,
        "at": at,
        "by": colleague(text.by, me),
        "is_in_use": in_use is not None and in_use.number == number,
        "readings": [(one, colleague(one.noted_by, me)) for one in readings],
        "today": today,
        "longest": LONGEST_REMARK,
        "most": MOST_READERS,
        "form": form or {},
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "reading": PREFIX,
        "LEVEL": LEVEL,
        "LANGUAGE": LANGUAGE,
    }
    return page(request, "loans/wording.html", context, status=status)
