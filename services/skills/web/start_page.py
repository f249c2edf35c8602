"""The door for learners: type a code, come in; leave again."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.skills.queries.codes import CodeHolder, holder_of
from services.skills.web.learner_session import START, codes_of, cookie_for, cookie_of_nobody
from shared.language.translate import _
from shared.web.call import from_our_own_page, open_to_all, running_service
from shared.web.forms import FormProblem, typed
from shared.web.pages import page
from shared.web.rate_limit import RateLimit

router = APIRouter(prefix="/skills", include_in_schema=False)

TRIES = RateLimit(most=60, seconds=600)
"""Per address from which somebody tries: a whole class behind one wifi can come in, and guessing 40 bits takes for ever."""

NO_CODE = FormProblem(_("Typ eerst je code"), _("Ze staat op je kaartje."), "code")
WRONG_CODE = FormProblem(
    _("Deze code werkt niet"),
    _("Kijk goed naar elke letter. Lukt het niet? Vraag een nieuwe code aan wie je dit kaartje gaf."),
    "code",
)
TOO_OFTEN = FormProblem(
    _("Er is hier te vaak een code geprobeerd"), _("Wacht tien minuten en probeer opnieuw. Er is niets kapot."), "code"
)
LONGEST = 20


@router.get("/start", dependencies=[open_to_all("a learner comes in here, with a code from a card")])
async def start(request: Request, again: str = "") -> Response:
    """Ask for the code."""
    return page(request, "skills/start.html", {"problems": [], "code": "", "again": bool(again)})


@router.post("/start", dependencies=[open_to_all("a learner comes in here, with a code from a card")])
async def come_in(request: Request) -> Response:
    """Let whoever has a code in. Of a code that does not work nothing more is told."""
    from_our_own_page(request)
    code = (await typed(request)).get("code", "")
    holder = await holder_or_why_not(request, code)
    if isinstance(holder, FormProblem):
        context = {"problems": [holder], "code": code[:LONGEST], "again": False}
        return page(request, "skills/start.html", context, status=status_of(holder))
    answer = RedirectResponse("/skills/my", status_code=303)
    answer.headers.append("set-cookie", cookie_for(running_service(request), holder))
    return answer


async def holder_or_why_not(request: Request, code: str) -> CodeHolder | FormProblem:
    """Whose code this is, or what is wrong. Each try counts."""
    running = running_service(request)
    if not code:
        return NO_CODE
    if not TRIES.allows(request.client.host if request.client else ""):
        return TOO_OFTEN
    code_hash = codes_of(running).digest(code)
    holder = await holder_of(running.units, code_hash) if code_hash is not None else None
    return holder or WRONG_CODE


def status_of(problem: FormProblem) -> int:
    """The HTTP status of what is wrong with a code."""
    return 429 if problem is TOO_OFTEN else 422


@router.post("/my/leave", dependencies=[open_to_all("leaving is always allowed")])
async def leave(request: Request) -> Response:
    """Let nobody use this learner's place on this phone any more."""
    from_our_own_page(request)
    answer = RedirectResponse(f"{START}/bye", status_code=303)
    answer.headers.append("set-cookie", cookie_of_nobody(running_service(request)))
    return answer


@router.get("/start/bye", dependencies=[open_to_all("shown to whoever just left")])
async def bye(request: Request) -> Response:
    """Until next time."""
    return page(request, "skills/bye.html")
