"""Sealing: what only this installation can read, and nobody can change, under a key of its own for each purpose."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.runtime.keys import MasterKey

KEY_ID = b"\x01"
"""Which master key it was sealed under. There is one; a next one gets the next number."""
_NONCE_BYTES = 12


def seal(key: MasterKey, purpose: str, content: bytes) -> bytes:
    """The content, encrypted with AES-256-GCM: the id of the key, a random nonce, then text and tag.

    Args:
        purpose: names the use, such as `portal/provider-secret`; what was sealed for one opens for no other.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return KEY_ID + nonce + AESGCM(key.derive(purpose)).encrypt(nonce, content, KEY_ID + purpose.encode())


def unseal(key: MasterKey, purpose: str, sealed: bytes) -> bytes | None:
    """The content again; None when this is not something that we sealed for this purpose."""
    start = len(KEY_ID) + _NONCE_BYTES
    if not sealed.startswith(KEY_ID):
        return None
    try:
        return AESGCM(key.derive(purpose)).decrypt(sealed[len(KEY_ID) : start], sealed[start:], KEY_ID + purpose.encode())
    except (InvalidTag, ValueError):
        return None
