"""A real OpenID Connect provider in a process of its own, and somebody who signs in there."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from tests.support.ports import free_port

START_SECONDS = 60


@dataclass(frozen=True)
class ProviderProcess:
    """A provider that runs. It takes every client, with any secret, and lets everybody in as whoever they say they are."""

    issuer: str

    async def sign_in(self, address: str, subject: str, *, deny: bool = False, **claims: Any) -> httpx.Response:
        """Do what somebody does who is sent there; the answer sends the browser back to us.

        Args:
            claims: what it says otherwise than it would; by itself it says that it asked just now who this is.
        """
        assert urlsplit(address).netloc == urlsplit(self.issuer).netloc, address
        async with httpx.AsyncClient() as there:
            if not deny:
                assert (await there.put(f"{self.issuer}/users/{quote(subject)}", json=claims)).status_code == 204
            assert (await there.get(address)).status_code == 200
            return await there.post(address, data={"action": "deny"} if deny else {"sub": subject})


@contextmanager
def run_provider() -> Iterator[ProviderProcess]:
    """Start one; it asks for a nonce and stops when the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(f"{issuer}/.well-known/openid-configuration", process)
        yield ProviderProcess(issuer)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_it_answers(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError("the provider did not start")
