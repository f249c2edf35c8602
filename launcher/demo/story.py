"""The main story of a Digibank, from a donor's laptop to its return, told by doing it."""

from collections.abc import Awaitable, Callable

from launcher.demo.asking import Asker
from launcher.demo.chapters.arrival import arrival
from launcher.demo.chapters.goodbye import goodbye
from launcher.demo.chapters.learning import learning
from launcher.demo.chapters.lending import lending
from launcher.demo.chapters.repair import repair
from launcher.demo.chapters.visiting import visiting
from launcher.demo.stage import Stage
from launcher.demo.team import sign_everybody_in
from launcher.say import Say
from shared.runtime.keys import MasterKey

Chapter = Callable[[Stage], Awaitable[None]]

CHAPTERS: tuple[tuple[str, Chapter], ...] = (
    ("Toestellen komen binnen", arrival),
    ("Een gezin krijgt een laptop", lending),
    ("De laptop gaat stuk", repair),
    ("Op bezoek", visiting),
    ("Leren", learning),
    ("De nood is voorbij", goodbye),
)


async def tell_story(base: str, key: MasterKey, say: Say) -> None:
    """Walk through every chapter on a running system, waiting for each effect by the id of the action that causes it.

    Args:
        base: address of the system.
        key: its master key, from which the demonstration's passwords are derived.
        say: takes each line.

    Raises:
        NotSeen: something that has to happen did not, with what was waited for.
        httpx.HTTPError: the system does not answer any more.
    """
    team = await sign_everybody_in(base, key, say)
    stage = Stage(team, Asker(base), base, key, say)
    try:
        for title, chapter in CHAPTERS:
            say(f"\n{title}")
            await chapter(stage)
        say(f"\nAlles gezien: {stage.steps} stappen, {stage.effects} gevolgen in andere diensten.")
    finally:
        await stage.close()
