"""Change the short lists of the organisation: shelves and rooms, partners, recyclers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.inventory.domain.refusals import ListFull, NameMissing, NameTaken
from services.inventory.domain.short_list import LONGEST_NAME, MOST_ENTRIES, Entry, ListKind
from services.inventory.store.unit import InventoryUnit
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class AddToList:
    """On which list, and what it is called."""

    kind: ListKind
    name: str


@dataclass(frozen=True, slots=True)
class TakeOffList:
    """Which one."""

    entry_id: UUID


@dataclass(frozen=True, slots=True)
class PutBackOnList:
    """Which one."""

    entry_id: UUID


@dataclass(frozen=True, slots=True)
class RenameOnList:
    """Which one, and what it is called from now on."""

    entry_id: UUID
    name: str


async def add_to_list(command: AddToList, unit: InventoryUnit) -> Entry:
    """It can be chosen from now on. One of that name that was taken off comes back; one that is there, stays.

    Raises `NameMissing`, `ListFull`, and what `clean_line` raises.
    """
    name = _name(command.name)
    await unit.short_lists.hold(command.kind)
    known = await unit.short_lists.all_of(command.kind)
    same = next((one for one in known if one.name.casefold() == name.casefold()), None)
    if same is not None and not same.removed:
        return same
    _must_have_room(known)
    if same is not None:
        back = replace(same, name=name, removed=False)
        await unit.short_lists.save(back)
        return back
    new = Entry(unit.new_id(), command.kind, name)
    await unit.short_lists.add(new)
    return new


async def take_off_list(command: TakeOffList, unit: InventoryUnit) -> Entry:
    """It cannot be chosen any more; what has it keeps it. Raises `NotFound`."""
    gone = replace(await _held(command.entry_id, unit), removed=True)
    await unit.short_lists.save(gone)
    return gone


async def put_back_on_list(command: PutBackOnList, unit: InventoryUnit) -> Entry:
    """It can be chosen again. Raises `NotFound` and `ListFull`."""
    entry = await _held(command.entry_id, unit)
    if entry.removed:
        _must_have_room(await unit.short_lists.all_of(entry.kind))
    back = replace(entry, removed=False)
    await unit.short_lists.save(back)
    return back


async def rename_on_list(command: RenameOnList, unit: InventoryUnit) -> Entry:
    """It is called otherwise, also where it was chosen before. Raises `NotFound`, `NameMissing`, `NameTaken` and what `clean_line`
    raises."""
    entry, name = await _held(command.entry_id, unit), _name(command.name)
    for other in await unit.short_lists.all_of(entry.kind):
        if other.id != entry.id and other.name.casefold() == name.casefold():
            raise NameTaken()
    renamed = replace(entry, name=name)
    await unit.short_lists.save(renamed)
    return renamed


async def _held(entry_id: UUID, unit: InventoryUnit) -> Entry:
    await unit.short_lists.hold((await unit.short_lists.get(entry_id)).kind)
    return await unit.short_lists.get(entry_id)  # again, behind the lock


def _name(typed: str) -> str:
    name = clean_line(typed, longest=LONGEST_NAME)
    if not name:
        raise NameMissing()
    return name


def _must_have_room(known: Sequence[Entry]) -> None:
    if sum(not one.removed for one in known) >= MOST_ENTRIES:
        raise ListFull(most=MOST_ENTRIES)
