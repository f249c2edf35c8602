"""What came of reports that were brought together, and what a person decides about those that look like a machine that is here."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.settle_report import Decision, SettleReport, settle_report
from services.inventory.domain.report_file import Outcome
from services.inventory.queries import devices as device_queries
from services.inventory.queries import lots as queries
from services.inventory.web.intake_texts import A_PERSON, KNOWN_BY
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)


@router.get("/reports/{drop_id}", dependencies=[PREPARE])
async def show_drop(request: Request, drop_id: UUID, person: SignedIn) -> Response:
    """Each file with what came of it; while some wait for their turn the page looks again by itself."""
    return await _drop_page(request, person.organisation, drop_id)


@router.post("/reports/{drop_id}/{file_id}", dependencies=[PREPARE])
async def decide(request: Request, drop_id: UUID, file_id: UUID, call: FormCall) -> Response:
    """It is the same machine, it is another one, or it is left as it is."""
    said = (await typed(request)).get("decision")
    if said not in list(Decision):
        problem = FormProblem(_("Kies wat er met het verslag gebeurt"), field=f"file-{file_id}")
        return await _drop_page(request, call.person.organisation, drop_id, [problem], 422)
    command = SettleReport(drop_id, file_id, Decision(said), call.person.id)
    back = Answer(303, f"/inventory/reports/{drop_id}#file-{file_id}")
    try:
        return as_redirect(await call.answer(lambda unit: settle_report(command, unit), lambda _file: back))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, f"file-{file_id}")
        return await _drop_page(request, call.person.organisation, drop_id, [problem], status)


async def _drop_page(
    request: Request, organisation: UUID, drop_id: UUID, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    units = running_service(request).units
    async with units.open(organisation) as unit:
        files = await queries.files_of(unit, drop_id)
        lines = await device_queries.lines_of(unit, [one.device_id for one in files if one.device_id])
        lot = (await queries.get_lot(unit, files[0].lot_id)).lot if files[0].lot_id else None
    done = sum(one.outcome is not Outcome.WAITING for one in files)
    context = {
        "drop_id": drop_id,
        "files": files,
        "lines": lines,
        "lot": lot,
        "done": done,
        "taken": sum(one.outcome in (Outcome.TAKEN_IN, Outcome.ADDED) for one in files),
        "undecided": sum(one.outcome is Outcome.KNOWN for one in files),
        "kept_until": files[0].kept_until(units.zone),
        "refused": sum(one.outcome is Outcome.REFUSED for one in files),
        "REFUSALS": REFUSALS,
        "KNOWN_BY": KNOWN_BY,
        "A_PERSON": A_PERSON,
        "problems": problems,
    }
    return page(request, "inventory/drop.html", context, status=status)
