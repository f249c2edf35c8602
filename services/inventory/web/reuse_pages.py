"""The yearly reuse report as page, CSV and PDF; the average weights it counts with; the sheet of one machine."""

import asyncio
import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.weigh_kind import WeighKind, weigh_kind
from services.inventory.documents.device_list import no_formula
from services.inventory.documents.reuse_report import ESTIMATE, came_in_words, kilos, make_reuse_report
from services.inventory.documents.reuse_sheet import Life, make_reuse_sheet
from services.inventory.domain.weight import HEAVIEST_GRAMS
from services.inventory.queries import devices as device_queries
from services.inventory.queries.endings import get_hand_over, retirement_of, spells_of
from services.inventory.queries.lots import get_lot
from services.inventory.queries.reuse import FIRST_YEAR, LAST_YEAR, GiverLine, ReuseLine, ReuseReport, reuse_report, years
from services.inventory.web.end_texts import OUTCOME
from services.inventory.web.intake_texts import A_PERSON
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.texts import CHASSIS
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Chassis
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _, language, translated
from shared.runtime.faces import face_of
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)
SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)

COLUMNS = (
    _("jaar"),
    _("wat"),
    _("soort"),
    _("gever"),
    _("waar"),
    _("aantal"),
    _("gewicht in kg (schatting)"),
    _("gemiddelde per stuk in kg"),
    _("bron van het gemiddelde"),
)
CAME_IN, LEFT = _("binnengekomen"), _("uit gebruik")
WEIGHT_WRONG = _("Schrijf een gewicht in kilo, bijvoorbeeld 2,3")


@router.get("/reuse", dependencies=[SEE])
async def show_report(request: Request, person: SignedIn, year: str = "") -> Response:
    """The report of a year; of this one when nothing else is asked."""
    async with running_service(request).units.open(person.organisation) as unit:
        chosen = read_year(year, unit.today().year)
        report, known = await reuse_report(unit, chosen), await years(unit)
    context = {
        "report": report,
        "summary": came_in_words(report),
        "years": [(f"/inventory/reuse?year={one}", str(one), "page" if one == chosen else "") for one in known[:8]],
        "tables": [
            ("came-in", _("Wat binnenkwam, en waar het nu is"), report.came_in),
            ("left", _("Wat in dit jaar uit gebruik ging"), report.left),
        ],
        "A_PERSON": A_PERSON,
        "weight": lambda lines: kilos(report.kilograms(lines)),
        "shown_weights": [(kind, kilos(one.grams / 1000), one) for kind, one in report.weights.items() if _in_report(kind, report)],
        "ESTIMATE": ESTIMATE,
        "OUTCOME": OUTCOME,
        "CHASSIS": CHASSIS,
    }
    return page(request, "inventory/reuse.html", context)


@router.get("/reuse.csv", dependencies=[SEE])
async def report_as_csv(request: Request, person: SignedIn, year: str = "") -> Response:
    """The same, for a spreadsheet."""
    async with running_service(request).units.open(person.organisation) as unit:
        report = await reuse_report(unit, read_year(year, unit.today().year))
    name = f"hergebruik-{report.year}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(as_csv(report), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/reuse.pdf", dependencies=[SEE])
async def report_as_pdf(request: Request, person: SignedIn, year: str = "") -> Response:
    """The same, on paper."""
    async with running_service(request).units.open(person.organisation) as unit:
        report = await reuse_report(unit, read_year(year, unit.today().year))
        title, today = (await face_of(unit)).title, unit.today()
    if not report.came_in and not report.left:
        raise NotFound()
    made = await asyncio.to_thread(make_reuse_report, report, title, today, language().code)
    return _pdf(made, f"hergebruik-{report.year}.pdf")


@router.get("/weights", dependencies=[SEE])
async def weights(request: Request, person: SignedIn) -> Response:
    """What a device of each kind weighs on average, and who says so."""
    return await _weights_page(request, person.organisation)


