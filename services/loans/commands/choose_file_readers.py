"""Which colleagues open closed files. Chosen for the organisation, so that who leaves is replaced in one place."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.family_refusals import NobodyOpensClosed
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class ChooseFileReaders:
    """These and nobody else from now on."""

    person_ids: Collection[UUID]


@dataclass(frozen=True, slots=True)
class ReadersChosen:
    """Of which organisation."""

    id: UUID


async def choose_file_readers(command: ChooseFileReaders, unit: LoansUnit) -> ReadersChosen:
    """Raises `NobodyOpensClosed` when nobody would be left while files are closed."""
    await unit.closed.lock()
    if not command.person_ids and await unit.closed.count():
        raise NobodyOpensClosed()
    await unit.closed.choose_readers(command.person_ids)
    return ReadersChosen(unit.organisation)
