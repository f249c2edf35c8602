"""What changed on a loan after it was signed, in words. Nobody signs it: it was agreed at the counter, or came of a repair."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from services.loans.domain.agreement import NEXT_SHEET, AgreementSheet
from services.loans.domain.household import Language


@dataclass(frozen=True, slots=True)
class Addendum:
    """One change, in the family's language and beside that in Dutch.

    Attributes:
        part: from 2; the first part is what was signed.
        made_on: the day, where the organisation is.
        language: in which the family reads it.
        text: every word of it, both sheets with `NEXT_SHEET` in between. One sheet when the language is Dutch.
    """

    part: int
    made_on: date
    language: Language
    text: str

    @property
    def sha256(self) -> str:
        """The hash of the whole text in UTF-8, as 64 hexadecimal digits."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def sheets(self) -> list[AgreementSheet]:
        """The family's own sheet, then the Dutch one."""
        languages = (self.language, Language.NL)
        return [AgreementSheet(text, language) for text, language in zip(self.text.split(NEXT_SHEET), languages, strict=False)]
