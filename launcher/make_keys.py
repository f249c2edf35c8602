"""`./digibank keys make`: the secrets of a stack, where they are missing. Nothing secret is printed."""

import os
import re
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from launcher.errors import CannotContinue
from launcher.say import Say
from shared.runtime.settings import Settings

FOR_A_GROUP = 0o640
"""Who reads it runs as another user, in the group of ours."""


def make_keys(settings: Settings, passwords: Mapping[str, Path], say: Say) -> None:
    """Have a master key, and in files the passwords of other programs. What is there stays.

    A password follows from the master key of the moment that it is made. Its program takes it at its own first start and keeps it
    ever after, so it stays also when another master key comes in place, as after a move or a restore.

    Args:
        passwords: by the name of the program, such as `postgres`, where to write its password.

    Raises:
        MasterKeyError: the key cannot be read or made.
        CannotContinue: a password cannot be written.
    """
    key = settings.master_key
    say("De hoofdsleutel is er. Bewaar er een kopie van, apart van de reservekopieën.")
    for name, path in passwords.items():
        try:
            if not path.exists() or not path.read_text().strip():
                _write(path, key.password(name))
        except OSError as error:
            raise CannotContinue(f"Het wachtwoord van {name} is niet te bewaren in {path}: {error.strerror}.") from None
        say(f"Het wachtwoord van {name} is er.")


def places(given: Sequence[str]) -> dict[str, Path]:
    """From `postgres=FILE` to where the password of which program goes. Raises `CannotContinue` for anything else."""
    pairs = [one.partition("=") for one in given]
    if not all(re.fullmatch(r"[a-z]+", name) and file for name, _, file in pairs):
        raise CannotContinue("Zeg het zo: --password postgres=FILE")
    return {name: Path(file) for name, _, file in pairs}


def _write(path: Path, text: str) -> None:
    """In one step, and so that it survives a power cut."""
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FOR_A_GROUP), "w") as file:
            os.fchmod(file.fileno(), FOR_A_GROUP)  # whatever the umask of the surroundings
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
