"""The one secret an installation has: 32 random bytes in a file, from which every other key and password is derived."""

import base64
import binascii
import os
import secrets
import stat
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LENGTH = 32


class MasterKeyError(Exception):
    """The master key cannot be used or made; the message is one line, in Dutch, and says what to do."""


class MasterKey:
    """Derives a key per purpose, so that a leaked one tells nothing about the others.

    Losing the file means losing what was encrypted with it: it is backed up apart from the data.
    """

    def __init__(self, secret: bytes) -> None:
        """Take 32 bytes of key material; use `load_or_create` outside tests. Raises `ValueError` for another length."""
        if len(secret) != _LENGTH:
            raise ValueError(f"a master key has {_LENGTH} bytes, not {len(secret)}")
        self._secret = secret

    def __repr__(self) -> str:
        return "MasterKey(…)"

    @classmethod
    def load_or_create(cls, path: Path) -> "MasterKey":
        """Read the key from a file, or make that file (mode 0600, its folder 0700 when new) with a new key.

        Two processes that start at once get the same key.

        Raises:
            MasterKeyError: others may read the file, it does not hold a key, or it cannot be read or written.
        """
        try:
            try:
                return cls.load(path)
            except FileNotFoundError:
                _create(path)
            return cls.load(path)
        except PermissionError:
            raise MasterKeyError(f"Deze gebruiker mag de hoofdsleutel {path} niet lezen of maken.") from None
        except OSError as error:
            raise MasterKeyError(f"De hoofdsleutel {path} is niet te lezen of te maken: {error.strerror}.") from error

    @classmethod
    def load(cls, path: Path) -> "MasterKey":
        """Read the key from a file that is there.

        Raises:
            MasterKeyError: others may read the file, or it does not hold a key.
            OSError: it is not there, or cannot be read.
        """
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = file.read(1024)
        if os.name == "posix" and mode & 0o077:
            raise MasterKeyError(f"Anderen op deze computer mogen de hoofdsleutel {path} lezen. Herstel dat met: chmod 600 {path}")
        try:
            return cls(base64.b64decode(content.strip(), validate=True))
        except (binascii.Error, ValueError):
            raise MasterKeyError(f"In {path} staat geen geldige hoofdsleutel. Zet het bestand terug uit een kopie.") from None

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """The key for one purpose, such as `sessions/v1`: HKDF-SHA256, always the same bytes for the same purpose.

        Args:
            purpose: names the use; different purposes give independent keys.
            length: number of bytes, 1 to 8160.
        """
        hkdf = HKDF(algorithm=SHA256(), length=length, salt=None, info=b"digibank/" + purpose.encode())
        return hkdf.derive(self._secret)

    def first_organisation(self) -> UUID:
        """The id of the first organisation of this installation: the same every time, and no other installation has it."""
        return UUID(bytes=self.derive("organisation", 16), version=4)

    def fingerprint(self) -> str:
        """Tells keys apart and says nothing else about them: 16 hexadecimal digits, for beside a backup."""
        return self.derive("fingerprint/v1", 8).hex()

    def password(self, role: str) -> str:
        """The password of one PostgreSQL role: 43 characters that need no escaping in a URL."""
        return base64.urlsafe_b64encode(self.derive(f"postgres/{role}")).rstrip(b"=").decode()


def _create(path: Path) -> None:
    """Store a new key under its name in one step; leaves an existing file alone."""
    if not path.parent.exists():
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(_LENGTH)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        # A link, not a rename: whoever comes second must not replace a key that somebody already used.
        try:
            os.link(scratch, path)
        except FileExistsError:
            return
        _sync_folder(path.parent)
    finally:
        scratch.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
