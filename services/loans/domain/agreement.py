"""The agreement: exact text, and what makes a signature under it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from services.loans.domain.household import Language, Level
from services.loans.domain.signing import Said
from shared.contracts.vocabulary import SigningWay

NEXT_SHEET = "\n\f\n"
"""Between the sheets of an agreement."""
FIRST_SIMPLE, LAST_SIMPLE = 501, 999
"""The numbers of the very simple texts. All numbers stand in one row, so that what was signed says by its number alone which text
it was: 1 to 500 are our plain texts (`agreement_1.txt` is 1), 501 to 999 our very simple ones (`simple_1.txt` is 501). From 1000
on they are texts of organisations: see `wording.FIRST_OWN`."""
PICTOGRAMS = (
    "who",
    "what_you_lend",
    "until_when",
    "what_we_do",
    "what_you_do",
    "broken",
    "stolen_or_lost",
    "stop_any_time",
    "help",
    "your_data",
)
"""What stands beside each block of our own texts, in their order."""


@dataclass(frozen=True, slots=True)
class AgreementSheet:
    """The agreement in one language, on a sheet of its own.

    Attributes:
        text: blocks stand apart by an empty line; the first line of a block is its heading. The first block is the title.
    """

    text: str
    language: Language

    @property
    def title(self) -> str:
        """The first line."""
        return self.text.partition("\n")[0]

    @property
    def blocks(self) -> list[tuple[str, list[str]]]:
        """What stands below the title: heading and sentences of each block."""
        parts = [block.split("\n") for block in self.text.split("\n\n")[1:]]
        return [(heading, lines) for heading, *lines in parts]


@dataclass(frozen=True, slots=True)
class AgreementText:
    """What a family reads and signs: in its language, and beside that in Dutch.

    Attributes:
        text: every word of it, both sheets with `NEXT_SHEET` in between. One sheet when the language is Dutch.
        template_version: which wording it was made from, and so at which level: see `FIRST_SIMPLE`.
        language: in which the family reads it.
        own_level: how plainly a text of the organisation itself is worded; None for ours, whose number says it.
        pictures: what stands beside each block.
        names_end: whether it names an end date; not known any more of what was kept.
    """

    text: str
    template_version: int
    language: Language
    own_level: Level | None = None
    pictures: tuple[str, ...] = PICTOGRAMS
    names_end: bool = False

    @property
    def level(self) -> Level:
        """How plainly it is worded."""
        if self.own_level is not None:
            return self.own_level
        return Level.SIMPLE if FIRST_SIMPLE <= self.template_version <= LAST_SIMPLE else Level.PLAIN

    @property
    def sha256(self) -> str:
        """The hash of the whole text in UTF-8, as 64 hexadecimal digits."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def sheets(self) -> list[AgreementSheet]:
        """The family's own sheet, then the Dutch one."""
        languages = (self.language, Language.NL)
        return [AgreementSheet(text, language) for text, language in zip(self.text.split(NEXT_SHEET), languages, strict=False)]


@dataclass(frozen=True, slots=True)
class Signature:
    """How a family agreed.

    Attributes:
        document_sha256: of the text that the family saw.
        said: by whose hand, for whom, and who helped.
        name: as it was typed; None on paper, where it stands by hand, and for who only drew.
        explained_in: the language in which somebody explained it aloud, if anybody did.
        seen_by: who of ours was there.
        at: the moment, in UTC.
    """

    document_sha256: str
    template_version: int
    said: Said
    name: str | None
    explained_in: Language | None
    seen_by: UUID
    at: datetime

    @property
    def way(self) -> SigningWay:
        """On the screen or on paper: what other services hear."""
        return self.said.manner.way


@dataclass(frozen=True, slots=True)
class SignedAgreement:
    """What was agreed, and how."""

    agreement: AgreementText
    signature: Signature
