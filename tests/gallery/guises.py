"""What may differ between two looks at the same page."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final, Literal, NamedTuple

from playwright.async_api import ViewportSize

from shared.language.languages import PSEUDO, SOURCE, language_of, languages
from shared.web.speaking import reach_of
from tests.gallery.page import GalleryPage, State
from tests.gallery.pages import PAGES
from tests.support.browser import DESKTOP, PHONE

Theme = Literal["light", "dark", "forced"]
Size = Literal["phone", "desktop", "zoomed"]

THEMES: Final[tuple[Theme, ...]] = ("light", "dark", "forced")
"""`forced`: colours that the person's own system chooses, as in high contrast."""

SIZES: Final[Mapping[Size, ViewportSize]] = {"phone": PHONE, "desktop": DESKTOP, "zoomed": ViewportSize(width=640, height=450)}
"""`zoomed`: what is left of the desktop at 200 %, so half as many CSS pixels, each twice as large."""

MIRRORED = "mirrored"
"""Dutch words on a page that runs from right to left: what Arabic does to a page that does not exist in Arabic. For screenshots; a
visit in the pseudo-language looks both ways by itself."""


class Guise(NamedTuple):
    """One way to look at one page."""

    page: str
    state: State
    language: str
    theme: Theme
    size: Size
    scripts: bool

    def __str__(self) -> str:
        words = [self.page, self.state, self.language, self.theme, self.size] + ([] if self.scripts else ["without scripts"])
        return ", ".join(words)


def every_guise() -> list[Guise]:
    """All that exist."""
    return list(_guises())


def _guises() -> Iterator[Guise]:
    for page in PAGES:
        for choice in product(page.states, languages_of(page), THEMES, SIZES, (True, False)):
            yield Guise(page.name, *choice)


def for_every_commit(chosen: Sequence[Guise]) -> list[Guise]:
    """What a test run has time for: Dutch, right-to-left and the pseudo-language in full, of other languages one visit in three.

    Their words are as long as the pseudo-language at most; `./digibank pages check` visits all that were chosen.
    """
    in_full = {SOURCE, PSEUDO} | {code for code, language in languages().items() if language.direction == "rtl"}
    return [guise for place, guise in enumerate(chosen) if guise.language in in_full or place % 3 == 0]


def languages_of(page: GalleryPage) -> tuple[str, ...]:
    """Every language that a page has words for, and the pseudo-language; one that chooses for itself has that one."""
    if page.language:
        return (page.language,)
    reach = reach_of(page.path)
    return (*(language.code for language in languages().values() if reach in language.reach), PSEUDO)


def from_right_to_left(page: GalleryPage) -> str:
    """The language in which a page runs from right to left: one that it has words for, or mirrored Dutch."""
    return next((code for code in languages_of(page) if language_of(code).direction == "rtl"), MIRRORED)
