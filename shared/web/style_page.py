"""`/style`: every building block of our pages in each of its states, alive, for who builds pages."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from shared.language.translate import _
from shared.web.call import open_to_all
from shared.web.forms import FormProblem
from shared.web.pages import page, trail

router = APIRouter(prefix="/style", include_in_schema=False)

COLOURS = (
    ("paper", _("Papier: de achtergrond")),
    ("card", _("Kaart: waar iets op staat")),
    ("ink", _("Inkt: tekst")),
    ("soft", _("Zacht: wat minder telt")),
    ("brand", _("Petrol: wat je kunt doen")),
    ("brand-pale", _("Licht petrol: wat ook kan")),
    ("apricot", _("Abrikoos: versiering, nooit tekst")),
    ("good", _("Goed")),
    ("care", _("Vraagt aandacht")),
    ("stop", _("Mis")),
)
STEPS = ((_("Vraag gesteld"), _("Vraag gesteld")), (_("Toestel zoeken"), _("Toestel gevonden")), (_("Tekenen"), _("Getekend")))


@router.get("", dependencies=[open_to_all("it shows building blocks and nothing of anybody")])
async def style(request: Request) -> Response:
    """All of them on one page. Its forms go nowhere."""
    wrong = FormProblem(_("Typ eerst een naam"), _("Een voornaam of een roepnaam is genoeg."), "wrong_line")
    context = {"colours": COLOURS, "trail": trail(STEPS, 1), "wrong": wrong}
    return page(request, "style.html", context)
