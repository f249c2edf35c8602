"""What tests know of a stack, however it runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from shared.runtime.keys import MasterKey
from tests.support.stack.compose import Service
from tests.support.stack.processes import Ended


class Stack(Protocol):
    """The stack of docker-compose.yml.

    Attributes:
        base: the address people use, without a slash at the end.
    """

    base: str

    @property
    def services(self) -> Mapping[str, Service]:
        """As the file has them."""
        ...

    @property
    def master_key(self) -> MasterKey:
        """The key that the stack made for itself."""
        ...

    @property
    def root_certificate(self) -> Path:
        """What vouches for the proxy: on localhost it makes that itself."""
        ...

    async def up(self) -> None:
        """Start everything in the order of the file and wait until it is healthy. Raises `DidNotStart`, maybe in a group."""

    async def down(self) -> Mapping[str, Ended]:
        """Stop everything that lasts; gives how each of them ended."""
        ...

    async def roll(self, name: str, version: str) -> Mapping[str, Ended]:
        """Let another version of both halves of a service take over; gives how the old ones ended."""
        ...

    async def healthy(self) -> Mapping[str, bool]:
        """What each health check of the file says now."""
        ...

    def logs(self, service: str) -> list[dict[str, object]]:
        """What a service said so far, as far as it is a log; the oldest first."""
        ...

    async def end(self) -> None:
        """Leave nothing behind, whatever went before."""
