"""The stages of the workbench, the lists of the organisation, what is lost, and remarks, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from services.inventory.commands.arrange_checklist import ArrangeChecklist, arrange_checklist
from services.inventory.commands.finish_checklist import (
    FinishChecklist,
    UndoChecklist,
    finish_check,
    finish_installation,
    undo_check,
    undo_installation,
)
from services.inventory.commands.lose_device import FindDevice, LoseDevice, find_device, lose_device
from services.inventory.commands.remark import AddRemark, FinishRemark, ReopenRemark, add_remark, finish_remark, reopen_remark
from services.inventory.domain.checklist import LONGEST_LINE, MOST_LINES, Line, Phase
from services.inventory.domain.remark import Remark
from services.inventory.domain.stage import Stage
from services.inventory.domain.use_profile import MOST_SOFTWARE
from services.inventory.queries import board, devices
from services.inventory.queries.remarks import PAGE as REMARKS
from services.inventory.queries.remarks import open_remarks, remarks_of
from services.inventory.web.views import told
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Chassis, LossKind, UseProfile
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["workbench"])

SEE, PREPARE, ARRANGE = (
    may(Permission.SEE_DEVICES),
    may(Permission.PREPARE_DEVICES),
    may(Permission.ARRANGE_INVENTORY),
)  # fmt: skip
MOST_ITEMS = MOST_LINES + len(UseProfile) * MOST_SOFTWARE
"""The lines of a list, and the programs of every use."""
ItemName = Annotated[str, Field(min_length=1, max_length=LONGEST_LINE)]


def _known_kind(text: str) -> str:
    """`Chassis` takes what it does not know for another device; what somebody types has to be a kind that we know."""
    if text not in {kind.value for kind in Chassis}:
        raise ValueError("no kind of device")
    return text


Kind = Annotated[str, Field(max_length=40), AfterValidator(_known_kind)]


class ChecklistBody(BaseModel):
    """What is fine or done, by the names of the list's lines; everything when `ticked` is left out. `anyway`: what is missing may
    stay so."""

    ticked: Annotated[list[ItemName], Field(max_length=MOST_ITEMS)] | None = None
    anyway: bool = False


class LineView(BaseModel):
    """A line of a list: a key of ours or words of the organisation, the kinds of device it is for (none: all), whether it is on."""

    name: ItemName
    kinds: Annotated[list[Kind], Field(max_length=len(Chassis))] = []
    on: bool = True


class ChecklistView(BaseModel):
    """A whole list, in order."""

    lines: Annotated[list[LineView], Field(max_length=MOST_LINES)]


class LostBody(BaseModel):
    """Which of the two."""

    kind: LossKind


class RemarkBody(BaseModel):
    """What to do when the device is here again."""

    words: Annotated[str, Field(min_length=1, max_length=1000)]


class RemarkView(BaseModel):
    """A remark as the API shows it."""

    id: UUID
    device_id: UUID
    words: str
    made_at: AwareDatetime
    done_at: AwareDatetime | None


class RemarkList(BaseModel):
    """Remarks that are still to do, the oldest first; `next` is the address of the following page, if there may be one."""

    remarks: list[RemarkView]
    next: str | None


class BoardView(BaseModel):
    """How many devices stand in each stage and state, how many are lost or reported found, how many remarks wait; 1000 at most."""

    counts: dict[str, int]
    stages: list[Stage] = list(Stage)


@router.get("/board", dependencies=[SEE])
async def get_board(request: Request, person: SignedIn) -> BoardView:
    """How much stands where."""
    async with running_service(request).units.open(person.organisation) as unit:
        return BoardView(counts=await board.counts(unit))


@router.post("/devices/{device_id}/checked", dependencies=[PREPARE])
async def post_checked(device_id: UUID, body: ChecklistBody, call: ApiCall) -> Response:
    """A person went through the list of the hardware; refused while a drive is not proven empty."""
    command = FinishChecklist(device_id, body.ticked, body.anyway, call.person.id)
    return as_json(await call.answer(lambda unit: finish_check(command, unit), told))


@router.post("/devices/{device_id}/checked/undo", dependencies=[PREPARE])
async def post_not_checked(device_id: UUID, call: ApiCall) -> Response:
    """It has to be looked at again."""
    return as_json(await call.answer(lambda unit: undo_check(UndoChecklist(device_id), unit), told))


@router.post("/devices/{device_id}/installed", dependencies=[PREPARE])
async def post_installed(device_id: UUID, body: ChecklistBody, call: ApiCall) -> Response:
    """A person installed the system and the programs; refused while the hardware was not looked at."""
    command = FinishChecklist(device_id, body.ticked, body.anyway, call.person.id)
    return as_json(await call.answer(lambda unit: finish_installation(command, unit), told))


@router.post("/devices/{device_id}/installed/undo", dependencies=[PREPARE])
async def post_not_installed(device_id: UUID, call: ApiCall) -> Response:
    """It has to be installed again."""
    return as_json(await call.answer(lambda unit: undo_installation(UndoChecklist(device_id), unit), told))


@router.post("/devices/{device_id}/lost", dependencies=[PREPARE])
async def post_lost(device_id: UUID, body: LostBody, call: ApiCall) -> Response:
    """The device is lost or stolen: nobody gets it until it is found. A loan that it is on goes on."""
    return as_json(await call.answer(lambda unit: lose_device(LoseDevice(device_id, body.kind), unit), told))


@router.post("/devices/{device_id}/found", dependencies=[PREPARE])
async def post_found(device_id: UUID, call: ApiCall) -> Response:
    """The device is there again."""
    return as_json(await call.answer(lambda unit: find_device(FindDevice(device_id), unit), told))


@router.get("/checklists/{phase}", dependencies=[SEE])
async def get_checklist(request: Request, phase: Phase, person: SignedIn) -> ChecklistView:
    """A list of the organisation, with the lines that are off."""
    async with running_service(request).units.open(person.organisation) as unit:
        return _list_view(await unit.checklists.get(phase))


@router.post("/checklists/{phase}", dependencies=[ARRANGE])
async def post_checklist(phase: Phase, body: ChecklistView, call: ApiCall) -> Response:
    """Put another list in its place. A line of ours that is left out comes at the end."""
    lines = [Line(line.name, frozenset(Chassis(kind) for kind in line.kinds), line.on) for line in body.lines]
    command = ArrangeChecklist(phase, lines)
    return as_json(
        await call.answer(
            lambda unit: arrange_checklist(command, unit),
            lambda kept: Answer(200, f"/inventory/api/checklists/{phase.value}", _list_view(kept).model_dump(mode="json")),
        )
    )


@router.get("/remarks", dependencies=[SEE])
async def get_remarks(request: Request, person: SignedIn, after: UUID | None = None) -> RemarkList:
    """What is still to do, over all devices."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = [remark for remark, _code in await open_remarks(unit, after=after)]
    following = f"/inventory/api/remarks?after={found[-1].id}" if len(found) == REMARKS else None
    return RemarkList(remarks=[_remark_view(one) for one in found], next=following)


