"""The command line of a move: which of the four it is, and that only one is at work."""

import fcntl
import os
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from launcher.errors import CannotContinue
from launcher.move.back import move_back, stay_on_stack
from launcher.move.there import move_there, stay
from launcher.running import run_until_stopped
from launcher.say import say
from shared.bus.transport import TransportUnavailable
from shared.runtime.logs import configure_logs
from shared.runtime.settings import Settings


def move(
    settings: Settings, postgres: str, kafka: str, password_file: Path | None, key_to: Path | None, *, back: bool, cancel: bool
) -> None:
    """Move there, back, or call off what is not finished.

    Raises `CannotContinue` and `SettingsError`: something a person has to do first.
    """
    configure_logs("error")
    # The same words about a wrong address as everywhere; the settings themselves are those of the box.
    Settings.load(postgres=postgres, kafka=kafka)
    if settings.postgres:
        raise CannotContinue("Verhuizen begint of eindigt bij de ingebouwde databank. Geef geen DIGIBANK_POSTGRES.")
    if not cancel and not (postgres and kafka):
        raise CannotContinue("Zeg met --to-postgres URL en --to-kafka HOST:PORT waar de andere kant is.")
    if cancel and back and not postgres:
        raise CannotContinue("Zeg met --to-postgres URL waar de andere kant is.")
    other = _with_password(postgres, password_file)
    work: Coroutine[Any, Any, None]
    if cancel:
        work = stay_on_stack(settings, other, say) if back else stay(settings, say)
    else:
        work = move_back(settings, other, kafka, say) if back else move_there(settings, other, kafka, key_to, say)
    with _alone(settings.data):
        try:
            _until_it_ends(work)
        except TransportUnavailable as error:
            raise CannotContinue(f"Kafka op {kafka} antwoordt niet of weigert: {error}") from None
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise CannotContinue(
                f"De verhuis brak af: {error.strerror or error}{where}. Geef dezelfde opdracht nog eens."
            ) from error


def _until_it_ends(work: Coroutine[Any, Any, None]) -> None:
    """Run it. Raises `CannotContinue` when somebody stopped it half-way: that is no success."""
    ended = False

    async def whole() -> None:
        nonlocal ended
        await work
        ended = True

    run_until_stopped(whole(), lambda _: say("De verhuis stopt hier…"))
    if not ended:
        raise CannotContinue("De verhuis is niet af. Geef dezelfde opdracht nog eens, of stop ermee met --cancel erbij.")


def _with_password(url: str, file: Path | None) -> str:
    if file is None:
        return url
    try:
        password = file.read_text().strip()
    except OSError as error:
        raise CannotContinue(f"Het wachtwoord in {file} is niet te lezen: {error.strerror}.") from None
    parts = urlsplit(url)
    login, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{login.partition(':')[0] or 'postgres'}:{quote(password, safe='')}@{place}"))


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    if not data.is_dir():
        raise CannotContinue(f"Er is geen map {data}.")
    lock = os.open(data / "move.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotContinue("Er is al een verhuis van deze Digibank bezig.") from None
        yield
    finally:
        os.close(lock)
