"""What a container asks itself."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from launcher.environment import PROJECT
from tests.support.ports import free_port

STATUS = {"/loans/health/ready": 200, "/skills/health/ready": 503}


class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(STATUS.get(self.path, 404))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def ask(name: str, port: int) -> int:
    """As the compose file does: in the folder of the project, and whatever proxy the surroundings name."""
    surroundings = {"DIGIBANK_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "launcher.healthy", name]
    return subprocess.run(command, cwd=PROJECT, env=surroundings, capture_output=True).returncode


@pytest.mark.parametrize(("name", "code"), [("loans", 0), ("skills", 1), ("other", 1)])
def test_ready_not_ready_and_not_here(name: str, code: int, port: int) -> None:
    assert ask(name, port) == code


def test_nobody_listens() -> None:
    assert ask("loans", free_port()) == 1
