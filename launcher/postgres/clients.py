"""The client programs of the wheel: run with a password that is in nobody's list of processes, and a reason in one line."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from launcher.errors import CannotContinue
from launcher.postgres.programs import programs_folder
from launcher.postgres.settings import reason_in_dutch
from launcher.say import Say, say_nothing

PERCENT = re.compile(r"\((\d+)%\)")
STEP_PERCENT = 20


def address_and_password(url: str) -> tuple[str, str]:
    """A `postgresql://` address without its password, and that password."""
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    netloc = user + parts.netloc.rpartition("@")[2]
    return urlunsplit(("postgresql", netloc, parts.path, parts.query, "")), unquote(parts.password or "")


def run(
    what: str, program: str, arguments: Sequence[str | Path], *, password: str = "", writing: bool = False, say: Say = say_nothing
) -> None:
    """Run a program of the wheel to its end; percentages that it writes go to `say`.

    Args:
        what: what is being done, as the beginning of a sentence.
        writing: whether it may write in a database that rests.

    Raises `CannotContinue` with the program's own last words.
    """
    surroundings = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", "PGPASSWORD": password}
    if writing:
        surroundings["PGOPTIONS"] = "-c default_transaction_read_only=off"
    command = [programs_folder() / program, *arguments]
    said, told = "", 0
    try:
        with subprocess.Popen(
            command, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            umask=0o077, text=True, errors="replace",
        ) as process:  # fmt: skip
            try:
                for line in process.stderr or ():
                    said = (said + line)[-8192:]
                    if (found := PERCENT.search(line)) and int(found[1]) >= told + STEP_PERCENT:
                        told = int(found[1])
                        say(f"  {told} %")
            except BaseException:
                process.terminate()
                raise
    except OSError as error:
        raise CannotContinue(f"{what} is niet gelukt: {program} kan niet starten ({error.strerror}).") from None
    if process.returncode != 0:
        raise CannotContinue(f"{what} is niet gelukt: {reason_in_dutch(said)}.")
