"""The board of the workbench: what lies where, and the one next step of each; and one step for several machines at once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.finish_checklist import (
    FinishChecklist,
    UndoChecklist,
    finish_check,
    finish_installation,
    undo_check,
    undo_installation,
)
from services.inventory.commands.make_ready import MakeReady, make_ready
from services.inventory.domain.device import Device
from services.inventory.domain.refusals import NothingChosen, TooManyChosen
from services.inventory.domain.stage import Stage
from services.inventory.queries import board
from services.inventory.queries.devices import codes_of
from services.inventory.web.board_texts import (
    BULK,
    BULK_DONE,
    BULK_OF_STAGE,
    BULK_THEN,
    BULK_UNDO,
    COLUMN,
    COLUMN_EMPTY,
    COLUMN_HELP,
    MISSING_ON_BOARD,
    READY_COLUMN,
    lacking_words,
)
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.steps import missing_of, next_step, states_of_drives
from services.inventory.web.texts import LOOK, STEP
from shared.bus.answers import Answer, fingerprint
from shared.contracts.vocabulary import DeviceState
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import listed
from shared.language.translate import _, plural
from shared.web.call import Call, FormCall, SignedIn, may, running_service
from shared.web.forms import FormProblem, refused
from shared.web.pages import page
from shared.web.vocabulary_texts import LOST

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
CARDS = 6
"""In a column of the board; the others are one tap away."""
PAGE = 50
MOST_AT_ONCE = 100
"""Each machine is done in a transaction of its own; a hundred take a second or two."""

Step = Callable[[UUID, UUID, Any], Awaitable[Device]]
STEPS: Mapping[str, Step] = {
    "check": lambda device_id, by, unit: finish_check(FinishChecklist(device_id, None, False, by), unit),
    "install": lambda device_id, by, unit: finish_installation(FinishChecklist(device_id, None, False, by), unit),
    "ready": lambda device_id, by, unit: make_ready(MakeReady(device_id), unit),
    "undo_check": lambda device_id, by, unit: undo_check(UndoChecklist(device_id), unit),
    "undo_install": lambda device_id, by, unit: undo_installation(UndoChecklist(device_id), unit),
}
"""What can be done with several machines at once: machine, who does it, unit."""


@dataclass(frozen=True, slots=True)
class Card:
    """A machine on the board.

    Attributes:
        step: what to do next, in words.
        missing: what lacks, in a few words; empty when nothing does.
    """

    id: UUID
    code: str
    name: str
    step: str
    missing: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` is a stage or `ready`, `more` where the others are."""

    name: str
    words: str
    count: int
    cards: Sequence[Card]
    more: str


@router.get("/board", dependencies=[SEE])
async def show_board(request: Request, person: SignedIn, stage: str = "") -> Response:
    """Everything on the workbench, by how far it is. On a phone one column at a time: `stage`, or the first that has work."""
    async with running_service(request).units.open(person.organisation) as unit:
        count = await board.counts(unit)
        columns = [
            Column(
                one.value,
                COLUMN[one],
                count[one.value],
                [_card(device) for device in await board.in_stage(unit, one, most=CARDS)],
                f"/inventory/board/{one.value}",
            )
            for one in Stage
        ]
        ready = [_card(device) for device in await board.in_state(unit, DeviceState.READY, most=CARDS)]
    columns.append(Column("ready", READY_COLUMN, count["ready"], ready, "/inventory/devices?status=ready"))
    names = [column.name for column in columns]
    chosen = stage if stage in names else next((column.name for column in columns if column.count), names[0])
    context = {
        "columns": columns,
        "chosen": chosen,
        "tabs": [
            (f"/inventory/board?stage={one.name}", f"{one.words} ({one.count})", "page" if one.name == chosen else "")
            for one in columns
        ],
        "count": count,
        "most": board.COUNTED,
        "EMPTY": COLUMN_EMPTY,
        "nothing": not any(column.count for column in columns),
    }
    return page(request, "inventory/board.html", context)


@router.get("/board/{stage}", dependencies=[SEE])
async def show_column(request: Request, stage: Stage, person: SignedIn, after: UUID | None = None) -> Response:
    """One column, to do a step with several machines."""
    return await _column(request, person.organisation, stage, after)


