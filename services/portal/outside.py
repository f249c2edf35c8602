"""Asking a web server whose address somebody typed: only servers that are on the internet, not long, and not much.

A coordinator names the address of the organisation's provider, and that provider names addresses of its own. Without care our
server would ask, for somebody outside, what stands behind our own firewall (server-side request forgery).
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx
import orjson

SECONDS = 5.0
MOST_BYTES = 256_000


class OutsideAway(Exception):
    """Nobody answers there in time, or what answers is not what we came for."""


class NotOutside(Exception):
    """The address is not one on the internet, or not a secure one."""


class Outside(httpx.AsyncBaseTransport):
    """Connects to the very address that was looked at: a name may mean another one a moment later.

    Args:
        private: also connect to addresses of one's own network, and without TLS to this computer.
    """

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._inner = httpx.AsyncHTTPTransport(verify=_trusted())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask, and read all of a short answer."""
        host = request.url.host
        address = await self._address_of(host, request.url.port or 443)
        if request.url.scheme != "https" and not (self._private and address.is_loopback):
            raise NotOutside("no TLS")
        request.extensions["sni_hostname"] = host  # the certificate has to be of the name, not of the number
        request.url = request.url.copy_with(host=str(address))
        answer = await self._inner.handle_async_request(request)
        try:
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise OutsideAway("compressed though we asked for plain text")  # a little of it could become a lot
            content = bytearray()
            async for part in answer.aiter_raw():
                content += part
                if len(content) > MOST_BYTES:
                    raise OutsideAway("too long an answer")
        finally:
            await answer.aclose()
        return httpx.Response(answer.status_code, headers=answer.headers, content=bytes(content), request=request)

    async def _address_of(self, host: str, port: int) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise OutsideAway("no such name") from None
        addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
        if not addresses:
            raise OutsideAway("no such name")
        if not self._private and not all(is_outside(address) for address in addresses):
            raise NotOutside("an address of an own network")
        return addresses[0]

    async def aclose(self) -> None:
        """Give connections back."""
        await self._inner.aclose()


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are believed, read once: those of the environment's `SSL_CERT_FILE`, or the usual ones."""
    return httpx.create_ssl_context()


def is_outside(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is one of the internet at large: not of this computer, an own network, or a cloud's own services."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return is_outside(inner)
        if address.is_site_local or any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


_TRANSLATED = [ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")]
"""IPv4 addresses as a translating network writes them (RFC 6052, RFC 8215, RFC 2765), and as they were written once (RFC 4291)."""


async def ask_json(
    method: str,
    address: str,
    *,
    private: bool,
    form: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> tuple[int, dict[str, Any]]:
    """Ask outside any transaction; the status, and the object that was answered, empty when it was none.

    Raises `OutsideAway` and `NotOutside`.
    """
    headers = {"accept": "application/json", "accept-encoding": "identity"}
    try:
        # `trust_env` off: a proxy of the environment would connect for us, wherever the name leads by then.
        async with asyncio.timeout(SECONDS), httpx.AsyncClient(transport=Outside(private=private), trust_env=False) as http:
            answer = await http.request(method, address, data=form, auth=auth, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        raise OutsideAway(type(error).__name__) from None
    try:
        body = orjson.loads(answer.content)
    except orjson.JSONDecodeError:
        body = None
    return answer.status_code, body if isinstance(body, dict) else {}
