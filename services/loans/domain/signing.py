"""How a family signs: by whose hand, for whom, and who helped. What names somebody is kept apart from what does not."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from services.loans.domain.household import LONGEST_NAME
from services.loans.domain.refusals import (
    AdultSigns,
    DrawingMissing,
    InstitutionMissing,
    SignatureMissing,
    WitnessMissing,
)
from shared.contracts.vocabulary import SigningWay
from shared.language.free_text import clean_line

PHOTO_DAYS = timedelta(days=30)
"""So long after signing another photo of the paper may take the place of the first; then it is evidence, and stays."""


class Manner(StrEnum):
    """By whose hand. Other services hear only `way`: on the screen or on paper."""

    TYPED = "typed"
    DRAWN = "drawn"
    MARK = "mark"
    PAPER = "paper"
    PAPER_MARK = "paper_mark"

    @property
    def way(self) -> SigningWay:
        """What other services hear."""
        return SigningWay.PAPER if self.on_paper else SigningWay.TYPED

    @property
    def on_paper(self) -> bool:
        """With a pen."""
        return self in (Manner.PAPER, Manner.PAPER_MARK)

    @property
    def has_witness(self) -> bool:
        """A cross or another mark, of somebody who does not write."""
        return self in (Manner.MARK, Manner.PAPER_MARK)

    @property
    def is_drawn(self) -> bool:
        """With a finger, a pen or a mouse on the screen."""
        return self in (Manner.DRAWN, Manner.MARK)


class SignsAs(StrEnum):
    """For whom somebody signs."""

    FAMILY = "family"
    GUARDIAN = "guardian"
    INSTITUTION = "institution"


class FileKind(StrEnum):
    """What is kept of an agreement beside its words.

    `PAPER` is the sealed PDF as it was made at signing, to the byte. `WAITING` is a photo that somebody still looks at: whether
    one can read it.
    """

    DRAWING = "drawing"
    PAPER = "paper"
    PHOTO = "photo"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Said:
    """What was said at signing beside the name under it.

    Attributes:
        manner: by whose hand.
        signs_as: for whom.
        institution: what signs for a young person in its care. A guardian is the name under the agreement.
        witness: who saw somebody set a mark.
        collected_by: who takes the machine along, when that is somebody else.
        explained_by: the colleague who explained it aloud.
        explainer: somebody else who did, such as an interpreter.
        adult: somebody said that an adult signs.
    """

    manner: Manner
    signs_as: SignsAs = SignsAs.FAMILY
    institution: str | None = None
    witness: str | None = None
    collected_by: str | None = None
    explained_by: UUID | None = None
    explainer: str | None = None
    adult: bool = True


def said_cleanly(said: Said, name: str | None, *, drawn: bool) -> tuple[Said, str | None]:
    """The same and the name under the agreement, with only what belongs to this manner.

    Args:
        drawn: whether there is a drawing.

    Raises:
        AdultSigns: nobody said that an adult signs.
        SignatureMissing: nothing was typed, and nothing was drawn.
        DrawingMissing: a mark on the screen that is not there.
        WitnessMissing: a mark that nobody saw.
        InstitutionMissing: an institution that is not named.
        TextTooLong, RegisterNumberInText: in one of the names.
    """
    cleaned = _name(name)
    if said.manner is Manner.TYPED and cleaned is None:
        raise SignatureMissing()
    if said.manner.is_drawn and not drawn:
        raise DrawingMissing()
    witness, institution = _name(said.witness), _name(said.institution)
    if said.manner.has_witness and witness is None:
        raise WitnessMissing()
    if said.signs_as is SignsAs.INSTITUTION and institution is None:
        raise InstitutionMissing()
    if not said.adult:
        raise AdultSigns()
    kept = replace(
        said,
        witness=witness if said.manner.has_witness else None,
        institution=institution if said.signs_as is SignsAs.INSTITUTION else None,
        collected_by=_name(said.collected_by),
        explainer=_name(said.explainer),
    )
    return kept, None if said.manner is Manner.PAPER else cleaned


def _name(typed: str | None) -> str | None:
    return clean_line(typed or "", longest=LONGEST_NAME) or None


@dataclass(frozen=True, slots=True)
class SealedPaper:
    """The PDF of an agreement as it was sealed.

    Attributes:
        at: the moment that stands on it as that of signing, in UTC.
    """

    content: bytes
    at: datetime

    @property
    def sha256(self) -> str:
        """The hash of its bytes, as 64 hexadecimal digits."""
        return sha256(self.content).hexdigest()
