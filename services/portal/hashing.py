"""Passwords become argon2id hashes, in a few threads of their own: each takes 64 MiB and a good part of a tenth of a second."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.portal.domain.password import LONGEST

_hasher = PasswordHasher()
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hashing")
"""No more at once: a crowd that signs in may not take the memory of the whole house."""


async def hash_password(password: str) -> str:
    """The hash to store. Call it outside a transaction."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, _plain(password))


async def is_password(password: str, password_hash: str | None) -> bool:
    """Whether a hash is of this password. Without a hash it takes as long, and the answer is no. Call it outside a transaction."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, password, password_hash)


def _verify(password: str, password_hash: str | None) -> bool:
    nobody = _hash_of_nobody()
    try:
        fits = _hasher.verify(password_hash or nobody, _plain(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return fits and password_hash is not None


@cache
def _hash_of_nobody() -> str:
    """Something to compare with where there is no account, so that a stopwatch does not tell who has one."""
    return _hasher.hash("nobody")


def _plain(password: str) -> str:
    """The same letters, however a keyboard put them together."""
    return unicodedata.normalize("NFKC", password)
