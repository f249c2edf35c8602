"""What stickers look like on every paper, in every language, and many of them in one document."""

import re

import pytest
from reportlab.lib.units import mm

from services.inventory.documents.sticker_design import SMALLEST_MODULE, StickerWords, design_for, sticker_address
from services.inventory.documents.sticker_picture import sticker_svg
from services.inventory.documents.stickers import make_stickers, make_test_page
from services.inventory.domain.label_papers import A4, PAPERS, LabelPaper
from services.inventory.domain.refusals import WrongStickerSettings
from services.inventory.domain.sticker_settings import SECOND_LANGUAGES, StickerSettings
from shared.documents.lettering import BOLD, width_of
from shared.documents.qr import QUIET_ZONE, Correction, qr_modules

PUBLIC = "https://digibank.debrug.be"
LONGEST = StickerWords("03 123 45 67, elke werkdag van 9 tot 12 uur", "uk", "Digibank van de stad en de dorpen eromheen")
WORDS = StickerWords("03 123 45 67")


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_labels_lie_within_their_page_and_beside_each_other(paper: LabelPaper) -> None:
    width, height = paper.page
    assert paper.left >= 0
    assert paper.top >= 0
    assert paper.left + (paper.columns - 1) * paper.across + paper.width <= width + 0.01
    assert paper.top + (paper.rows - 1) * paper.down + paper.height <= height + 0.01
    assert paper.columns == 1 or paper.across >= paper.width
    assert paper.rows == 1 or paper.down >= paper.height
    assert paper.is_roll == (paper.page != A4)


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
@pytest.mark.parametrize("language", [None, *SECOND_LANGUAGES])
def test_all_that_stands_on_a_sticker_is_on_it(paper: LabelPaper, language: str | None) -> None:
    for words in (StickerWords("03 123 45 67", language), StickerWords(None, language, "Digibank De Brug")):
        design = design_for(paper, words, PUBLIC)
        x, y, side = design.square
        for piece in design.pieces:
            assert piece.x >= x + side
            assert piece.x + piece.width <= design.width - 1 * mm
            assert 1 * mm <= piece.y <= design.height - 1 * mm - piece.size * 0.7
            assert piece.size >= 5
        at_x, at_y, size = design.code
        assert at_x + width_of("WWW-WWW", BOLD, size) <= design.width - 1 * mm
        assert at_y > max((piece.y for piece in design.pieces), default=0)
        assert y >= 1 * mm
        assert side >= 18 * mm


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_code_may_be_scratched_and_has_its_quiet_zone(paper: LabelPaper) -> None:
    design = design_for(paper, LONGEST, PUBLIC)
    modules = qr_modules(sticker_address(PUBLIC, "KX4-72M"), design.correction, design.mask)
    assert design.square[2] / (len(modules) + 2 * QUIET_ZONE) >= SMALLEST_MODULE
    assert design.correction is Correction.HIGH


def test_a_long_address_has_fewer_spare_letters_and_not_a_finer_code() -> None:
    long = "https://digibank.de-zeer-lange-naam-van-een-gemeente-aan-de-stroom.provincie.voorbeeld.example.be"
    assert design_for(PAPERS["L4778"], WORDS, long).correction is not Correction.HIGH


def test_a_number_stays_in_one_piece() -> None:
    for number in ("03 123 45 67", "+32 (0)3 123 45 67"):
        for paper in PAPERS.values():
            assert number in [piece.text for piece in design_for(paper, StickerWords(number, "ar", "Digibank"), PUBLIC).pieces]


def test_a_thousand_stickers_fill_as_few_sheets_as_they_can() -> None:
    codes = [f"{first}{second}A-B{third}C" for first in "ABCDEFGHJK" for second in "ABCDEFGHJK" for third in "ABCDEFGHJK"]
    made = make_stickers(PUBLIC, codes, WORDS, PAPERS["L7160"], skipped=20)
    assert pages_of(made) == 1 + -(-(len(codes) - 1) // 21)
    assert pages_of(make_stickers(PUBLIC, codes[:5], WORDS, PAPERS["R54x25"], copies=2)) == 10


def test_the_picture_says_what_the_paper_says() -> None:
    words = StickerWords("<03> & meer", "ar")
    picture = sticker_svg(PUBLIC, "KX4-72M", words, PAPERS["L7160"])
    design = design_for(PAPERS["L7160"], words, PUBLIC)
    assert picture.count("<text") == len(design.pieces) + 1
    assert "&lt;03&gt; &amp; meer" in picture
    assert "KX4-72M" in picture


def test_settings_that_nobody_can_choose() -> None:
    StickerSettings("R62", -100, 100, "uk", True).check()
    for wrong in (
        StickerSettings("A4"),
        StickerSettings(offset_x=101),
        StickerSettings(offset_y=-101),
        StickerSettings(language="nl"),
    ):
        with pytest.raises(WrongStickerSettings):
            wrong.check()
    assert StickerSettings("gone").label_paper is PAPERS["L7160"]


@pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)
def test_a_test_page_has_all_outlines(paper: LabelPaper) -> None:
    made = make_test_page(paper, (1.5, -2))
    assert pages_of(made) == 1


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))
