"""A signed cookie for who is in without a sign-in: with a learner's code, with a family's card. It reads as nothing elsewhere."""

import hmac
from dataclasses import dataclass

from fastapi import Request

from shared.runtime.running import RunningService
from shared.web.call import running_service


@dataclass(frozen=True, slots=True)
class VisitorCookie:
    """One kind of cookie.

    Attributes:
        name: of the cookie.
        path: under which a browser sends it.
        purpose: of the key it is signed with; another one for each kind, so that none passes for another.
    """

    name: str
    path: str
    purpose: str

    def header(self, running: RunningService, said: str, seconds: int) -> str:
        """The header that lets somebody stay in for so long at most. `said` is readable for who has the cookie."""
        return self._header(running, f"{said}.{self._signature(running, said)}", seconds)

    def header_of_nobody(self, running: RunningService) -> str:
        """The header that takes it away."""
        return self._header(running, "", 0)

    def read(self, request: Request) -> str | None:
        """What we said in it; None when there is none, or when it is not ours to the letter."""
        said, _dot, signature = request.cookies.get(self.name, "").rpartition(".")
        ours = hmac.compare_digest(signature.encode(), self._signature(running_service(request), said).encode())
        return said if ours else None

    def _signature(self, running: RunningService, said: str) -> str:
        return hmac.digest(running.settings.master_key.derive(self.purpose), said.encode(), "sha256").hex()

    def _header(self, running: RunningService, value: str, seconds: int) -> str:
        cookie = f"{self.name}={value}; Path={self.path}; Max-Age={seconds}; HttpOnly; SameSite=lax"
        return f"{cookie}; Secure" if running.settings.is_secure else cookie


FAMILY = VisitorCookie("digibank_family", path="/family", purpose="loans/family-session")
"""Who of a family is in with a card; what it says is for loans."""
LEARNER = VisitorCookie("digibank_learner", path="/skills", purpose="skills/learner-session")
"""Which learner is in with a code; what it says is for skills."""
VISITORS = (FAMILY, LEARNER)
"""All kinds there are: whoever locks a shared tablet lets out whoever is in with one of them."""
