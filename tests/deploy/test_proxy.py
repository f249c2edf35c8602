"""The proxy, with its own program and the real Caddyfile, in front of services that say what they heard."""

import asyncio
import json
import re
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from launcher.debian_programs import find_program
from launcher.environment import PROJECT
from launcher.house import load_services
from launcher.services import service_names
from launcher.web_server import LINGER_SECONDS, Server
from tests.support.ports import free_port

CADDYFILE = PROJECT / "deploy" / "proxy" / "Caddyfile"
CADDY = find_program("caddy")
needs_caddy = pytest.mark.skipif(CADDY is None, reason="no Caddy on this computer; ./digibank test fetches one on Debian")


def test_it_sends_to_the_port_where_services_listen() -> None:
    """And stops keeping a silent connection before they do, also before one that stops."""
    text = CADDYFILE.read_text()
    assert "{args.0}-web:8000" in text
    keeps = re.search(r"keepalive (\d+)s", text)
    assert keeps is not None
    assert int(keeps[1]) < min(LINGER_SECONDS, uvicorn.Config(lambda: None).timeout_keep_alive)


def test_no_numbers_and_no_health_of_any_service_go_out() -> None:
    inside = re.search(r"@inside path (.*)", CADDYFILE.read_text())
    assert inside is not None
    wanted = {"/metrics", "/health/*"} | {f"/{name}{path}" for name in service_names() for path in ("/metrics", "/health/*")}
    assert set(inside[1].split()) == wanted


def echo(name: str) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        heard = {key.decode(): value.decode() for key, value in scope["headers"]}
        body = json.dumps({"service": name, "path": scope["raw_path"].decode(), "headers": heard}).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})
        await send({"type": "http.response.body", "body": body + b" " * 5000})

    return answer


@pytest.fixture(scope="module")
async def proxy(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    """All services but skills, which is away, behind Caddy without TLS."""
    assert CADDY is not None
    folder = tmp_path_factory.mktemp("proxy")
    ports = {name: free_port() for name in (*service_names(), "public", "health", "bare")}
    servers = []
    for name in service_names():
        if name != "skills":
            config = uvicorn.Config(echo(name), lifespan="off", access_log=False, log_config=None)
            servers.append((Server(config), socket.create_server(("127.0.0.1", ports[name]))))
    text = CADDYFILE.read_text().replace("{args.0}-web:8000", "{args.0}").replace(":2020", f":{ports['health']}")
    text = text.replace("lb_try_duration 20s", "lb_try_duration 300ms").replace("root * /etc/caddy", f"root * {CADDYFILE.parent}")
    text = re.sub(r"import service (\w+)", lambda found: f"import service 127.0.0.1:{ports[found[1]]}", text)
    # One more site without a kind word: there, an error that nobody caught is logged.
    text += f"http://127.0.0.1:{ports['bare']} {{\n\timport service 127.0.0.1:{ports['skills']}\n}}\n"
    (folder / "Caddyfile").write_text(text)
    base = f"http://127.0.0.1:{ports['public']}"
    environment = {"DIGIBANK_PUBLIC_URL": base, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    serving = [asyncio.create_task(server.serve(sockets=[listening])) for server, listening in servers]
    command = [CADDY, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    with (folder / "log").open("w") as log:
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=log, stderr=log)
    try:
        async with httpx.AsyncClient(base_url=base, trust_env=False) as client, asyncio.timeout(30):
            while not await _answers(f"http://127.0.0.1:{ports['health']}/"):
                assert process.returncode is None, (folder / "log").read_text()
                await asyncio.sleep(0.05)
            await client.get(f"http://127.0.0.1:{ports['bare']}/skills/KQ7M2X?said=KQ7M2X", headers={"cookie": "KQ7M2X"})
            yield client
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 10)
        for server, _ in servers:
            server.should_exit = True
        await asyncio.gather(*serving)
    logged = (folder / "log").read_text()
    assert "dial tcp" in logged, "that a service is away is logged"
    assert "KQ7M2X" not in logged, "and not the address somebody asked"


async def _answers(address: str) -> bool:
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(address)).status_code == 200
    except httpx.HTTPError:
        return False


@needs_caddy
async def test_everybody_answers_what_is_its_own(proxy: httpx.AsyncClient) -> None:
    own = {part: service.name for service in load_services() for part in (service.name, *service.serves)}
    others = dict.fromkeys(("static", "worker.js", "manifest.webmanifest", "offline", "loansome"), "portal")
    paths = {f"/{part}": name for part, name in (own | others).items() if name != "skills"}
    for path, name in (paths | {"/loans/more%2Fof/it": "loans", "/q/KQ7M2X": "helpdesk"}).items():
        said = (await proxy.get(path)).json()
        assert (said["service"], said["path"]) == (name, path), "and nothing is stripped"


@needs_caddy
@pytest.mark.parametrize(
    "path",
    ["/metrics", "/health/live", "/loans/metrics", "/loans/health/ready", "/loans/%6detrics", "/loans//metrics", "/Loans/Metrics"],
)
async def test_numbers_and_health_stay_inside(proxy: httpx.AsyncClient, path: str) -> None:
    assert (await proxy.get(path)).status_code == 404


@needs_caddy
async def test_what_visitors_say_about_themselves_is_not_believed(proxy: httpx.AsyncClient) -> None:
    lies = {"x-forwarded-for": "10.9.9.9", "x-forwarded-proto": "https", "forwarded": "for=10.9.9.9", "x-real-ip": "10.9.9.9"}
    heard = (await proxy.get("/loans/x", headers=lies)).json()["headers"]
    assert heard["x-forwarded-for"] == "127.0.0.1"
    assert heard["x-forwarded-proto"] == "http"
    assert not {"forwarded", "x-real-ip"} & heard.keys()


@needs_caddy
async def test_pages_are_not_compressed(proxy: httpx.AsyncClient) -> None:
    answer = await proxy.get("/loans/x", headers={"accept-encoding": "gzip, br, zstd"})
    assert "content-encoding" not in answer.headers


@needs_caddy
async def test_while_a_service_is_away_there_is_a_kind_word(proxy: httpx.AsyncClient) -> None:
    page = await proxy.get("/skills/KQ7M2X", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["retry-after"], page.headers["cache-control"]) == (503, "10", "no-store")
    assert "Even geduld" in page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    [style] = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page.text)
    looks = await proxy.get(style)
    assert (looks.status_code, looks.headers["content-type"].partition(";")[0]) == (200, "text/css"), "the proxy itself has it"
    program = await proxy.post("/skills/api", json={})
    assert (program.status_code, program.text) == (503, "")


def test_its_own_page_has_the_colours_of_all_pages() -> None:
    tokens = (PROJECT / "shared" / "web" / "style" / "1-tokens.css").read_text()
    for colour in re.findall(r"--\w+: #\w+;", (CADDYFILE.parent / "one-moment.css").read_text()):
        assert colour in tokens


@needs_caddy
def test_the_real_one_is_valid(tmp_path: Path) -> None:
    """As it is, with the address of the example."""
    assert CADDY is not None
    surroundings = {"DIGIBANK_PUBLIC_URL": "https://localhost", "HOME": str(tmp_path)}
    command = [CADDY, "validate", "--config", str(CADDYFILE), "--adapter", "caddyfile"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "not formatted" not in done.stderr