@router.get("/devices/{device_id}/remarks", dependencies=[SEE])
async def get_remarks_of_device(request: Request, device_id: UUID, person: SignedIn) -> RemarkList:
    """What is still to do with one device."""
    async with running_service(request).units.open(person.organisation) as unit:
        await devices.get_device(unit, device_id)
        return RemarkList(remarks=[_remark_view(one) for one in await remarks_of(unit, device_id)], next=None)


@router.post("/devices/{device_id}/remarks", status_code=201, dependencies=[PREPARE])
async def post_remark(device_id: UUID, body: RemarkBody, call: ApiCall) -> Response:
    """Note what to do when the device is here again: at most 280 letters, about the device and not about who has it."""
    command = AddRemark(device_id, body.words, call.person.id)
    return as_json(await call.answer(lambda unit: add_remark(command, unit), lambda one: _told_remark(one, 201)))


@router.post("/remarks/{remark_id}/done", dependencies=[PREPARE])
async def post_remark_done(remark_id: UUID, call: ApiCall) -> Response:
    """It is done."""
    return as_json(await call.answer(lambda unit: finish_remark(FinishRemark(remark_id, call.person.id), unit), _told_remark))


@router.post("/remarks/{remark_id}/reopen", dependencies=[PREPARE])
async def post_remark_reopen(remark_id: UUID, call: ApiCall) -> Response:
    """It is not done after all."""
    return as_json(await call.answer(lambda unit: reopen_remark(ReopenRemark(remark_id), unit), _told_remark))


def _list_view(lines: list[Line]) -> ChecklistView:
    return ChecklistView(
        lines=[LineView(name=line.name, kinds=sorted(one.value for one in line.kinds), on=line.is_on) for line in lines]
    )


def _remark_view(one: Remark) -> RemarkView:
    return RemarkView(id=one.id, device_id=one.device_id, words=one.words, made_at=one.made_at, done_at=one.done_at)


def _told_remark(one: Remark, status: int = 200) -> Answer:
    return Answer(status, f"/inventory/api/devices/{one.device_id}/remarks", _remark_view(one).model_dump(mode="json"))
