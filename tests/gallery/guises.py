"""What may differ between two looks at the same page."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final, Literal, NamedTuple

from playwright.async_api import ViewportSize

from tests.gallery.page import Reach, State
from tests.gallery.pages import PAGES
from tests.support.browser import DESKTOP, PHONE

Theme = Literal["light", "dark", "forced"]
Size = Literal["phone", "desktop", "zoomed"]

THEMES: Final[tuple[Theme, ...]] = ("light", "dark", "forced")
"""`forced`: colours that the person's own system chooses, as in high contrast."""

SIZES: Final[Mapping[Size, ViewportSize]] = {"phone": PHONE, "desktop": DESKTOP, "zoomed": ViewportSize(width=640, height=450)}
"""`zoomed`: what is left of the desktop at 200 %, so half as many CSS pixels, each twice as large."""

MIRRORED = "mirrored"
"""Dutch words on a page that runs from right to left: what Arabic does to a page that does not exist in Arabic."""

LANGUAGES: Final[Mapping[Reach, tuple[str, ...]]] = {
    "staff": ("nl", MIRRORED),
    "learner": ("nl", MIRRORED),
    "sticker": ("nl", MIRRORED),
}
"""In which languages pages can be asked for, by who they are for."""


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
        for choice in product(page.states, LANGUAGES[page.reach], THEMES, SIZES, (True, False)):
            yield Guise(page.name, *choice)
