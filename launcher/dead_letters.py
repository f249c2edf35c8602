"""`./digibank dead-letters`: look at events that failed for good, try them again or let them go."""

from datetime import timedelta

from launcher.errors import CannotContinue
from launcher.house import load_service
from launcher.say import say
from launcher.services import service_names
from shared.bus.dead_letters import DeadLetter, NoSuchDeadLetter
from shared.bus.envelope import Unreadable
from shared.runtime.running import RunningService
from shared.runtime.settings import Settings


def opened(settings: Settings, name: str) -> RunningService:
    """A service to ask things of. Raises `CannotContinue` when there is no such service."""
    if name not in service_names():
        raise CannotContinue(f"Er is geen dienst {name}. Wel: {', '.join(service_names())}.")
    return RunningService(load_service(name), settings)


async def list_all(settings: Settings, names: list[str]) -> None:
    """One line for each dead letter of these services."""
    found = 0
    for name in names:
        running = opened(settings, name)
        try:
            for letter in await running.dead_letters.all():
                found += 1
                age = running.clock.now() - letter.parked_at
                say(f"{name} {letter.id}  {_kind(letter)}  sinds {_age(age)}  {letter.waiting} erachter  {letter.error}")
        finally:
            await running.close()
    say(f"{found} dode brieven." if found != 1 else "1 dode brief.")


async def show(settings: Settings, name: str, number: int) -> None:
    """Everything about one."""
    running = opened(settings, name)
    try:
        letter = await running.dead_letters.get(number)
    except NoSuchDeadLetter:
        raise _gone(name, number) from None
    finally:
        await running.close()
    say(f"{_kind(letter)}\ngroep      {letter.group}\ntopic      {letter.topic}\nsleutel    {letter.key}")
    say(f"geparkeerd {letter.parked_at:%Y-%m-%d %H:%M:%S} UTC, {letter.waiting} gebeurtenissen wachten erachter")
    say(f"fout       {letter.error}")
    for header, value in sorted(letter.headers.items()):
        say(f"  {header}: {value}")
    say(letter.value.decode("utf-8", "backslashreplace"))


async def decide(settings: Settings, name: str, number: int, *, replay: bool) -> None:
    """Try one again, or let it go for good."""
    running = opened(settings, name)
    try:
        if replay:
            await running.dead_letters.replay(number)
            say("Ze wordt nu opnieuw geprobeerd, en daarna wat erachter wacht.")
        else:
            await running.dead_letters.discard(number)
            say("Ze wordt nooit meer toegepast. Wat erachter wacht, gaat verder.")
    except NoSuchDeadLetter:
        raise _gone(name, number) from None
    except Unreadable as error:
        raise CannotContinue(f"Ze is nog altijd niet te lezen: {error}. Alleen weggooien (discard) kan.") from None
    finally:
        await running.close()


def _kind(letter: DeadLetter) -> str:
    return letter.headers.get("ce_type", "onleesbaar").removeprefix("digibank.")


def _age(age: timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours // 24} dagen" if hours >= 48 else f"{hours} uur" if hours else f"{int(age.total_seconds() // 60)} min"


def _gone(name: str, number: int) -> CannotContinue:
    return CannotContinue(f"{name} heeft geen dode brief {number} (meer). Bekijk ze met ./digibank dead-letters list")
