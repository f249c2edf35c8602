"""What an organisation chose for its stickers, so that nobody has to choose it again."""

from dataclasses import dataclass

from services.inventory.domain.label_papers import PAPERS, USUAL, LabelPaper
from services.inventory.domain.refusals import WrongStickerSettings

FURTHEST = 100
"""Tenths of a millimetre that a printer may be off: a centimetre. More is the wrong paper."""
SECOND_LANGUAGES = ("fr", "en", "ar", "tr", "uk")


@dataclass(frozen=True, slots=True)
class StickerSettings:
    """The choices of one organisation.

    Attributes:
        paper: the key of what it prints on.
        offset_x, offset_y: how far all is moved to the right and down, in tenths of a millimetre, for a printer that is off.
        language: in which the words stand a second time, two letters; None for Dutch alone.
        shows_name: the organisation's name stands on it too. Usually not: a sticker says what it is for, not whose charity it is.
    """

    paper: str = USUAL
    offset_x: int = 0
    offset_y: int = 0
    language: str | None = None
    shows_name: bool = False

    def check(self) -> None:
        """Raises `WrongStickerSettings` for what nobody can choose."""
        known = self.paper in PAPERS and (self.language is None or self.language in SECOND_LANGUAGES)
        if not known or max(abs(self.offset_x), abs(self.offset_y)) > FURTHEST:
            raise WrongStickerSettings()

    @property
    def label_paper(self) -> LabelPaper:
        """What it prints on; the usual one where what was chosen once is not made any more."""
        return PAPERS.get(self.paper, PAPERS[USUAL])
