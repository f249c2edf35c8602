"""An own text of the agreement becomes the one that families read."""

import asyncio
from dataclasses import dataclass, replace
from uuid import UUID

from services.loans.commands.edit_wording import draft_to_edit
from services.loans.documents.agreement_text import default_wording
from services.loans.domain.household import Language, Level
from services.loans.domain.refusals import NothingToPublish, TextChangedMeanwhile, TextNotReadable
from services.loans.domain.wording import Published, Typed, cleaned
from services.loans.domain.wording_check import measured
from services.loans.store.unit import LoansUnit
from shared.runtime.faces import limits_here


@dataclass(frozen=True, slots=True)
class PublishWording:
    """Which text, as it was saved at this revision, with what was typed over it since; None for nothing more."""

    level: Level
    language: Language
    by: UUID
    revision: int
    typed: Typed | None = None


async def publish_wording(command: PublishWording, unit: LoansUnit) -> Published:
    """Give it the next number and let families read it from now on. What was shown or signed before stays what it was.

    Raises:
        DutchFirst: it is in another language, and there is no Dutch text yet.
        TextChangedMeanwhile: somebody saved something else since.
        NothingToPublish: families read this text already.
        TextNotReadable: it is too hard, frightens, names money or lost a fact.
        TextTooLong, RegisterNumberInText: what was typed.
    """
    await unit.wordings.lock(command.level)
    draft, dutch = await draft_to_edit(unit, command.level, command.language)
    if draft.revision != command.revision:
        raise TextChangedMeanwhile()
    typed = draft.wording if command.typed is None else cleaned(command.typed, draft.wording)
    wording = replace(typed, blocks=typed.shown)
    beside = dutch.number if dutch else None
    now = await unit.wordings.in_use(command.level, command.language)
    ours = default_wording(command.level, command.language)
    if (wording, beside) == ((now.wording, now.beside) if now else (ours, None)):
        raise NothingToPublish()
    lowest, beside_it = await lowest_score(unit), dutch.wording if dutch else None
    # In a thread: it takes tens of milliseconds. In the transaction all the same: what is measured is what is published.
    found = await asyncio.to_thread(measured, wording, command.language, command.level, lowest, beside_it)
    if not found.may_be_published:
        raise TextNotReadable(problems=found.problems)
    limit = found.limits.lowest_score if command.language is Language.NL else None
    new = Published(0, command.level, command.language, wording, beside, found.score, limit, command.by, unit.now())
    published = await unit.wordings.publish(new)
    await unit.wordings.drop_draft(command.level, command.language)
    return published


async def lowest_score(unit: LoansUnit) -> int:
    """What the organisation asks of a plain text."""
    return (await limits_here(unit)).agreement_score
