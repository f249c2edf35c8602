"""Signing in with the code that `./digibank sign-in` prints, until people have accounts of their own; and the start page."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from shared.identity.tokens import LIFETIME, InvalidToken
from shared.web.call import COOKIE, running_service, signed_in
from shared.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/")
async def start(request: Request) -> Response:
    """Where to begin; asks to sign in first."""
    if not request.cookies.get(COOKIE):
        return RedirectResponse("/sign-in", status_code=303)
    await signed_in(request)
    return page(request, "start.html")


@router.get("/sign-in")
async def ask(request: Request) -> Response:
    """The form for the code."""
    return page(request, "sign_in.html", {"error": ""})


@router.post("/sign-in")
async def enter(request: Request, code: Annotated[str, Form(max_length=2000)] = "") -> Response:
    """Exchange the code for a session in this browser."""
    running = running_service(request)
    try:
        running.tokens.read(code.strip())
    except InvalidToken:
        error = "Deze code klopt niet of is ouder dan 12 uur. Maak een nieuwe met ./digibank sign-in"
        return page(request, "sign_in.html", {"error": error}, status=422)
    answer = RedirectResponse("/", status_code=303)
    secure = running.settings.base_url.startswith("https://")
    seconds = int(LIFETIME.total_seconds())
    answer.set_cookie(COOKIE, code.strip(), max_age=seconds, httponly=True, samesite="lax", secure=secure)
    return answer


@router.post("/sign-out")
async def leave() -> Response:
    """End the session in this browser."""
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer
