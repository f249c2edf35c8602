"""Paragraphs on paper, also those that are longer than a page."""

from io import BytesIO

from pypdf import PdfReader
from reportlab.platypus import Flowable

from shared.documents.paper import make_pdf, style
from shared.documents.paragraph import Words


def pages_of(*parts: Flowable) -> list[list[str]]:
    """The words of each page."""
    made = make_pdf("Proef", list(parts), language="nl")
    return [page.extract_text().split() for page in PdfReader(BytesIO(made)).pages]


def test_words_that_fit_on_no_page_go_on_where_they_were() -> None:
    """A certificate names every machine that is not on it: that may be a thousand codes."""
    codes = [f"AAA-{number:04}" for number in range(1200)]
    pages = pages_of(
        Words("Hier begint het.", style("body")), Words(" ".join(codes), style("body")), Words("Einde.", style("body"))
    )
    assert len(pages) > 2
    assert [word for page in pages for word in page if word.startswith("AAA")] == codes
    assert pages[0][:3] == ["Hier", "begint", "het."]


def test_a_short_paragraph_stays_together() -> None:
    short = " ".join(["woord"] * 60)
    pages = pages_of(*[Words(f"p{number} {short}", style("body")) for number in range(30)])
    assert len(pages) > 1
    assert all(page[0].startswith("p") for page in pages)
