"""The page with figures of the stock: charts, each with its table behind it."""

from datetime import date

from babel.dates import format_date
from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.queries.figures import Figures, stock_figures
from services.inventory.web.charts import Chart, lying, standing
from services.inventory.web.end_texts import AGE
from services.inventory.web.texts import CHASSIS
from shared.contracts.vocabulary import DeviceState
from shared.identity.permissions import Permission
from shared.language.formats import capital
from shared.language.translate import _, language, translated
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import page
from shared.web.vocabulary_texts import DEVICE_STATE

router = APIRouter(prefix="/inventory", include_in_schema=False)

FLOWS = (("came", _("Binnengekomen")), ("lent", _("Naar een gezin")), ("ended", _("Uit gebruik")))
"""What happens to machines in a month; the first word is that of `Month`."""


@router.get("/figures", dependencies=[may(Permission.SEE_DEVICES)])
async def figures(request: Request, person: SignedIn) -> Response:
    """How the stock stands, and how its last year went."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await stock_figures(unit)
    context = {
        "found": found,
        "charts": _charts(found),
        "months": [(_month(month.first, "LLLL yyyy"), month) for month in found.months],
        "flows": _flows(found),
        "FLOWS": FLOWS,
        "share": round(100 * found.reused / found.recent) if found.recent else None,
        "retired": found.states.get(DeviceState.RETIRED, 0),
    }
    return page(request, "inventory/figures.html", context)


def _charts(found: Figures) -> list[tuple[str, Chart, str]]:
    """Charts with lying bars, with what their rows are: (id, chart, head of the first column)."""
    states = [(capital(str(DEVICE_STATE[state])), count) for state, count in found.states.items()]
    kinds = [(str(CHASSIS[kind]), count) for kind, count in found.kinds.items()]
    ages = [(str(AGE[age]), count) for age, count in found.ages]
    return [
        ("states", lying(translated("Waar de toestellen zijn"), states), _("Waar")),
        ("kinds", lying(translated("Welke soorten er zijn"), kinds), _("Soort")),
        ("ages", lying(translated("Hoelang wat bij ons ligt al binnen is"), ages), _("Hoelang")),
    ]


def _flows(found: Figures) -> list[Chart]:
    most = max((getattr(month, name) for month in found.months for name, _words in FLOWS), default=0)
    return [
        standing(str(words), [(_month(month.first, "LLLLL"), getattr(month, name)) for month in found.months], most)
        for name, words in FLOWS
    ]


def _month(first: date, pattern: str) -> str:
    return format_date(first, pattern, locale=language().locale)
