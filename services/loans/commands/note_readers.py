"""People for whom a text of the agreement is meant read it. That is noted beside its number; who they are is not."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.loans.domain.refusals import ReadersMissing
from services.loans.domain.wording import MOST_READERS, Reading, clean_remark
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class NoteReaders:
    """The day, how many, and at most 140 letters about how it went."""

    number: int
    on: date | None
    readers: int | None
    by: UUID
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DropReading:
    """A reading that was noted by mistake."""

    number: int
    reading_id: UUID


async def note_readers(command: NoteReaders, unit: LoansUnit) -> Reading:
    """Keep it. Raises `NotFound`, `ReadersMissing`, `TextTooLong`, `RegisterNumberInText`."""
    text = await unit.wordings.get(command.number)
    remark = clean_remark(command.remark)
    if command.on is None or command.on > unit.today():
        raise ReadersMissing(field="read_on")
    if command.readers is None or not 1 <= command.readers <= MOST_READERS:
        raise ReadersMissing(field="readers")
    reading = Reading(unit.new_id(), text.number, command.on, command.readers, remark, command.by)
    await unit.wordings.add_reading(reading)
    return reading


async def drop_reading(command: DropReading, unit: LoansUnit) -> None:
    """Take it away again. Raises `NotFound`."""
    await unit.wordings.get(command.number)
    await unit.wordings.drop_reading(command.number, command.reading_id)
