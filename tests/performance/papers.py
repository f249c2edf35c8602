"""Row `agreement`: the agreement as a PDF in each language and at each level, beside as many lines put bare on a page."""

import asyncio
import statistics
import time
from collections.abc import Callable
from functools import partial

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from services.loans.documents.agreement_example import EXAMPLE
from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.agreement_text import NEWEST, agreement_text
from services.loans.domain.agreement import AgreementText
from services.loans.domain.household import Language, Level
from shared.documents.lettering import REGULAR, register_fonts
from tests.performance.place import Place
from tests.performance.report import Row, at_most, ms

MOST_SECONDS = 0.1
SIZE = 10


async def agreement_rows(place: Place, *, tries: int | None = None) -> list[Row]:
    """How long the slowest language takes, for each level. The first of each is not counted: it reads the typefaces.

    Args:
        tries: how often each is made; by default 31, and 9 for a quick look.
    """
    tries = tries or (9 if place.quick else 31)
    return [await asyncio.to_thread(_row, level, tries) for level in Level]


def _row(level: Level, tries: int) -> Row:
    register_fonts()
    texts = {language: agreement_text(EXAMPLE, language, NEWEST[level]) for language in Language}
    took = {language: _middle(partial(agreement_pdf, text, None), tries) for language, text in texts.items()}
    slowest = max(took, key=lambda language: took[language])
    bare = _middle(partial(_bare, texts[slowest]), tries)
    others = ", ".join(f"{language.value} {ms(seconds)}" for language, seconds in took.items() if language is not slowest)
    return Row(
        "agreement",
        f"the agreement as a PDF, {level.value}, in {len(took)} languages beside Dutch: the slowest is {slowest.value} (others: "
        f"{others}); baseline: a reportlab page with as many lines of Latin letters, in one typeface and size",
        ms(took[slowest]),
        ms(bare),
        f"{took[slowest] / bare:.1f} x",
        f"< {MOST_SECONDS * 1000:.0f} ms",
        at_most(took[slowest], MOST_SECONDS),
    )


def _middle(make: Callable[[], bytes], tries: int) -> float:
    """The median, in seconds."""
    make()
    seconds = []
    for _ in range(tries):
        started = time.perf_counter()
        make()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def _bare(text: AgreementText) -> bytes:
    canvas = Canvas("bare.pdf", pagesize=A4)
    for sheet in text.sheets:
        canvas.setFont(REGULAR, SIZE)
        for number, line in enumerate(sheet.text.splitlines()):
            canvas.drawString(50, 800 - number * SIZE * 1.2, "Je houdt het toestel zolang je het nodig hebt."[: len(line)])
        canvas.showPage()
    made: bytes = canvas.getpdfdata()  # type: ignore[no-untyped-call]
    return made
