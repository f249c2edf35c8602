"""The page with figures of the line: how long families wait, why they stop, whom we do not reach. None is of a colleague."""

import asyncio
import csv
from collections.abc import Sequence
from io import StringIO

from babel.dates import format_date
from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.domain.line_count import FEWEST_SHOWN
from services.loans.queries.line_figures import LineFigures, line_figures
from services.loans.web.texts import COUNTED, WHY_STOPPED
from shared.identity.permissions import Permission
from shared.language.formats import capital
from shared.language.translate import _, language
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import page

router = APIRouter(prefix="/loans/figures", include_in_schema=False)


@router.get("", dependencies=[may(Permission.SEE_REQUESTS)])
async def show_figures(request: Request, person: SignedIn) -> Response:
    """The last twelve months: a chart, with its table behind it."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await line_figures(unit)
    context = {
        "found": found,
        "months": [(format_date(one.month, "LLLL yyyy", locale=language().locale), one) for one in found.waited],
        "COUNTED": COUNTED,
        "WHY_STOPPED": WHY_STOPPED,
        "fewest": FEWEST_SHOWN,
    }
    return page(request, "loans/line_figures.html", context)


@router.get("/figures.csv", dependencies=[may(Permission.SEE_REQUESTS)])
async def figures_as_csv(request: Request, person: SignedIn) -> Response:
    """The same for a spreadsheet."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await line_figures(unit)
    content = await asyncio.to_thread(as_csv, rows_of(found))
    headers = {"content-disposition": 'attachment; filename="wachtlijst.csv"', "cache-control": "no-store"}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def rows_of(found: LineFigures) -> list[list[str]]:
    """What the file says, with a head; a number that is too small to show says so."""
    few = _("minder dan {number}").format(number=FEWEST_SHOWN)

    def said(number: int | None) -> str:
        return few if number is None else str(number)

    rows = [[_("Wat"), _("Welke"), _("Aantal"), _("Een kwart wachtte hoogstens"), _("De helft"), _("Drie kwart")]]
    for one in found.waited:
        days = ["" if day is None else str(day) for day in (one.quarter, one.half, one.most)]
        rows.append([_("Dagen wachten"), f"{one.month:%Y-%m}", said(one.families), *days])
    for kind, reasons in found.why.items():
        rows += [[str(COUNTED[kind]), capital(str(WHY_STOPPED[reason])), said(number), "", "", ""] for reason, number in reasons]
    rows.append([_("Wie we niet bereiken"), _("Niemand nam op"), said(found.no_answer), "", "", ""])
    rows.append([_("Wie we niet bereiken"), _("Wacht en gaf geen telefoonnummer"), said(found.no_telephone), "", "", ""])
    return rows


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """Rows for a spreadsheet: with a mark in front and semicolons, as Dutch and French ones read them at once."""
    out = StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("utf-8-sig")
