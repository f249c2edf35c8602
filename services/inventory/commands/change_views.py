"""Keep a list of machines under a name, for oneself or for the organisation."""

from dataclasses import dataclass, replace
from uuid import UUID

from services.inventory.domain.device_filter import DeviceFilter
from services.inventory.domain.refusals import NameMissing
from services.inventory.domain.saved_view import LONGEST_VIEW_NAME, MOST_VIEWS, SavedView, to_keep
from services.inventory.domain.view_refusals import NothingNarrowed, NotYourView, TooManyViews
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class SaveView:
    """Which choices, what they are called, for whom, and who keeps them."""

    filter: DeviceFilter
    name: str
    is_shared: bool
    by: UUID


@dataclass(frozen=True, slots=True)
class ChangeView:
    """Which one, and who changes it. `arranges`: this person may change what is shared, whoever made it."""

    view_id: UUID
    by: UUID
    arranges: bool
    name: str = ""


async def save_view(command: SaveView, unit: InventoryUnit) -> SavedView:
    """It stands with the lists from now on. The same name again changes what is on it.

    Raises `NothingNarrowed`, `NameMissing`, `TooManyViews`, and what `clean_line` raises.
    """
    kept = to_keep(command.filter)
    if kept == DeviceFilter(order=kept.order):
        raise NothingNarrowed()
    name = _name(command.name)
    known = [one for one in await unit.saved_views.seen_by(command.by) if one.is_shared == command.is_shared]
    same = next((one for one in known if one.name.casefold() == name.casefold()), None)
    if same is not None:
        changed = replace(same, name=name, filter=kept)
        await unit.saved_views.save(changed)
        return changed
    if len(known) >= MOST_VIEWS:
        raise TooManyViews(most=MOST_VIEWS)
    new = SavedView(unit.new_id(), command.by, name, kept, command.is_shared)
    await unit.saved_views.add(new)
    return new


async def rename_view(command: ChangeView, unit: InventoryUnit) -> SavedView:
    """It is called otherwise. Raises `NotFound`, `NotYourView`, `NameMissing`, and what `clean_line` raises."""
    changed = replace(await _own(command, unit), name=_name(command.name))
    await unit.saved_views.save(changed)
    return changed


async def remove_view(command: ChangeView, unit: InventoryUnit) -> SavedView:
    """It stands there no more. Raises `NotFound` and `NotYourView`."""
    gone = replace(await _own(command, unit), removed=True)
    await unit.saved_views.save(gone)
    return gone


async def put_back_view(command: ChangeView, unit: InventoryUnit) -> SavedView:
    """It was no mistake to have it. Raises `NotFound` and `NotYourView`."""
    back = replace(await _own(command, unit), removed=False)
    await unit.saved_views.save(back)
    return back


async def _own(command: ChangeView, unit: InventoryUnit) -> SavedView:
    one = await unit.saved_views.get(command.view_id)
    if not one.is_seen_by(command.by):
        raise NotFound()
    if one.is_shared and not command.arranges:
        raise NotYourView()
    return one


def _name(typed: str) -> str:
    name = clean_line(typed, longest=LONGEST_VIEW_NAME)
    if not name:
        raise NameMissing()
    return name