@router.post("/board/{stage}", dependencies=[PREPARE])
async def do_step(request: Request, stage: Stage, call: FormCall) -> Response:
    """Do one step with the chosen machines, each by itself, and say of each what came of it."""
    form = await request.form()
    what = str(form.get("step", ""))
    chosen = form.getlist("listed" if form.get("all") else "device")
    try:
        ids = _ids(chosen)
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "devices")
        return await _column(request, call.person.organisation, stage, None, [problem], status)
    if what not in STEPS:
        raise NotFound()
    done, not_done = await _each(call, ids, STEPS[what])
    async with running_service(request).units.open(call.person.organisation) as unit:
        codes = await codes_of(unit, ids)
    then = BULK_THEN.get(what) if done and not not_done else None
    context = {
        "done": [(one, codes[one]) for one in done],
        "not_done": [(one, codes.get(one, ""), problem) for one, problem in not_done],
        "title": BULK_DONE[what],
        "heading": _heading(len(done), len(ids)),
        "undo": BULK_UNDO.get(what),
        "then": (f"/inventory/board/{then.value}", COLUMN[then]) if then else None,
        "BULK": BULK,
        "stage": stage,
    }
    return page(request, "inventory/board_done.html", context)


async def _each(call: Call, ids: Sequence[UUID], step: Step) -> tuple[list[UUID], list[tuple[UUID, FormProblem]]]:
    """Which were done, and which were not and why. Sent again, what was done is not done twice."""
    done, not_done = [], []
    for device_id in ids:
        try:
            await _one(call, device_id, step)
            done.append(device_id)
        except Refused as refusal:
            not_done.append((device_id, refused(refusal, REFUSALS)[1]))
    return done, not_done


async def _one(call: Call, device_id: UUID, step: Step) -> None:
    """The step with one machine, under a key of its own. Raises what the command raises."""
    own = replace(call, key=f"{call.key} {device_id}", request=fingerprint(call.request, device_id.bytes))
    by = call.person.id
    await own.answer(lambda unit: step(device_id, by, unit), lambda device: Answer(200, f"/inventory/devices/{device.id}"))


def _ids(chosen: Sequence[object]) -> list[UUID]:
    """Raises `NothingChosen`, `TooManyChosen`; and `NotFound` for what is no id at all."""
    try:
        ids = list(dict.fromkeys(UUID(str(one)) for one in chosen))
    except ValueError:
        raise NotFound() from None
    if not ids:
        raise NothingChosen()
    if len(ids) > MOST_AT_ONCE:
        raise TooManyChosen(most=MOST_AT_ONCE)
    return ids


async def _column(
    request: Request,
    organisation: UUID,
    stage: Stage,
    after: UUID | None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        devices = await board.in_stage(unit, stage, most=PAGE, after=after)
        count = (await board.counts(unit))[stage.value]
    context = {
        "stage": stage,
        "words": COLUMN[stage],
        "explanation": COLUMN_HELP[stage],
        "empty": COLUMN_EMPTY[stage.value],
        "cards": [_card(device) for device in devices],
        "count": count,
        "step": BULK_OF_STAGE.get(stage),
        "BULK": BULK,
        "following": f"/inventory/board/{stage.value}?after={devices[-1].id}" if len(devices) == PAGE else None,
        "first": after is None,
        "problems": problems,
    }
    return page(request, "inventory/board_column.html", context, status=status)


def _card(device: Device) -> Card:
    what, _which = next_step(device, states_of_drives(device))
    return Card(device.id, device.code, f"{device.maker} {device.model}", STEP.get(what, LOOK), missing_words(device))


def missing_words(device: Device) -> str:
    """What lacks, short enough for a card: "batterij, camera en nog 2"."""
    words = [lacking_words(name) for name in missing_of(device)]
    shown, others = words[:MISSING_ON_BOARD], len(words) - MISSING_ON_BOARD
    if others > 0:
        shown = [*shown, _("nog {count}").format(count=others)]
    return listed(shown)


def lost_words(device: Device) -> str:
    """That it is lost or stolen, in one word; nothing when it is not."""
    return LOST[device.lost] if device.lost else ""


def _heading(done: int, asked: int) -> str:
    if done == asked:
        return plural("{count} toestel is gedaan", "Alle {count} toestellen zijn gedaan", asked)
    return _("{done} van de {asked} toestellen zijn gedaan").format(done=done, asked=asked)
