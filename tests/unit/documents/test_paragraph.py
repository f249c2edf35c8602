"""Paragraphs on paper, also those that are longer than a page."""

from typing import Any

import pytest
from reportlab.platypus import Flowable

from shared.documents import paragraph
from shared.documents.paper import make_pdf, style
from shared.documents.paragraph import Words

BODY = style("body")


def pages_of(monkeypatch: pytest.MonkeyPatch, *parts: Flowable) -> list[list[str]]:
    """The words of each page, as they are drawn."""
    pages: dict[int, list[str]] = {}
    draw = paragraph.draw_line

    def noted(canvas: Any, line: str, *where: Any) -> None:
        pages.setdefault(canvas.getPageNumber(), []).extend(line.split())
        draw(canvas, line, *where)

    monkeypatch.setattr(paragraph, "draw_line", noted)
    make_pdf("Proef", parts)
    return [pages[number] for number in sorted(pages)]


def test_words_that_fit_on_no_page_go_on_where_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate names every machine that is not on it: that may be a thousand codes."""
    codes = [f"AAA-{number:04}" for number in range(1200)]
    pages = pages_of(monkeypatch, Words("Hier begint het.", BODY), Words(" ".join(codes), BODY), Words("Einde.", BODY))
    assert len(pages) > 2
    assert [word for page in pages for word in page] == ["Hier", "begint", "het.", *codes, "Einde."]


def test_a_short_paragraph_stays_together(monkeypatch: pytest.MonkeyPatch) -> None:
    short = " ".join(["woord"] * 60)
    pages = pages_of(monkeypatch, *[Words(f"p{number} {short}", BODY) for number in range(30)])
    assert len(pages) > 1
    assert [page[0][0] for page in pages] == ["p"] * len(pages)