@router.post("/weights", dependencies=[PREPARE])
async def weigh(request: Request, call: FormCall) -> Response:
    """Another average for one kind, or the usual one again."""
    form = await typed(request)
    if form.get("chassis") not in [kind.value for kind in Chassis]:
        raise NotFound()
    kind = Chassis(form["chassis"])
    grams = None if form.get("usual") else read_kilos(form.get("weight", ""))
    if grams is None and not form.get("usual"):
        problem = FormProblem(WEIGHT_WRONG, field=f"weight-{kind.value}")
        return await _weights_page(request, call.person.organisation, form, [problem], 422)
    command = WeighKind(kind, grams, form.get("source", ""))
    try:
        return as_redirect(
            await call.answer(lambda unit: weigh_kind(command, unit), lambda _done: Answer(303, f"/inventory/weights#{kind.value}"))
        )
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, f"source-{kind.value}")
        return await _weights_page(request, call.person.organisation, form, [problem], status)


@router.get("/devices/{device_id}/reuse-sheet.pdf", dependencies=[SEE])
async def sheet(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """The sheet of one machine, without anybody who borrowed it."""
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        device = await device_queries.get_device(unit, device_id)
        end, spells = await retirement_of(unit, device_id), await spells_of(unit, device_id)
        went = await get_hand_over(unit, end.hand_over_id) if end and end.hand_over_id else None
        lot = (await get_lot(unit, device.lot_id)).lot if device.lot_id else None
        title, today = (await face_of(unit)).title, unit.today()
    life = Life(
        device,
        spells,
        end,
        recycler=went.recycler if went else "",
        certificate=went.done.certificate if went else "",
        giver=(lot.donor.name or "") if lot else "",
    )
    made = await asyncio.to_thread(make_reuse_sheet, life, title, today, running.units.zone, language().code)
    return _pdf(made, f"toestel-{device.code}.pdf")


def read_year(typed_year: str, usual: int) -> int:
    """The year that an address asks for; `usual` for anything that is none."""
    if len(typed_year) == 4 and typed_year.isascii() and typed_year.isdigit() and FIRST_YEAR <= int(typed_year) <= LAST_YEAR:
        return int(typed_year)
    return usual


def read_kilos(text: str) -> int | None:
    """Grams of what somebody typed in kilograms, with a comma or a point; None when it is no weight."""
    plain = text.lower().removesuffix("kg").strip().replace(",", ".")
    if not plain or len(plain) > 8 or plain.count(".") > 1 or not plain.replace(".", "").isdecimal() or not plain.isascii():
        return None
    grams = round(float(plain) * 1000) if plain != "." else 0
    return grams if 1 <= grams <= HEAVIEST_GRAMS else None


def as_csv(report: ReuseReport) -> bytes:
    """Lines for a spreadsheet: with a mark in front and semicolons, as Dutch and French ones read them at once."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([str(column) for column in COLUMNS])
    given = [(CAME_IN, _giver(giver), giver.kinds) for giver in report.givers]
    for what, giver, lines in (*given, (LEFT, "", report.left)):
        for line in lines:
            weight = report.weights.get(line.chassis)
            writer.writerow(
                [
                    report.year,
                    what,
                    CHASSIS[line.chassis],
                    no_formula(giver),
                    OUTCOME[line.outcome],
                    line.machines,
                    _comma(report.kilograms([line])) if weight else "",
                    _comma(weight.grams / 1000) if weight else "",
                    no_formula(weight.source) if weight else translated("geen gemiddelde"),
                ]
            )
    return out.getvalue().encode("utf-8-sig")


def _giver(giver: GiverLine) -> str:
    return giver.name or (str(A_PERSON) if giver.known else translated("Niet genoteerd"))


def _comma(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def _in_report(kind: Chassis, report: ReuseReport) -> bool:
    lines: Sequence[ReuseLine] = (*report.came_in, *report.left)
    return any(line.chassis is kind for line in lines)


async def _weights_page(
    request: Request,
    organisation: UUID,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        known = await unit.endings.weights()
    context = {
        "kinds": [(kind, CHASSIS[kind], known.get(kind)) for kind in Chassis],
        "kilos": lambda weight: kilos(weight.grams / 1000),
        "form": form or {},
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/weights.html", context, status=status)


def _pdf(content: bytes, name: str) -> Response:
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type="application/pdf", headers=headers)
