"""Somebody works on an own text of the agreement. Families read nothing of it before it is published."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from services.loans.documents.agreement_text import default_wording
from services.loans.domain.household import Language, Level
from services.loans.domain.refusals import DutchFirst, NoSuchBlock, TextChangedMeanwhile
from services.loans.domain.wording import Draft, Published, Typed, Wording, beside_dutch, cleaned
from services.loans.store.unit import LoansUnit


class Change(StrEnum):
    """What else than typing somebody does with a text."""

    UP = "up"
    DOWN = "down"
    HIDE = "hide"
    SHOW = "show"
    REMOVE = "remove"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class EditWording:
    """What was typed, over which saved text, and what else was done.

    Attributes:
        revision: of the text that stood on the page.
        change: with the block `key`, beside what was typed; None for nothing more.
    """

    level: Level
    language: Language
    by: UUID
    typed: Typed
    revision: int
    change: Change | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class DropDraft:
    """Work that is not published and may go."""

    level: Level
    language: Language


async def draft_to_edit(unit: LoansUnit, level: Level, language: Language) -> tuple[Draft, Published | None]:
    """What somebody works on, and the Dutch text that it stands beside: what was saved, else the last one that was published, else
    our own text.

    Raises `DutchFirst` for another language while families read no Dutch text of the organisation.
    """
    saved = await unit.wordings.draft(level, language)
    newest = None if saved else await unit.wordings.newest(level, language)
    default = default_wording(level, language)
    draft = saved or Draft(level, language, newest.wording if newest else default)
    if language is Language.NL:
        return (draft if saved else replace(draft, wording=with_ours(draft.wording, default))), None
    dutch = await unit.wordings.in_use(level, Language.NL)
    if dutch is None:
        raise DutchFirst()
    known = draft.wording.blocks if saved or newest else default.blocks
    return replace(draft, wording=beside_dutch(dutch.wording, known, draft.wording.title)), dutch


def with_ours(wording: Wording, default: Wording) -> Wording:
    """A text with the blocks of ours that it leaves out, hidden, so that they can be put back."""
    there = {block.key for block in wording.blocks}
    missing = (replace(block, shown=False) for block in default.blocks if block.key not in there)
    return replace(wording, blocks=(*wording.blocks, *missing))


async def edit_wording(command: EditWording, unit: LoansUnit) -> Draft:
    """Save it.

    Raises `DutchFirst`, `TextChangedMeanwhile`, `TextTooLong`, `RegisterNumberInText`, `NoSuchBlock`, `TooManyBlocks`.
    """
    await unit.wordings.lock(command.level)
    draft, dutch = await draft_to_edit(unit, command.level, command.language)
    if draft.revision != command.revision:
        raise TextChangedMeanwhile()
    wording = cleaned(command.typed, draft.wording)
    if command.change is not None:
        if dutch is not None:
            raise NoSuchBlock()  # a translation has the blocks of the Dutch text
        wording = changed(wording, command.change, command.key)
    draft = replace(draft, wording=wording, revision=draft.revision + 1, saved_by=command.by, saved_at=unit.now())
    await unit.wordings.save_draft(draft)
    return draft


def changed(wording: Wording, change: Change, key: str) -> Wording:
    """A text with a block moved, left out, put back, added or taken away. Raises `NoSuchBlock` and `TooManyBlocks`."""
    match change:
        case Change.UP:
            return wording.moved(key, -1)
        case Change.DOWN:
            return wording.moved(key, 1)
        case Change.HIDE | Change.SHOW:
            return wording.showing(key, shown=change is Change.SHOW)
        case Change.REMOVE:
            return wording.without(key)
        case Change.ADD:
            return wording.with_own()


async def drop_draft(command: DropDraft, unit: LoansUnit) -> None:
    """Begin again from what families read now. What was published stays."""
    await unit.wordings.lock(command.level)
    await unit.wordings.drop_draft(command.level, command.language)
