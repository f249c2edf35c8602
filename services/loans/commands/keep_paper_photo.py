"""The photo of a paper that was signed with a pen: look at it first, then keep it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.loans.domain.refusals import NotOnPaper, PaperPhotoGone, PaperPhotoKept
from services.loans.domain.signing import PHOTO_DAYS, FileKind
from services.loans.queries.loans import get_signed
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class BringPaperPhoto:
    """Of which loan, the photo as `documents/drawing.py` made it, and who brings it."""

    loan_id: UUID
    content: bytes = field(repr=False)
    by: UUID


@dataclass(frozen=True, slots=True)
class SettlePaperPhoto:
    """Of which loan, whether one can read it, and who looked.

    Attributes:
        brought_at: when the photo was brought that stood on the page (UTC): somebody may have brought another one since.
    """

    loan_id: UUID
    readable: bool
    by: UUID
    brought_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperPhotoChanged:
    """Of which loan."""

    id: UUID


async def bring_paper_photo(command: BringPaperPhoto, unit: LoansUnit) -> PaperPhotoChanged:
    """Lay a photo beside the agreement, to look at; one that lay there is gone.

    Raises `NotFound`, `NotOnPaper`, `PaperPhotoKept`.
    """
    await _must_take_one(command.loan_id, unit)
    await unit.files.remove(command.loan_id, FileKind.WAITING)
    await unit.files.add(command.loan_id, FileKind.WAITING, command.content, command.by)
    return PaperPhotoChanged(command.loan_id)


async def settle_paper_photo(command: SettlePaperPhoto, unit: LoansUnit) -> PaperPhotoChanged:
    """Keep the photo that was looked at, in the place of an earlier one; or throw it away when nobody can read it.

    Raises `NotFound`, `NotOnPaper`, `PaperPhotoKept`; `PaperPhotoGone` also when another one lies there, which nobody looked at.
    """
    await _must_take_one(command.loan_id, unit)
    waiting = await unit.files.of(command.loan_id, FileKind.WAITING)
    if waiting is None or waiting.at != command.brought_at:
        raise PaperPhotoGone()
    await unit.files.remove(command.loan_id, FileKind.WAITING)
    if command.readable:
        await unit.files.remove(command.loan_id, FileKind.PHOTO)
        await unit.files.add(command.loan_id, FileKind.PHOTO, waiting.content, command.by)
    return PaperPhotoChanged(command.loan_id)


async def _must_take_one(loan_id: UUID, unit: LoansUnit) -> None:
    """Behind the lock on the loan, so that two photos at the same moment are one after the other."""
    await unit.loans.get(loan_id)
    signed = await get_signed(unit, loan_id)
    if signed is None or not signed.signature.said.manner.on_paper:
        raise NotOnPaper()
    kept = FileKind.PHOTO in await unit.files.added_at(loan_id)
    if kept and unit.now() > signed.signature.at + PHOTO_DAYS:
        raise PaperPhotoKept(days=PHOTO_DAYS.days)
