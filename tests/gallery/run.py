"""Many visits, a few at the same time."""

import asyncio
from collections.abc import Callable, Sequence

from playwright.async_api import Browser
from playwright.async_api import Error as BrowserError

from tests.gallery.guises import Guise, Size, Theme
from tests.gallery.seed import Seeded
from tests.gallery.visit import opened, visit
from tests.support.browser import AXE_COLOURS_RUN, AXE_RUN

AT_ONCE = 4
"""More make a machine with two cores slower, not faster."""

SITTING = 20
"""So many visits a browser makes before a fresh one takes over."""

Findings = dict[Guise, list[str]]


async def visit_all(
    browser: Browser, base: str, seeded: Seeded, guises: Sequence[Guise], seen: Callable[[Guise], None] = lambda _: None
) -> Findings:
    """What is wrong in which guise; a guise in which all is well is not in it. `seen` hears of each that was visited.

    The rules of axe are asked once for each page and state, and those about colours once for each theme: language and size do not
    change what they find in our pages, and what does change with them (width, targets, direction, words) is looked at each time.
    """
    findings = Findings()
    painted = [guise for guise in reversed(guises) if guise.theme != "forced"]
    axe = dict.fromkeys({(guise.page, guise.state, guise.theme): guise for guise in painted}.values(), AXE_COLOURS_RUN)
    axe |= dict.fromkeys({(guise.page, guise.state): guise for guise in painted}.values(), AXE_RUN)
    waiting = _in_sittings(guises)

    async def work() -> None:
        while waiting:
            size, theme, sitting = waiting.pop()
            async with opened(browser, base, {}, size, theme) as context:
                for guise in sitting:
                    try:
                        found = await visit(context, base, seeded, guise, axe.get(guise))
                    except (BrowserError, AssertionError) as error:
                        found = [f"it broke: {error}"]
                    if found:
                        findings[guise] = found
                    seen(guise)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())
    return {guise: findings[guise] for guise in guises if guise in findings}


def _in_sittings(guises: Sequence[Guise]) -> list[tuple[Size, Theme, Sequence[Guise]]]:
    """Guises of the same size and theme, a few together: they share a browser that has our style sheet and letters already."""
    alike: dict[tuple[Size, Theme], list[Guise]] = {}
    for guise in guises:
        alike.setdefault((guise.size, guise.theme), []).append(guise)
    return [
        (size, theme, same[first : first + SITTING])
        for (size, theme), same in alike.items()
        for first in range(0, len(same), SITTING)
    ]


def told(findings: Findings) -> str:
    """Findings as text: each once, with the first guise that has it, and how many more there are on which pages."""
    having: dict[str, list[Guise]] = {}
    for guise, found in findings.items():
        for line in found:
            having.setdefault(line, []).append(guise)
    return "\n".join(f"{line}\n    {_where(guises)}" for line, guises in having.items())


def _where(guises: Sequence[Guise]) -> str:
    first, *others = guises
    pages = dict.fromkeys(guise.page for guise in others if guise.page != first.page)
    return f"{first}" + (f", and {len(others)} more" if others else "") + (f"; also on {', '.join(pages)}" if pages else "")
