"""The address of a provider, our own address for it, and to which servers we go."""

import asyncio
import ipaddress
import socket
from itertools import islice
from typing import Any

import httpx
import pytest

from services.portal.domain.provider import clean_issuer, doors
from services.portal.domain.refusals import NoIssuer
from services.portal.outside import MOST_BYTES, NotOutside, Outside, OutsideAway, ask_json, is_outside


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" https://aanmelden.stad.example/ ", "https://aanmelden.stad.example"),
        ("https://stad.example:8443/realms/een", "https://stad.example:8443/realms/een"),
        ("http://localhost:9400", "http://localhost:9400"),
    ],
)
def test_an_issuer(typed: str, kept: str) -> None:
    assert clean_issuer(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "stad.example",
        "http://stad.example",
        "ftp://stad.example",
        "https://",
        "https://an@stad.example",
        "https://stad.example?x=1",
        "https://stad.example#x",
        "https://stad.example:999999",
        "https://[::1",
        "https://st ad.example",
        "https://stad.example/\x00",
        "https://" + "a" * 200,
        "javascript:alert(1)",
    ],
)
def test_what_is_no_issuer(typed: str) -> None:
    with pytest.raises(NoIssuer):
        clean_issuer(typed)


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("Digibank De Brug", ["digibank-de-brug", "digibank-de-brug-2", "digibank-de-brug-3"]),
        ("  Café ’t Köln!! ", ["cafe-t-koln"]),
        ("Дигибанк", ["digibank"]),
        ("x" * 100, ["x" * 40]),
    ],
)
def test_doors(title: str, first: list[str]) -> None:
    assert list(islice(doors(title), len(first))) == first


OWN = (
    "127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 :: fe80::1 fd00::1 "
    "::ffff:10.0.0.1 2002:a00:1::1 64:ff9b::a00:1 ff02::1 "
    "64:ff9b:1::a00:1 ::ffff:0:10.0.0.1 ::10.0.0.1 fec0::1"
)


@pytest.mark.parametrize(
    ("address", "outside"), [("1.1.1.1", True), ("2606:4700::1111", True), *((one, False) for one in OWN.split(" "))]
)
def test_only_the_internet_is_outside(address: str, outside: bool) -> None:
    assert is_outside(ipaddress.ip_address(address)) is outside


class Inner(httpx.AsyncBaseTransport):
    """Answers for any server, and remembers to which it was asked to connect."""

    def __init__(self, content: bytes = b"{}", **headers: str) -> None:
        self.asked: list[httpx.Request] = []
        self._content, self._headers = content, headers

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return httpx.Response(200, headers=self._headers, stream=httpx.ByteStream(self._content))


def ask(monkeypatch: pytest.MonkeyPatch, address: str, resolves_to: list[str], inner: Inner, *, private: bool = False) -> Any:
    async def resolve(self: Any, host: str, port: int, **more: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in resolves_to]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    monkeypatch.setattr(Outside, "__init__", lambda self, private: self.__dict__.update(_private=private, _inner=inner))
    return asyncio.run(ask_json("GET", address, private=private))


def test_it_connects_to_the_address_that_was_looked_at_and_checks_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = Inner(b'{"a": 1}')
    assert ask(monkeypatch, "https://stad.example/x", ["1.1.1.1"], inner) == (200, {"a": 1})
    request = inner.asked[0]
    assert (request.url.host, request.url.path) == ("1.1.1.1", "/x")
    assert (request.headers["host"], request.extensions["sni_hostname"]) == ("stad.example", "stad.example")
    assert request.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("address", "resolves_to"),
    [
        ("https://stad.example", ["10.0.0.1"]),
        ("https://stad.example", ["1.1.1.1", "127.0.0.1"]),
        ("https://169.254.169.254/latest", ["169.254.169.254"]),
        ("http://stad.example", ["1.1.1.1"]),
        ("http://127.0.0.1:8000", ["127.0.0.1"]),
    ],
)
def test_it_connects_to_nothing_of_our_own(monkeypatch: pytest.MonkeyPatch, address: str, resolves_to: list[str]) -> None:
    inner = Inner()
    with pytest.raises(NotOutside):
        ask(monkeypatch, address, resolves_to, inner)
    assert inner.asked == []


def test_what_an_installation_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask(monkeypatch, "https://keycloak.lan", ["10.0.0.1"], Inner(), private=True) == (200, {})
    assert ask(monkeypatch, "http://localhost:9400", ["127.0.0.1"], Inner(), private=True) == (200, {})
    with pytest.raises(NotOutside):
        ask(monkeypatch, "http://keycloak.lan", ["10.0.0.1"], Inner(), private=True)


@pytest.mark.parametrize(
    "inner", [Inner(b"a" * (MOST_BYTES + 1)), Inner(b"x", **{"content-encoding": "gzip"})], ids=["too long", "compressed"]
)
def test_an_answer_that_is_too_much(monkeypatch: pytest.MonkeyPatch, inner: Inner) -> None:
    with pytest.raises(OutsideAway):
        ask(monkeypatch, "https://stad.example", ["1.1.1.1"], inner)


@pytest.mark.parametrize("content", [b"", b"<html>", b"[1]", b"null", b"\xff"])
def test_what_is_no_object_is_an_empty_one(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    assert ask(monkeypatch, "https://stad.example", ["1.1.1.1"], Inner(content)) == (200, {})
