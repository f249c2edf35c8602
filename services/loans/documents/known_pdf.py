"""Everything that we know of a family, on paper, in black and white. Takes processor time: call it in a thread."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from shared.documents.paper import make_pdf, style
from shared.documents.paragraph import Words
from shared.language.translate import speaking, translated


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and lines under it. `empty` is said where there is none."""

    title: str
    lines: Sequence[str]
    empty: str = ""


def known_pdf(sections: Sequence[Section], language: str, on: str, author: str | None = None) -> bytes:
    """The sections on A4; the same facts give the same bytes.

    Args:
        language: in which the sections are written, two letters.
        on: the day on which it was asked, as people write it.
        author: what the organisation is called.
    """
    with speaking(language):
        title, made = translated("Wat jullie van mij weten"), translated("Gevraagd op {day}.").format(day=on)
    parts: list[Flowable] = [Words(title, style("title"), language), Words(made, style("small"), language)]
    for section in sections:
        parts.append(Words(section.title, style("heading"), language))
        parts += [Words(line, style("body"), language) for line in section.lines or [section.empty]]
    return make_pdf(title, parts, language=language, author=author)
