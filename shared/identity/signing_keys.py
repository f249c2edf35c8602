"""The keys that sign tokens: one for every thirty days, each derived from the master key.

Nothing is handed round when a key changes. Whoever has the master key knows every key, and a token names the one it was signed
with (`kid`, the number of the period). The key of the period before is still good: tokens live at most twelve hours, and a form
that was left open is still known to be ours for as long as a browser keeps its cookie.
"""

from datetime import datetime, timedelta
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared.runtime.keys import MasterKey

PERIOD = timedelta(days=30)
"""How long one key signs; periods are counted from 1970-01-01 00:00 UTC."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead the clock of another computer of ours may be: its next key is known this long before our clock says so."""


class UnknownKey(Exception):
    """No key of now has this name, or it did not sign at the moment that the token names."""


class SigningKeys:
    """Ed25519 keys by `kid`. Only those in use are derived, so a stranger cannot make us compute others."""

    def __init__(self, key: MasterKey) -> None:
        self._master = key
        self.private = lru_cache(maxsize=4)(self._derive)
        self.public = lru_cache(maxsize=4)(self._public)

    def kid_at(self, moment: datetime) -> str:
        """The name of the key that signs at a moment (aware)."""
        return str(int(moment.timestamp()) // int(PERIOD.total_seconds()))

    def must_be_in_use(self, kid: str, now: datetime) -> None:
        """Raises `UnknownKey` unless it is the key of now, of the period before, or of a period that is about to begin."""
        if kid not in {self.kid_at(now - PERIOD), self.kid_at(now), self.kid_at(now + CLOCKS_DIFFER)}:
            raise UnknownKey(kid)

    def _derive(self, kid: str) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._master.derive(f"identity/sign/{kid}", 32))

    def _public(self, kid: str) -> Ed25519PublicKey:
        return self.private(kid).public_key()
