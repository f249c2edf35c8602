"""Asks a running Digibank things over HTTP, as the people of the demonstration do."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

PATIENCE_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.1


class NotSeen(Exception):
    """Something that has to happen did not; the text says what was waited for."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a command answered, and the id that everything it causes carries.

    Attributes:
        body: the answer, as JSON.
        correlation: of the action.
    """

    body: Any
    correlation: str

    def __getitem__(self, field: str) -> Any:
        """A field of the answer."""
        return self.body[field]


@dataclass(frozen=True, slots=True)
class File:
    """A file that is sent with a form, in the field of that name; `kind` is its media type."""

    field: str
    name: str
    content: bytes
    kind: str


class Asker:
    """Somebody who is signed in, or nobody in particular when there is no token."""

    def __init__(self, base: str, token: str = "") -> None:
        self.base = base
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._http = httpx.AsyncClient(base_url=base, headers=headers, timeout=30, follow_redirects=False)

    async def do(self, path: str, body: Any = None, *, content: bytes | None = None) -> Done:
        """Change something through the API. Raises `NotSeen` with the problem when it is refused."""
        correlation = str(uuid4())
        headers = {"idempotency-key": str(uuid4()), "x-correlation-id": correlation}
        answer = await self._http.post(path, json=body if content is None else None, content=content, headers=headers)
        return Done(_read(answer, "POST", path), correlation)

    async def see(self, path: str) -> Any:
        """Read something through the API. Raises `NotSeen` when it is not there."""
        return _read(await self._http.get(path), "GET", path)

    async def fetch(self, path: str) -> httpx.Response:
        """A page or a file as it is. Raises `NotSeen` unless the answer is 200."""
        answer = await self._http.get(path, headers={"accept": "text/html,*/*"})
        if answer.status_code != 200:
            raise NotSeen(f"GET {path} answered {answer.status_code}")
        return answer

    async def send(self, action: str, fields: Mapping[str, str | list[str]], file: File | None = None) -> httpx.Response:
        """Send a form, with a file when there is one. Raises `NotSeen` unless it is taken."""
        headers = {"accept": "text/html,*/*", "sec-fetch-site": "same-origin"}
        files = {file.field: (file.name, file.content, file.kind)} if file else None
        answer = await self._http.post(action, data=fields, files=files, headers=headers)
        if answer.status_code not in (200, 303):
            raise NotSeen(f"the form {action} answered {answer.status_code}")
        return answer

    async def until(self, path: str, good: Callable[[Any], bool], what: str) -> Any:
        """Read something again and again until it is as it should be. Raises `NotSeen` when that takes too long."""

        async def look() -> Any:
            seen = await self.see(path)
            return seen if good(seen) else None

        return await wait_for(look, what)

    async def caused(self, service: str, event: str, done: Done) -> str:
        """Wait until a service published an event because of an action; gives what it is about, as an id.

        Raises `NotSeen` when it does not come.
        """
        return await self.caused_by(done.correlation, service, event)

    async def caused_by(self, correlation: str, service: str, event: str) -> str:
        """The same, for an action whose correlation id is known. Raises `NotSeen`."""

        async def look() -> str | None:
            seen = await self.see(f"/{service}/api/caused/{correlation}")
            found = [one["subject"] for one in seen["events"] if one["type"].split(".")[2] == event]
            return found[-1] if found else None

        subject: str = await wait_for(look, f"{service} publishes {event} for action {correlation}")
        return subject

    async def close(self) -> None:
        """Give the connection back."""
        await self._http.aclose()


async def wait_for(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    """Look until there is something to see. Raises `NotSeen` when that takes too long."""
    ends_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends_at:
        if (seen := await look()) is not None:
            return seen
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    raise NotSeen(f"waited in vain: {what}")


def _read(answer: httpx.Response, method: str, path: str) -> Any:
    if answer.status_code not in (200, 201, 204):
        detail = answer.json().get("detail", "") if answer.content and "json" in answer.headers.get("content-type", "") else ""
        raise NotSeen(f"{method} {path} answered {answer.status_code} {detail}")
    return answer.json() if answer.content else None
