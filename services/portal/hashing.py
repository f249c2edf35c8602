"""What people type as a password, made the same however a keyboard put it together, and hashed as `shared/identity` does."""

import unicodedata

from services.portal.domain.password import LONGEST
from shared.identity.hashing import hash_secret, is_secret


async def hash_password(password: str) -> str:
    """The hash to store. Call it outside a transaction."""
    return await hash_secret(_plain(password))


async def is_password(password: str, password_hash: str | None) -> bool:
    """Whether a hash is of this password. Without a hash it takes as long, and the answer is no. Call it outside a transaction."""
    return await is_secret(_plain(password[: LONGEST + 1]), password_hash)


def _plain(password: str) -> str:
    """The same letters, however a keyboard put them together."""
    return unicodedata.normalize("NFKC", password)
