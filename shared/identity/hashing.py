"""Passwords and PINs become argon2id hashes, in a few threads of their own: each takes 64 MiB and a good part of a tenth of a
second."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="hashing")
"""No more at once: a crowd that comes in may not take the memory of the whole house."""


async def hash_secret(secret: str) -> str:
    """The hash to store. Call it outside a transaction."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, secret)


async def is_secret(secret: str, secret_hash: str | None) -> bool:
    """Whether a hash is of this secret. Without a hash it takes as long, and the answer is no. Call it outside a transaction."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, secret, secret_hash)


def _verify(secret: str, secret_hash: str | None) -> bool:
    nobody = _hash_of_nobody()
    try:
        fits = _hasher.verify(secret_hash or nobody, secret)
    except (VerificationError, InvalidHashError):
        return False
    return fits and secret_hash is not None


@cache
def _hash_of_nobody() -> str:
    """Something to compare with where there is nobody, so that a stopwatch does not tell who exists."""
    return _hasher.hash("nobody")
