"""Manifest, worker and the page without a connection: on one box and in a process of one service; and what is compressed."""

import gzip
import io

import httpx
import orjson
import pytest
from PIL import Image

from shared.web import static
from shared.web.app import service_app
from tests.support.house import House
from tests.support.pages import Read, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events


@pytest.fixture(params=["one box", "portal", "skills"])
def asking(house: House, request: pytest.FixtureRequest) -> httpx.AsyncClient:
    """A browser at one box, or at a process that runs one service."""
    app = house.app if request.param == "one box" else service_app(house.services[request.param])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://digibank.test")


async def test_the_manifest_names_icons_that_are_there(asking: httpx.AsyncClient) -> None:
    answer = await asking.get("/manifest.webmanifest")
    assert answer.headers["content-type"] == "application/manifest+json"
    told = answer.json()
    assert (told["name"], told["start_url"], told["display"]) == ("Digibank", "/", "standalone")
    assert {icon.get("purpose") for icon in told["icons"]} == {None, "maskable"}
    for icon in told["icons"]:
        shown = await asking.get(icon["src"])
        assert shown.headers["content-type"] == icon["type"]
        if icon["type"] == "image/png":
            width, height = Image.open(io.BytesIO(shown.content)).size
            assert icon["sizes"] == f"{width}x{height}"


async def test_the_worker_knows_what_to_keep_and_all_of_it_is_there(asking: httpx.AsyncClient) -> None:
    answer = await asking.get("/worker.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    facts = orjson.loads(answer.text.split("const SHELL = ", 1)[1].split(";\n", 1)[0])
    assert facts["version"] == static.version()
    for address in (*(f"/static/{facts['version']}/{name}" for name in facts["files"]), facts["offline"]):
        assert (await asking.get(address)).status_code == 200, address


async def test_the_page_without_a_connection_is_the_same_for_everybody(house: House, asking: httpx.AsyncClient) -> None:
    answer = await asking.get("/offline")
    assert answer.headers["content-language"] == "nl"
    assert "Er is nu geen verbinding" in Read(answer.text).text
    signed_in = await reader(house).http.get("/offline")
    assert "Afmelden" not in signed_in.text


async def test_the_policy_lets_a_manifest_and_a_worker_in_and_nothing_inline(asking: httpx.AsyncClient) -> None:
    policy = (await asking.get("/offline")).headers["content-security-policy"]
    assert "manifest-src 'self'; worker-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_what_is_the_same_for_everybody_is_compressed_and_pages_are_not(house: House, asking: httpx.AsyncClient) -> None:
    style = f"/static/{static.version()}/style.css"
    async with asking.stream("GET", style, headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "accept-encoding"
    whole = await asking.get(style, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in whole.headers
    assert gzip.decompress(raw) == whole.content
    assert len(raw) < len(whole.content) / 2
    font = await asking.get(f"/static/{static.version()}/fonts/atkinson-400.woff2")
    assert "content-encoding" not in font.headers
    assert "content-encoding" not in (await reader(house).http.get("/")).headers
