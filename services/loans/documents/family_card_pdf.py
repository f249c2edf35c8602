"""A family's card on paper: as large as a bank card, two sides to fold. Takes processor time: call it in a thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from shared.documents.lettering import reads_from_right
from shared.documents.paper import WIDTH, make_pdf, style
from shared.documents.paragraph import Beside, Words, height_of
from shared.documents.qr import draw_qr
from shared.language.translate import speaking, translated

CARD = (85.6 * mm, 54 * mm)
"""ISO/IEC 7810, ID-1: what fits where a bank card fits."""
EDGE, GAP = 4 * mm, 3 * mm
QR = 31 * mm
SIZES = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Points; the largest that fits is taken: where help is, has no fixed length."""


@dataclass(frozen=True, slots=True)
class CardWords:
    """All that stands on a card beside its code, in the language of the family. Nothing says whose it is.

    Attributes:
        organisation: what the Digibank is called.
        scan, go_to, come_by: how to begin: with a square to scan, with an address to type (it has a place for it), or where no
            address works for everybody.
        steps: what to do then.
        help: where help is; empty when we do not know.
    """

    language: str
    title: str
    organisation: str
    cut: str
    scan: str
    go_to: str
    come_by: str
    type_code: str
    steps: Sequence[tuple[str, str]]
    lost: str
    help: Sequence[str]
    secret: str


def card_words(language: str, organisation: str, help_line: str | None, help_place: str | None) -> CardWords:
    """The words of a card; what is not known of the organisation is left out."""
    with speaking(language):
        lines = []
        if help_line:
            lines.append(translated("Bel {line}.").format(line=f"\u2068{help_line}\u2069"))
        if help_place:
            lines.append(translated("Of kom langs: {place}.").format(place=f"\u2068{help_place}\u2069"))
        return CardWords(
            language=language,
            title=translated("Jouw kaart"),
            organisation=organisation,
            cut=translated("Knip de kaart uit. Vouw ze dicht op de stippellijn."),
            scan=translated("Scan het vierkant met je telefoon."),
            go_to=translated("Ga naar {address}"),
            come_by=translated("Kom bij ons langs. We openen samen de pagina."),
            type_code=translated("Typ deze code:"),
            steps=(
                ("password", translated("Typ je pincode.")),
                ("what_you_lend", translated("Kijk wat je leent.")),
                ("help", translated("Vraag hulp als er iets is.")),
            ),
            lost=translated("Kaart kwijt of pincode vergeten?"),
            help=lines or [translated("Kom bij ons langs.")],
            secret=translated("Zeg je pincode aan niemand. Schrijf ze niet op deze kaart."),
        )


def family_card_pdf(words: CardWords, code: str, person: int, base_url: str, can_be_scanned: bool) -> bytes:
    """The card on A4; the same facts give the same bytes.

    Args:
        code: of the card, as it is typed.
        person: which one of the family: a small number, so that two cards on one table are told apart.
        base_url: where Digibank is.
        can_be_scanned: whether that address works on any telephone; otherwise it is not on the card.
    """
    small = style("small")
    return make_pdf(
        words.title,
        [Words(words.cut, small, words.language), _Sheet(words, code, person, base_url, can_be_scanned)],
        language=words.language,
    )


class _Sheet(Flowable):
    """Front and back beside each other. Where people read from the right, the front lies right."""

    def __init__(self, words: CardWords, code: str, person: int, base_url: str, can_be_scanned: bool) -> None:
        super().__init__()
        self._words, self._code, self._person = words, code, person
        self._base_url, self._can_be_scanned = base_url, can_be_scanned
        self._from_right = reads_from_right(words.language)

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        """The room it takes."""
        self.width, self.height = 2 * CARD[0], CARD[1] + 4 * mm
        return self.width, self.height

    def draw(self) -> None:
        """The frame to cut along, the line to fold at, and both sides."""
        wide, high = CARD
        left = (WIDTH - 2 * wide) / 2
        self.canv.setLineWidth(0.5)
        self.canv.roundRect(left, 0, 2 * wide, high, 3 * mm)
        self.canv.setDash(2, 2)
        self.canv.line(left + wide, 0, left + wide, high)
        self.canv.setDash()
        front, back = (left + wide, left) if self._from_right else (left, left + wide)
        self._front(front)
        self._back(back)

    def _front(self, x: float) -> None:
        room = CARD[0] - 2 * EDGE - (QR + GAP if self._can_be_scanned else 0)
        begin = [("scan", self._words.scan)] if self._can_be_scanned else []
        steps = [*begin, *self._words.steps]
        text_x = x + EDGE + (QR + GAP if self._can_be_scanned and self._from_right else 0)

        def parts(size: float) -> list[Flowable]:
            made: list[Flowable] = [self._line(self._words.title, size + 4, bold=True)]
            made.append(self._line(self._words.organisation, size))
            if not self._can_be_scanned:
                made.append(self._line(self._words.come_by, size))
            language = self._words.language
            made += [Beside(name, 2.1 * size, [self._line(said, size)], size * 0.45, language) for name, said in steps]
            return made

        self._fitting(parts, text_x, room, CARD[1] - 2 * EDGE)
        if self._can_be_scanned:
            qr_x = x + (EDGE if self._from_right else CARD[0] - EDGE - QR)
            draw_qr(self.canv, f"{self._base_url}/family/{self._code}", qr_x, (CARD[1] - QR) / 2, QR)

    def _back(self, x: float) -> None:
        code = style("heading").clone("code", fontSize=14, leading=18, spaceBefore=2, spaceAfter=4)

        def parts(size: float) -> list[Flowable]:
            made: list[Flowable] = [self._line(self._words.lost, size + 1, bold=True)]
            made += [self._line(said, size) for said in self._words.help]
            made.append(self._line(self._words.secret, size, before=size * 0.6))
            how = self._words.type_code if not self._can_be_scanned else f"{self._go_to()}. {self._words.type_code}"
            made.append(self._line(how, size, before=size * 0.6))
            # A code reads from the left in every language.
            made.append(Words(f"\u2066{self._code}\u2069", code, self._words.language))
            return made

        self._fitting(parts, x + EDGE, CARD[0] - 2 * EDGE, CARD[1] - 2 * EDGE)
        self.canv.setFont(style("small").fontName, 7)
        place = x + EDGE if self._from_right else x + CARD[0] - EDGE
        draw = self.canv.drawString if self._from_right else self.canv.drawRightString
        draw(place, EDGE - 1.5 * mm, str(self._person))

    def _go_to(self) -> str:
        address = self._base_url.partition("://")[2]
        return self._words.go_to.format(address=f"\u2066{address}/family\u2069")

    def _line(self, said: str, size: float, *, bold: bool = False, before: float = 0) -> Words:
        kind = style("heading" if bold else "body")
        leading = size * (1.4 if self._from_right else 1.22)
        made = kind.clone("line", fontSize=size, leading=leading, spaceBefore=before, spaceAfter=1)
        return Words(said, made, self._words.language)

    def _fitting(self, parts: Callable[[float], list[Flowable]], x: float, width: float, height: float) -> None:
        """Draw parts one below the other, in the largest letters with which they fit."""
        made: list[Flowable] = []
        for size in SIZES:
            made = parts(size)
            if height_of(made, width) <= height:
                break
        top, after = CARD[1] - EDGE, 0.0
        for place, part in enumerate(made):
            _wide, high = part.wrap(width, height)
            top -= high + (max(part.getSpaceBefore(), after) if place else 0)
            part.drawOn(self.canv, x, top)
            after = part.getSpaceAfter()
