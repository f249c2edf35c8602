"""The pages of inventory: the list, and the start page's part."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.inventory.domain.device_filter import GROUPS, DeviceFilter, read_filter
from services.inventory.domain.emptying import ON_THE_WORKBENCH
from services.inventory.domain.keeping import WARN_DAYS
from services.inventory.domain.saved_view import to_keep
from services.inventory.domain.stock_take import HERE, to_count
from services.inventory.domain.typed_code import has_letter_of_no_sticker
from services.inventory.queries import devices as queries
from services.inventory.queries.finding import count_choices, find_devices, place_of
from services.inventory.queries.near_codes import devices_near
from services.inventory.queries.near_donors import donors_near
from services.inventory.store.drives import disk_minimum_of
from services.inventory.web.filter_texts import ANY, MORE, ORDER
from services.inventory.web.filter_view import filter_view
from services.inventory.web.steps import next_step, states_of_drives
from services.inventory.web.texts import EMPTY, LOOK, NEXT, STEP, TAB
from shared.bus.unit import Unit
from shared.domain import NotFound
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import page
from shared.web.vocabulary_texts import DEVICE_STATE, DEVICE_TONE, LOST

router = APIRouter(prefix="/inventory", include_in_schema=False)

WORDS = {"STATUS": DEVICE_STATE, "TONE": DEVICE_TONE, "LOST": LOST, "NEXT": NEXT, "LOOK": LOOK, "TAB": TAB, "EMPTY": EMPTY}


ADDRESS = "/inventory/devices"


@router.get("/devices", dependencies=[may(Permission.SEE_DEVICES)])
async def list_devices(request: Request, person: SignedIn, before: UUID | None = None, saved: UUID | None = None) -> Response:
    """Machines: all, or those that an address asks for, as `read_filter` reads it; `before` is the last one of the page before,
    `saved` a list that was just kept."""
    asked = read_filter(request.query_params)
    families = person.may(Permission.SEE_HOUSEHOLDS)
    async with running_service(request).units.open(person.organisation) as unit:
        try:
            after = await place_of(unit, before, asked.order) if before else None
        except NotFound:  # what the page before ended with is gone by now
            return RedirectResponse(asked.address(ADDRESS), status_code=303)
        found = await find_devices(unit, asked, families=families, after=after)
        counts = await count_choices(unit, asked, families=families)
        choices = await filter_view(unit, asked, counts, ADDRESS)
        ending = await queries.days_left(unit, [line.id for line in found.lines], WARN_DAYS)
        steps = await next_steps(unit, found.lines, person.id) if person.may(Permission.PREPARE_DEVICES) else {}
        views = await unit.saved_views.seen_by(person.id)
        nothing = bool(asked.text) and not found.lines
        near = await devices_near(unit, asked.text) if nothing else []
        near_donors = await donors_near(unit, asked.text) if nothing else []
    context = {
        "devices": found.lines,
        "steps": steps,
        "ending": ending,
        "asked": asked,
        "text": asked.text,
        "chosen": asked.status,
        "narrowed": bool(set(asked.chosen) - {"status"}),
        "tabs": _tabs(asked),
        "title": DEVICE_STATE[asked.states[0]] if len(asked.states) == 1 and asked.status not in TAB else TAB[asked.status],
        "following": asked.address(ADDRESS, ("before", str(found.after.id))) if found.after else None,
        "following_words": MORE[asked.order],
        "total": max(counts.total, len(found.lines)),
        "is_least": counts.is_least,
        "near": near,
        "near_donors": [(name, asked.but(text="", donor=donor).address(ADDRESS)) for donor, name in near_donors],
        "no_such_letter": has_letter_of_no_sticker(asked.text),
        "paused": found.paused,
        "first": before is None,
        "choices": choices,
        "orders": [(one.value, words) for one, words in ORDER.items()],
        "views": [(one, one.filter.address(ADDRESS), to_keep(asked) == one.filter) for one in views],
        "saved": next((one for one in views if one.id == saved), None),
        "carried_choices": asked.pairs(),
        "table": [(kind, asked.address(f"{ADDRESS}.{kind}")) for kind in ("xlsx", "csv")],
        "stickers": asked.address("/inventory/stickers"),
        "count_list": _count_list(asked, person),
        "ANY": ANY,
    }
    return page(request, "inventory/devices.html", WORDS | context)


def _count_list(asked: DeviceFilter, person: Person) -> str:
    """Where counting this list begins; nothing for what was typed, and for what is not here."""
    if asked.text or not asked.chosen or not person.may(Permission.PREPARE_DEVICES):
        return ""
    return to_count(asked).address("/inventory/stock-takes") if not asked.states or set(asked.states) & set(HERE) else ""


def _tabs(asked: DeviceFilter) -> list[tuple[str, object, str]]:
    """The tabs, which keep what else is chosen; a search begins anew in each of them."""
    tab = next((tab for tab, own in GROUPS.items() if set(asked.states) <= set(own)), "") if asked.states else ""
    return [
        (asked.but(status=value, stage=None, text="").address(ADDRESS), words, _current(value, tab, asked.status, asked.text))
        for value, words in TAB.items()
    ]


async def next_steps(unit: Unit, lines: Sequence[queries.DeviceLine], me: UUID) -> dict[UUID, str]:
    """What I do next with each of these machines, in words; those with which one can only wait are left out."""
    steps = {line.id: STEP[line.status.value] for line in lines if line.status.value in STEP}
    on_bench = await queries.get_devices(unit, [line.id for line in lines if line.status in ON_THE_WORKBENCH])
    disk_minimum = await disk_minimum_of(unit)
    for device in on_bench.values():
        what, _which = next_step(device, states_of_drives(device, disk_minimum), me)
        if what in STEP:
            steps[device.id] = STEP[what]
    return steps


def _current(value: str, tab: str, chosen: str, text: str) -> str:
    """What `aria-current` says of a tab: `page` on the tab itself, `true` on one of its states, nothing while searching."""
    if text or value != tab:
        return ""
    return "page" if value == chosen else "true"
