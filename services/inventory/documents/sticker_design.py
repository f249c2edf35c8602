"""What stands where on a sticker of any size. Paper and screen draw the same design, so a preview is what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from reportlab.lib.units import mm

from services.inventory.domain.label_papers import LabelPaper
from shared.documents.lettering import BOLD, REGULAR, lines_of, reads_from_right, register_fonts, runs_of, width_of
from shared.documents.qr import QUIET_ZONE, Correction, qr_mask, qr_modules
from shared.language.translate import _, only_dutch, speaking, translated

QUESTION, SCAN, SCAN_OR_CALL = (
    _("Hulp nodig met dit toestel?"),
    _("Scan deze code met een telefoon"),
    _("Scan, of bel"),
)
WIDEST_CODE = only_dutch("WWW-WWW")
LARGEST_SQUARE = 30 * mm
SMALLEST_MODULE = 0.4 * mm
"""Three dots of a label printer of 203 to the inch. A finer code gets blurred by the printer, however much of it may be damaged."""
SMALLEST_LETTER = 5.0
LEADING = 1.18
LONGEST_ON_ONE_LINE = 20
"""A telephone number stays in one piece; what is longer is more than a number."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters in one typeface, in the order in which they are drawn from the left; from their lower left corner, in points."""

    text: str
    font: str
    size: float
    x: float
    y: float
    width: float
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class Design:
    """A sticker without its code, in points from its lower left corner.

    Attributes:
        square: lower left corner and side of the QR code, quiet zone included.
        code: where the code stands: from the left, baseline, and size of its bold letters.
        pieces: everything that is the same on all of them.
        correction, mask: how the QR code is made.
    """

    width: float
    height: float
    square: tuple[float, float, float]
    code: tuple[float, float, float]
    pieces: Sequence[Piece]
    correction: Correction
    mask: int


@dataclass(frozen=True, slots=True)
class Block:
    """A text on a sticker, and how large it would like to be."""

    text: str
    font: str
    largest: float
    language: str = "nl"
    most_lines: int = 3


@dataclass(frozen=True, slots=True)
class StickerWords:
    """What an organisation has on its stickers. No name of it, unless it wishes so.

    Attributes:
        help_line: the number that families dial; None when it is not known.
        language: of the words that stand below the Dutch ones, two letters; None for none.
        name: of the organisation; None to leave it out.
    """

    help_line: str | None
    language: str | None = None
    name: str | None = None


def sticker_address(base_url: str, code: str) -> str:
    """What the QR code of a machine says: the page where anyone reports that something is wrong with it."""
    return f"{base_url}/q/{code}"


@cache
def design_for(paper: LabelPaper, words: StickerWords, base_url: str) -> Design:
    """The design of an organisation's stickers on a paper: the square at the left, all that is to read beside it."""
    register_fonts()
    width, height = paper.width * mm, paper.height * mm
    margin = (3 if paper.height >= 30 else 1.5) * mm
    side = min(height - 2 * margin, width / 2, LARGEST_SQUARE)
    x = margin + side + 1 * mm
    room, high = width - x - margin, height - 2 * margin
    blocks = _blocks(words)
    scale = _scale_that_fits(blocks, room, high)
    set_out = [(block, *_set(block, scale, room)) for block in blocks]
    used = sum(size * LEADING * len(lines) for _block, size, lines in set_out)
    gap = max(0.0, min(4.0, (high - used) / max(1, len(blocks) - 1)))
    top = height - margin - max(0.0, (high - used - gap * (len(blocks) - 1)) / 2)
    code, pieces = (x, 0.0, 0.0), list[Piece]()
    for place, (block, size, lines) in enumerate(set_out):
        for line in lines:
            top -= size * LEADING
            baseline = top + size * (LEADING - 0.95)
            if place == 0:
                code = (x, baseline, size)
            else:
                pieces += _pieces(block, line, size, x, baseline, room)
        top -= gap
    address = sticker_address(base_url, WIDEST_CODE)
    correction = _correction(address, side)
    square = (margin, (height - side) / 2, side)
    return Design(width, height, square, code, tuple(pieces), correction, qr_mask(address, correction))


def _blocks(words: StickerWords) -> list[Block]:
    blocks = [Block(WIDEST_CODE, BOLD, 19, most_lines=1), *_said("nl", words.help_line is not None)]
    if words.language is not None:
        blocks += _said(words.language, words.help_line is not None)
    if words.help_line is not None:
        is_short = len(words.help_line) <= LONGEST_ON_ONE_LINE
        blocks.append(Block(words.help_line, BOLD, 11, most_lines=1 if is_short else 3))
    if words.name is not None:
        blocks.append(Block(words.name, REGULAR, 7, most_lines=2))
    return blocks


def _said(language: str, can_call: bool) -> list[Block]:
    """What it is for, and what to do, in one language."""
    with speaking(language):
        question, what = translated(str(QUESTION)), translated(str(SCAN_OR_CALL if can_call else SCAN))
    largest = 9.5 if language == "nl" else 8.5
    return [Block(question, BOLD, largest, language, 2), Block(what, REGULAR, largest, language, 2)]


def _set(block: Block, scale: float, room: float) -> tuple[float, list[str]]:
    size = max(block.largest * scale, SMALLEST_LETTER)
    if block.most_lines == 1:  # in one piece, whatever it takes
        size = min(size, size * room / width_of(block.text, block.font, size))
        return size, [block.text]
    return size, lines_of(block.text, block.font, size, room)


def _scale_that_fits(blocks: Sequence[Block], room: float, high: float) -> float:
    """How large, of what each block would like: the largest at which all of them fit. Even what does not fit at the smallest
    readable letter is drawn at that."""
    for percent in range(100, 29, -4):
        set_out = [(block, *_set(block, percent / 100, room)) for block in blocks]
        fits = all(len(lines) <= block.most_lines for block, _size, lines in set_out)
        if fits and sum(size * LEADING * len(lines) for _block, size, lines in set_out) <= high:
            return percent / 100
    return 0.3


def _pieces(block: Block, line: str, size: float, x: float, baseline: float, room: float) -> list[Piece]:
    from_right = reads_from_right(block.language)
    if from_right:
        x += room - width_of(line, block.font, size)
    pieces = []
    for run in runs_of(line, block.font, size, from_right):
        pieces.append(Piece(run.text, run.font, run.size, x, baseline, run.width, block.font == BOLD))
        x += run.width
    return pieces


def _correction(address: str, side: float) -> Correction:
    """As much as leaves modules that a printer can draw and a camera can see: a sticker is scratched for years."""
    for correction in (Correction.HIGH, Correction.QUARTER):
        if side / (len(qr_modules(address, correction, mask=0)) + 2 * QUIET_ZONE) >= SMALLEST_MODULE:
            return correction
    return Correction.MEDIUM
