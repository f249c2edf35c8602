"""Text that a browser keeps for us and cannot read or change: a held form, who is known on a shared tablet."""

import base64
import binascii
import secrets
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.runtime.keys import MasterKey

_NONCE_BYTES = 12


def seal(key: MasterKey, purpose: str, content: Any) -> str:
    """Anything that JSON can hold, sealed with AES-GCM and a key for this purpose alone."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key.derive(purpose)).encrypt(nonce, orjson.dumps(content), purpose.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(key: MasterKey, purpose: str, text: str) -> Any:
    """The content again; None when the text is not one that we sealed for this purpose."""
    try:
        sealed = base64.urlsafe_b64decode(text.encode())
        return orjson.loads(AESGCM(key.derive(purpose)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose.encode()))
    except (InvalidTag, binascii.Error, ValueError):
        return None
