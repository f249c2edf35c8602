"""Picking a language: one form on every page. The browser remembers it, nobody else does."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from shared.language.languages import PSEUDO, languages
from shared.web.addresses import local_path
from shared.web.call import from_our_own_page, open_to_all, running_service
from shared.web.forms import typed
from shared.web.speaking import LANGUAGE_COOKIE

router = APIRouter(include_in_schema=False)

A_YEAR = 365 * 24 * 60 * 60


@router.post("/language", dependencies=[open_to_all("everybody reads in a language of their own")])
async def pick_language(request: Request) -> Response:
    """Speak this language from now on, and go back to where it was picked. Raises 404 for one that we do not have."""
    from_our_own_page(request)
    form = await typed(request)
    code, settings = form.get("language", ""), running_service(request).settings
    if code not in languages() and not (code == PSEUDO and settings.pseudo_language):
        raise HTTPException(404)
    answer = RedirectResponse(local_path(form.get("next", "")), status_code=303)
    answer.set_cookie(
        LANGUAGE_COOKIE,
        code,
        max_age=A_YEAR,
        httponly=True,
        samesite="lax",
        secure=settings.is_secure,
    )
    return answer
