"""Errors as people and programs can use them: RFC 9457 problem details for the API, a plain page for a browser."""

from collections.abc import Mapping
from http import HTTPStatus
from traceback import extract_tb
from typing import Any
from urllib.parse import quote

import structlog
from asyncpg import ReadOnlySQLTransactionError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from shared.database.engine import is_resting, is_unavailable
from shared.domain import Refused
from shared.language.translate import _
from shared.runtime.service import RefusalText
from shared.web.addresses import came_from
from shared.web.browser import is_shared
from shared.web.call import COOKIE, FormFromBefore
from shared.web.held_forms import what_was_sent
from shared.web.pages import page
from shared.web.sign_in import send_again, sign_in_again

log = structlog.get_logger()

MOST_CAUSES, MOST_FRAMES = 4, 30
PROBLEM = "application/problem+json"
TITLES = {
    400: _("Deze vraag klopt niet"),
    401: _("Meld je eerst aan"),
    403: _("Dit mag je niet doen"),
    404: _("Niet gevonden"),
    405: _("Dit kan hier niet"),
    413: _("Dit is te groot"),
    415: _("Dit soort bestand kennen we niet"),
    429: _("Even wachten"),
    422: _("Er ontbreekt iets of er klopt iets niet"),
    503: _("Even niet bereikbaar"),
}
SHARED_REFUSALS = {
    "not_found": RefusalText(404, _("Niet gevonden"), _("We vinden dit niet. Misschien is het verplaatst of verwijderd.")),
    "text_too_long": RefusalText(
        422,
        _("Deze tekst is te lang"),
        _("Er passen {longest} letters in; jouw tekst heeft er {letters}. Schrijf korter wat telt."),
    ),
    "register_number_in_text": RefusalText(
        422,
        _("Hier staat een rijksregisternummer"),
        _("Dat nummer bewaren we nergens, ook niet in een tekst. Haal het weg. We hebben het niet nodig om te helpen."),
    ),
    "unreadable_text": RefusalText(
        422,
        _("Hier staat een teken dat we niet kunnen lezen"),
        _("Typ de tekst opnieuw, zonder te plakken. Er is niets veranderd."),
    ),
    "idempotency_key_used_otherwise": RefusalText(
        422,
        _("Deze sleutel is al gebruikt"),
        _("Met dezelfde Idempotency-Key kwam eerder een andere vraag binnen. Gebruik een nieuwe sleutel."),
    ),
}
UNAVAILABLE = _(
    "We kunnen nu niet bij de gegevens. Probeer het over een minuut opnieuw. Wat toch al gelukt was, gebeurt geen tweede keer."
)
GARBLED = _("Wat je stuurde, kwam niet heel aan, of er zit te veel in. Er is niets veranderd. Ga terug en probeer het opnieuw.")
RESTING_TITLE = _("We verhuizen, wacht even")
RESTING = _("Digibank gaat naar een andere computer. Kijken kan, veranderen even niet. Probeer het over een minuut opnieuw.")
RESTING_SECONDS = 20
UNEXPECTED = _("Er ging bij ons iets mis. Er is niets veranderd. Probeer het opnieuw, of vraag hulp en noem het nummer hieronder.")


def problem(request: Request, status: int, title: str, detail: str, code: str, **extra: Any) -> JSONResponse:
    """An RFC 9457 answer. `code` is stable and names the kind of problem."""
    body = {
        "type": f"urn:digibank:problem:{code}",
        "title": str(title),
        "status": status,
        "detail": str(detail),
        "instance": f"urn:uuid:{request.state.trace.correlation_id}",
        **extra,
    }
    return JSONResponse(body, status_code=status, media_type=PROBLEM)


def told(refusal: Refused, texts: Mapping[str, RefusalText]) -> RefusalText:
    """The words for a refusal, its facts filled in."""
    text = texts.get(refusal.code) or SHARED_REFUSALS.get(refusal.code) or RefusalText(409, _("Dat kan nu niet"), refusal.code)
    return RefusalText(text.status, str(text.title), text.detail.format(**refusal.facts), text.numbered)


def wants_page(request: Request) -> bool:
    """Whether a person looks at the answer in a browser."""
    return "/api/" not in request.url.path and "text/html" in request.headers.get("accept", "text/html")


def family_home(path: str) -> str | None:
    """Where a family began that is on this page, behind a sticker or with a code, or a donor; None on a page for staff."""
    match path.split("/"):
        case ["", "given", code, *_]:
            return f"/given/{quote(code, safe='')}"
        case ["", "q", code, *_]:
            return f"/q/{quote(code, safe='')}"
        case ["", "skills", "my", *_]:
            return "/skills/my"
        case ["", "skills", "start", *_]:
            return "/skills/start"
        case ["", "family", *_]:
            return "/family"
    return None


def _answer(request: Request, status: int, title: str, detail: str, code: str, *, numbered: bool = True, **extra: Any) -> Response:
    if wants_page(request):
        context = {
            "title": title,
            "detail": detail,
            "has_session": COOKIE in request.cookies,
            "numbered": numbered,
            "home": family_home(request.url.path),
        }
        return page(request, "problem.html", context, status=status)
    return problem(request, status, title, detail, code, **extra)


def without_words(error: BaseException) -> dict[str, Any]:
    """What an error is and where it came from, for the log. What it says may repeat what somebody typed, as a database does."""
    chain: list[dict[str, Any]] = []
    seen = error
    while len(chain) < MOST_CAUSES:
        frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(seen.__traceback__)]
        chain.append({"error": f"{type(seen).__module__}.{type(seen).__qualname__}", "frames": frames[-MOST_FRAMES:]})
        cause = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
        if cause is None:
            break
        seen = cause
    return {"error": type(error).__name__, "chain": chain}


def install(app: FastAPI, texts: Mapping[str, RefusalText]) -> None:
    """Let an app answer every error in one of these two ways."""

    @app.exception_handler(Refused)
    async def refused(request: Request, error: Refused) -> Response:
        text = told(error, texts)
        facts = {name: value for name, value in error.facts.items() if isinstance(value, str | int | list | None)}
        return _answer(request, text.status, text.title, text.detail, error.code, numbered=text.numbered, **facts)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 401 and wants_page(request):
            if request.method != "GET":
                return await sign_in_again(request)
            address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            door = "/lock" if is_shared(request) else "/sign-in"
            return RedirectResponse(f"{door}?next={quote(address, safe='/')}", status_code=303)
        if isinstance(error, FormFromBefore) and wants_page(request):
            again = await send_again(request)
            if again is not None:
                return again
        title = TITLES.get(error.status_code, _("Dat lukt niet"))
        detail = error.detail if error.status_code in TITLES and error.detail else title
        if detail == HTTPStatus(error.status_code).phrase:  # the framework's own words
            detail = SHARED_REFUSALS["not_found"].detail if error.status_code == HTTPStatus.NOT_FOUND else title
        if error.status_code == HTTPStatus.BAD_REQUEST and type(error.detail) is str:
            detail = GARBLED  # what could not even be read is told by the framework, in English; our own words speak each language
        answer = _answer(request, error.status_code, title, str(detail), f"http_{error.status_code}")
        for name, value in (error.headers or {}).items():
            answer.headers[name] = value
        return answer

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        if request.method == "GET" and wants_page(request):  # an address that was typed or cut off
            text = SHARED_REFUSALS["not_found"]
            return _answer(request, text.status, text.title, text.detail, "not_found")
        # What was sent is not repeated: it may be about a person.
        errors = [{"field": ".".join(str(part) for part in item["loc"]), "problem": item["type"]} for item in error.errors()]
        detail = _("Kijk deze velden na: {fields}").format(
            fields=", ".join(sorted({item["field"].split(".", 1)[-1] for item in errors}))
        )
        return _answer(request, 422, TITLES[422], detail, "invalid_request", errors=errors)

    @app.exception_handler(ReadOnlySQLTransactionError)
    @app.exception_handler(DBAPIError)
    async def resting(request: Request, error: Exception) -> Response:
        if not is_resting(error):
            raise error
        if request.method != "GET" and wants_page(request):
            # Only what came from a form of the sender's own session is shown again: see `hold_fields`.
            facts = {"title": RESTING_TITLE, "detail": RESTING, "held": await what_was_sent(request), "next": came_from(request)}
            answer = page(request, "moving.html", facts, status=503)
        else:
            answer = _answer(request, 503, RESTING_TITLE, RESTING, "resting")
        answer.headers["retry-after"] = str(RESTING_SECONDS)
        return answer

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        if is_unavailable(error):
            log.warning("the database is away", error=type(error).__name__)
            answer = _answer(request, 503, TITLES[503], UNAVAILABLE, "unavailable")
            answer.headers["retry-after"] = "5"
            return answer
        log.error("unexpected error", **without_words(error))
        return _answer(request, 500, _("Er ging iets mis"), UNEXPECTED, "unexpected")
