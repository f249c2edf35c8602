"""An own text of the agreement, as tests need one."""

from datetime import date
from uuid import UUID

from services.loans.commands.edit_wording import EditWording, draft_to_edit, edit_wording
from services.loans.commands.note_readers import NoteReaders, note_readers
from services.loans.commands.publish_wording import PublishWording, publish_wording
from services.loans.domain.household import Language, Level
from services.loans.domain.wording import Reading, Typed
from shared.runtime.clock import new_id
from tests.support.house import House


async def an_own_text(
    house: House, organisation: UUID, words: str, level: Level = Level.PLAIN, language: Language = Language.NL
) -> int:
    """A text is published that says this of what a family does; gives its number."""
    by, level, language = new_id(), Level.PLAIN, Language.NL
    async with house.services["loans"].units.open(organisation) as unit:
        draft, _ = await draft_to_edit(unit, level, language)
        blocks = {block.key: (block.heading, block.text, block.picture) for block in draft.wording.blocks}
        heading, _, picture = blocks["what_you_do"]
        typed = Typed(draft.wording.title, blocks | {"what_you_do": (heading, words, picture)})
        return (await publish_wording(PublishWording(level, language, by, draft.revision, typed), unit)).number


async def work_on_it(
    house: House, organisation: UUID, words: str, level: Level = Level.PLAIN, language: Language = Language.NL
) -> None:
    """Somebody works on a text that says this of what a family does."""
    level, language = Level.PLAIN, Language.NL
    async with house.services["loans"].units.open(organisation) as unit:
        draft, _ = await draft_to_edit(unit, level, language)
        [block] = [one for one in draft.wording.blocks if one.key == "what_you_do"]
        typed = Typed(draft.wording.title, {block.key: (block.heading, words, block.picture)})
        await edit_wording(EditWording(level, language, new_id(), typed, draft.revision), unit)


async def read_by(house: House, organisation: UUID, number: int, readers: int, remark: str = "") -> Reading:
    """So many people read this text."""
    async with house.services["loans"].units.open(organisation) as unit:
        return await note_readers(NoteReaders(number, date(2026, 1, 12), readers, new_id(), remark), unit)
