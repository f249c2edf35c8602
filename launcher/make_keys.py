"""`./digibank keys make`: the secrets of a stack, where they are missing. Nothing secret is printed."""

import os
import secrets
from pathlib import Path

from launcher.errors import CannotContinue
from launcher.say import Say
from shared.runtime.settings import Settings

FOR_A_GROUP = 0o640
"""PostgreSQL runs as another user, in the group of ours."""


def make_keys(settings: Settings, postgres_password: Path | None, say: Say) -> None:
    """Have a master key, and the password of PostgreSQL's superuser in a file. What is there and right stays.

    The password follows from the master key, as all others do: there is one secret to keep a copy of.

    Args:
        postgres_password: where to write it, or None.

    Raises:
        MasterKeyError: the key cannot be read or made.
        CannotContinue: the password cannot be written.
    """
    key = settings.master_key
    say("De hoofdsleutel is er. Bewaar er een kopie van, apart van de reservekopieën.")
    if postgres_password is None:
        return
    password = key.password("postgres")
    try:
        if postgres_password.exists() and postgres_password.read_text() == password:
            return
        _write(postgres_password, password)
    except OSError as error:
        raise CannotContinue(f"Het wachtwoord van de databank is niet te bewaren in {postgres_password}: {error.strerror}.") from None
    say("Het wachtwoord van de databank is er.")


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
