"""`./digibank pages`: look at every page, check every page, measure them, and make the pictures of the guides."""

import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

pages = typer.Typer(help="Alle pagina's bekijken en nakijken, in een browser.", no_args_is_help=True)

Only = Annotated[list[str] | None, typer.Argument(metavar="[PAGINA]...", help="Begin van namen. [standaard: allemaal]")]
EVERY = 50


@pages.command()
def look(
    only: Only = None,
    out: Annotated[Path, typer.Option(help="Map voor de schermafdrukken.")] = Path("gallery"),
) -> None:
    """Maak schermafdrukken van elke pagina: telefoon en scherm, licht en donker, van links en van rechts; met overzichtsvellen."""
    asyncio.run(_look(only or [], out))


@pages.command()
def check(
    only: Only = None,
    every: Annotated[bool, typer.Option("--all", help="Alles, in plaats van een keuze waarin elk paar voorkomt.")] = False,
) -> None:
    """Kijk elke pagina na in talen, kleuren en maten, leeg, gevuld en met fouten; zegt wat er mis is."""
    raise typer.Exit(asyncio.run(_check(only or [], every=every)))


@pages.command()
def lighthouse() -> None:
    """Meet de meest gebruikte pagina's met Lighthouse. Dit is een verslag: ook bij lage cijfers eindigt het goed."""
    raise typer.Exit(asyncio.run(_lighthouse()))


@pages.command()
def guides() -> None:
    """Maak de schermafdrukken in docs/guides opnieuw."""
    asyncio.run(_guides())


async def _look(only: Sequence[str], out: Path) -> None:
    from launcher.say import say
    from tests.gallery.place import open_place
    from tests.gallery.screenshots import every_shot, take_all

    shots = every_shot(only)
    _must_be_some(shots)
    count = _Count(len(shots))
    async with open_place(say) as place:
        say(f"{len(shots)} schermafdrukken maken…")
        await take_all(place.browser, place.base, place.seeded, shots, out, count)
    say(f"Klaar. Begin met de vellen in {out / 'sheets'}")


async def _check(only: Sequence[str], *, every: bool) -> int:
    from launcher.say import say
    from tests.gallery.guises import every_guise
    from tests.gallery.pairwise import all_pairs
    from tests.gallery.place import open_place
    from tests.gallery.run import told, visit_all

    possible = [guise for guise in every_guise() if not only or guise.page.startswith(tuple(only))]
    _must_be_some(possible)
    guises = possible if every else all_pairs(possible)
    count = _Count(len(guises))
    async with open_place(say) as place:
        say(f"{len(guises)} van {len(possible)} combinaties bekijken…")
        findings = await visit_all(place.browser, place.base, place.seeded, guises, count)
    if findings:
        say(told(findings))
    say(f"{len(guises) - len(findings)} van {len(guises)} in orde.")
    return 1 if findings else 0


async def _lighthouse() -> int:
    from launcher.say import say
    from tests.gallery.place import open_place
    from tests.gallery.scores import MOST_USED, install, score, table

    program = await asyncio.to_thread(install, say)
    async with open_place(say) as place:
        say(f"{len(MOST_USED)} pagina's meten, elk een halve minuut…")
        say(table([await score(place, program, name, say) for name in MOST_USED]))
    return 0


async def _guides() -> None:
    from launcher.environment import PROJECT
    from launcher.errors import CannotContinue
    from launcher.say import say
    from tests.gallery.guides import FOLDER, FROM_JOURNEYS, PICTURES, TAKE, WALKS, make_pictures
    from tests.gallery.place import open_place

    async with open_place(say) as place:
        await make_pictures(place.browser, place.base, place.seeded, FOLDER)
    say("Nu de schermafdrukken halverwege een taak…")
    walk = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "pytest", "-q", "-n0", *WALKS), cwd=PROJECT, env=os.environ | {TAKE: "yes"}
    )
    if await walk.wait():
        raise CannotContinue("Een wandeling lukte niet. Hierboven staat welke.")
    say(f"{len(PICTURES) + len(FROM_JOURNEYS)} schermafdrukken staan in {FOLDER}")


def _must_be_some(found: Sequence[object]) -> None:
    from launcher.errors import CannotContinue

    if not found:
        raise CannotContinue("Er is geen pagina waarvan de naam zo begint. De namen staan in tests/gallery/pages.py")


class _Count:
    """Says now and then how far it is."""

    def __init__(self, total: int) -> None:
        self._done, self._total = 0, total

    def __call__(self, _: object) -> None:
        from launcher.say import say

        self._done += 1
        if self._done % EVERY == 0:
            say(f"  {self._done} van {self._total}")
