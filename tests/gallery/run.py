"""Many visits, a few at the same time."""

import asyncio
from collections.abc import Callable, Sequence

from playwright.async_api import Browser
from playwright.async_api import Error as BrowserError

from tests.gallery.guises import Guise
from tests.gallery.seed import Seeded
from tests.gallery.visit import visit

AT_ONCE = 4
"""More make a machine with two cores slower, not faster."""

Findings = dict[Guise, list[str]]


async def visit_all(
    browser: Browser, base: str, seeded: Seeded, guises: Sequence[Guise], seen: Callable[[Guise], None] = lambda _: None
) -> Findings:
    """What is wrong in which guise; a guise in which all is well is not in it. `seen` hears of each that was visited.

    The rules of axe are asked once for each page, state and theme: language and size do not change what they find in our pages, and
    what does change with them (width, targets, direction, words) is looked at each time.
    """
    waiting, findings = list(reversed(guises)), Findings()
    with_axe = set(
        {(guise.page, guise.state, guise.theme): guise for guise in reversed(guises) if guise.theme != "forced"}.values()
    )

    async def work() -> None:
        while waiting:
            guise = waiting.pop()
            try:
                found = await visit(browser, base, seeded, guise, guise in with_axe)
            except (BrowserError, AssertionError) as error:
                found = [f"it broke: {error}"]
            if found:
                findings[guise] = found
            seen(guise)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())
    return {guise: findings[guise] for guise in guises if guise in findings}


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
