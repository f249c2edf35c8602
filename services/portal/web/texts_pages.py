"""The page about what an organisation says in its own words: a notice for everybody, and where families ask what we write down."""

from collections.abc import Mapping, Sequence
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.commands.change_texts import ChangeNotice, ChangePlaceToAsk, change_notice, change_place_to_ask
from services.portal.domain.house_texts import LONGEST_NOTICE, LONGEST_PLACE
from services.portal.domain.refusals import DateIsPast
from services.portal.queries.organisation import get_organisation
from services.portal.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.contracts.portal import NOTICE_LANGUAGES, Notice
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import number
from shared.language.free_text import clean_line
from shared.language.languages import language_of
from shared.language.limits import LOWEST_SCORE, objections
from shared.language.readability import score_text
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.days import read_day
from shared.web.forms import FormProblem, refused, typed
from shared.web.house_notice import ShownNotice
from shared.web.pages import page

router = APIRouter(prefix="/organisation/texts", include_in_schema=False)

MANAGES = may(Permission.MANAGE_ORGANISATION)
SAVED = Answer(303, "/organisation/texts?done=true")
NO_DAY = FormProblem(_("Deze dag begrijpen we niet"), _("Typ dag, maand en jaar, zoals 24/3/2027."), "until")
OTHERS = NOTICE_LANGUAGES[1:]


@router.get("", dependencies=[MANAGES])
async def show(request: Request, person: SignedIn, done: bool = False) -> Response:
    """What it says now, as a family sees it, and how easily that is read."""
    return await _page(request, done=done)


@router.post("", dependencies=[MANAGES])
async def say(request: Request, call: FormCall) -> Response:
    """Say this to everybody from now on; nothing with the button that takes it away."""
    form = await typed(request)
    until, understood = read_day(form.get("until", ""))
    if not understood and not form.get("nothing"):
        return await _page(request, form, [NO_DAY], 422)
    words = {} if form.get("nothing") else {code: form.get(code, "") for code in NOTICE_LANGUAGES}
    command = ChangeNotice(words, until)
    try:
        return as_redirect(await call.answer(lambda unit: change_notice(command, unit), lambda _: SAVED))
    except NotFound:
        raise
    except Refused as refusal:
        field = "until" if isinstance(refusal, DateIsPast) else _field_of(words)
        status, problem = refused(refusal, REFUSALS, field=field)
        return await _page(request, form, [problem], status)


@router.post("/place-to-ask", dependencies=[MANAGES])
async def say_where_to_ask(request: Request, call: FormCall) -> Response:
    """Where families ask about what is written down of them."""
    form = await typed(request)
    command = ChangePlaceToAsk(form.get("ask_about_data", ""))
    try:
        return as_redirect(await call.answer(lambda unit: change_place_to_ask(command, unit), lambda _: SAVED))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="ask_about_data")
        return await _page(request, form, [problem], status)


def _field_of(words: Mapping[str, str]) -> str:
    """The first language whose words do not pass by themselves; Dutch when they all do, because that one is missing."""
    for code, text in words.items():
        try:
            clean_line(text, longest=LONGEST_NOTICE)
        except Refused:
            return code
    return "nl"


async def _page(
    request: Request,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    done: bool = False,
) -> Response:
    async with running_service(request).units.open(request.state.person.organisation) as unit:
        found, today = await get_organisation(unit), unit.today()
    stored = {code: (found.notice.words_in(code) or "") if found.notice else "" for code in NOTICE_LANGUAGES}
    stored["until"] = f"{found.notice.until:%d/%m/%Y}" if found.notice and found.notice.until else ""
    stored["ask_about_data"] = found.ask_about_data
    now = stored | dict(form or {})
    context = {
        "now": now,
        "others": [(language_of(code), now[code]) for code in OTHERS],
        "preview": _preview(found.notice, today),
        "is_over": found.notice is not None and not found.notice.is_shown_on(today),
        "until": found.notice.until if found.notice else None,
        "place": found.ask_about_data,
        "longest": LONGEST_NOTICE,
        "longest_place": LONGEST_PLACE,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "done": done,
    }
    return page(request, "portal/texts.html", context | _readability(now["nl"]), status=status)


def _preview(notice: Notice | None, today: date) -> list[ShownNotice]:
    """The notice in each language in which it is written, as pages in that language show it."""
    if notice is None or not notice.is_shown_on(today):
        return []
    written = {code: notice.words_in(code) for code in NOTICE_LANGUAGES}
    return [ShownNotice(words, language_of(code), is_own=True) for code, words in written.items() if words]


def _readability(dutch: str) -> dict[str, object]:
    """How easily the Dutch words are read. It says what it sees and stops nobody; other languages are not measured."""
    score = score_text(dutch)
    hard = dict.fromkeys(word for sentence in score.sentences for word in sentence.long_words)
    return {
        "score": None if score.douma is None else number(round(score.douma)),
        "lowest": LOWEST_SCORE,
        "advice": objections(score),
        "hard_words": ", ".join(hard if score.douma is not None and score.douma < LOWEST_SCORE else []),
    }
