"""Text that a browser keeps for us and cannot read or change: a held form, who is known on a shared tablet."""

import base64
import binascii
from typing import Any

import orjson

from shared.runtime import sealing
from shared.runtime.keys import MasterKey


def seal(key: MasterKey, purpose: str, content: Any) -> str:
    """Anything that JSON can hold, sealed for this purpose alone, in letters that a cookie and a form can carry."""
    return base64.urlsafe_b64encode(sealing.seal(key, purpose, orjson.dumps(content))).decode()


def unseal(key: MasterKey, purpose: str, text: str) -> Any:
    """The content again; None when the text is not one that we sealed for this purpose."""
    try:
        content = sealing.unseal(key, purpose, base64.urlsafe_b64decode(text.encode()))
    except (binascii.Error, ValueError):
        return None
    return None if content is None else orjson.loads(content)
