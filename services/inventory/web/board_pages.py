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
from services.inventory.domain.device_filter import DeviceFilter, of_board, read_filter
from services.inventory.domain.refusals import NothingChosen, TooManyChosen
from services.inventory.domain.sanitization import Level
from services.inventory.domain.stage import Stage
from services.inventory.queries import board
from services.inventory.queries.devices import codes_of
from services.inventory.queries.finding import count_choices, narrowed_to
from services.inventory.store.drives import disk_minimum_of
from services.inventory.web.board_left_out import LIST_OF, where_left_out, why_left_out
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
from services.inventory.web.filter_texts import ANY
from services.inventory.web.filter_view import Choices, chosen_of, filter_view
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.steps import missing_of, next_step, states_of_drives
from services.inventory.web.texts import LOOK, STEP, TO_DO
from shared.bus.answers import Answer, fingerprint
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.formats import listed
from shared.language.translate import _, plural
from shared.web.call import Call, FormCall, SignedIn, may, running_service
from shared.web.forms import FormProblem, refused
from shared.web.pages import page
from shared.web.vocabulary_texts import LOST

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
BOARD, LIST = "/inventory/board", "/inventory/devices"
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
        step: what whoever looks does next, in words; only to look for who prepares no machines.
        to_do: what has to be done by others, for who only looks; else empty.
        missing: what lacks, in a few words; empty when nothing does.
    """

    id: UUID
    code: str
    name: str
    step: str
    to_do: str
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
    """Everything on the workbench, by how far it is; or what came with one lot or lies at one place of it. On a phone one column
    at a time: `stage`, or the first that has work."""
    asked = of_board(read_filter(request.query_params))
    async with running_service(request).units.open(person.organisation) as unit:
        on_list = await narrowed_to(unit, asked)
        disk_minimum = await disk_minimum_of(unit)
        count = await board.counts(unit, on_list)
        columns = [
            Column(
                one.value,
                COLUMN[one],
                count[one.value],
                [_card(device, person, disk_minimum) for device in await board.in_stage(unit, one, most=CARDS, on_list=on_list)],
                asked.address(_of_stage(one)),
            )
            for one in Stage
        ]
        in_state = await board.in_state(unit, DeviceState.READY, most=CARDS, on_list=on_list)
        ready = [_card(device, person, disk_minimum) for device in in_state]
        choices = await _choices(unit, asked)
        chosen_words = (await chosen_of(unit, [asked], BOARD))[0]
    columns.append(Column("ready", READY_COLUMN, count["ready"], ready, asked.but(status="ready").address(LIST)))
    names = [column.name for column in columns]
    chosen = stage if stage in names else next((column.name for column in columns if column.count), names[0])
    context = {
        "columns": columns,
        "chosen": chosen,
        "tabs": [
            (asked.address(BOARD, ("stage", one.name)), f"{one.words} ({one.count})", "page" if one.name == chosen else "")
            for one in columns
        ],
        "count": count,
        "most": board.COUNTED,
        "EMPTY": COLUMN_EMPTY,
        "nothing": not any(column.count for column in columns),
        "beside": [
            (asked.but(status="repaired").address(LIST), _("Nieuwe schijf na te kijken"), count["repaired"]),
            (asked.but(status="in_repair").address(LIST), _("In herstelling"), count["in_repair"]),
            (asked.but(status="return_expected").address(LIST), _("Komt terug"), count["return_expected"]),
            (asked.but(lost=True).address(LIST) if asked.chosen else "/inventory/lost", _("Verloren of gestolen"), count["lost"]),
            ("/inventory/remarks", _("Niet vergeten"), count["remarks"]),
        ],
        "asked": asked,
        "choices": choices,
        "chosen_words": chosen_words,
        "ANY": ANY,
    }
    return page(request, "inventory/board.html", context)


async def _choices(unit: Unit, asked: DeviceFilter) -> list[Choices]:
    """The lots and the places that one can choose: those of machines on the workbench, and what is chosen."""
    on_bench = asked.but(status="bench")
    view = await filter_view(unit, on_bench, await count_choices(unit, on_bench), BOARD)
    return [one for one in view.lists if one.name in ("lot", "place")]


@router.get("/board/{stage}", dependencies=[SEE])
async def show_column(request: Request, stage: Stage, person: SignedIn, after: UUID | None = None) -> Response:
    """One column, to do a step with several machines."""
    return await _column(request, person, stage, after)


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
        return await _column(request, call.person, stage, None, [problem], status)
    if what not in STEPS:
        raise NotFound()
    done, not_done = await _each(call, ids, STEPS[what])
    async with running_service(request).units.open(call.person.organisation) as unit:
        codes = await codes_of(unit, ids)
    then = BULK_THEN.get(what) if done and not not_done else None
    asked = of_board(read_filter(request.query_params))
    context = {
        "done": [(one, codes[one]) for one in done],
        "not_done": [
            (where_left_out(one, refusal, what, asked), codes.get(one, ""), why_left_out(refusal)) for one, refusal in not_done
        ],
        "title": BULK_DONE[what],
        "heading": _heading(len(done), len(ids)),
        "undo": BULK_UNDO.get(what),
        "then": (asked.address(_of_stage(then)), COLUMN[then]) if then else None,
        "BULK": BULK,
        "again": asked.address(_of_stage(stage)),
        "board": asked.address(BOARD, ("stage", stage.value)),
    }
    return page(request, "inventory/board_done.html", context)


async def _each(call: Call, ids: Sequence[UUID], step: Step) -> tuple[list[UUID], list[tuple[UUID, Refused]]]:
    """Which were done, and which were not and why. Sent again, what was done is not done twice."""
    done, not_done = [], []
    for device_id in ids:
        try:
            await _one(call, device_id, step)
            done.append(device_id)
        except Refused as refusal:
            not_done.append((device_id, refusal))
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
    person: Person,
    stage: Stage,
    after: UUID | None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    asked = of_board(read_filter(request.query_params))
    async with running_service(request).units.open(person.organisation) as unit:
        on_list = await narrowed_to(unit, asked)
        disk_minimum = await disk_minimum_of(unit)
        devices = await board.in_stage(unit, stage, most=PAGE, after=after, on_list=on_list)
        count = (await board.counts(unit, on_list))[stage.value]
        chosen_words = (await chosen_of(unit, [asked], _of_stage(stage)))[0]
    cards = [_card(device, person, disk_minimum) for device in devices]
    context = {
        "here": asked.address(_of_stage(stage)),
        "board": asked.address(BOARD, ("stage", stage.value)),
        "asked": asked,
        "chosen_words": chosen_words,
        "words": COLUMN[stage],
        "explanation": COLUMN_HELP[stage],
        "empty": COLUMN_EMPTY[stage.value],
        "cards": cards,
        "count": count,
        "step": BULK_OF_STAGE.get(stage),
        "some_lack": BULK_OF_STAGE.get(stage) in LIST_OF and any(card.missing for card in cards),
        "BULK": BULK,
        "following": asked.address(_of_stage(stage), ("after", str(devices[-1].id))) if len(devices) == PAGE else None,
        "first": after is None,
        "problems": problems,
    }
    return page(request, "inventory/board_column.html", context, status=status)


def _of_stage(stage: Stage) -> str:
    return f"{BOARD}/{stage.value}"


def _card(device: Device, person: Person, disk_minimum: Level) -> Card:
    """What this person does with it; to who prepares no machines it says what others still have to do."""
    what, _which = next_step(device, states_of_drives(device, disk_minimum), person.id)
    does = person.may(Permission.PREPARE_DEVICES)
    step, to_do = (STEP.get(what, LOOK), "") if does else (LOOK, TO_DO.get(what, ""))
    return Card(device.id, device.code, f"{device.maker} {device.model}", step, to_do, missing_words(device))


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
