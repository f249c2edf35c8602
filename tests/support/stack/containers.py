"""The whole file in containers, where there is a Docker engine: what a region runs, with ports and a project of its own."""

import asyncio
import subprocess
import time
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import orjson
from testcontainers.compose import ComposeContainer, DockerCompose

from launcher.environment import PROJECT
from shared.runtime.keys import MasterKey
from tests.support.stack.compose import Service, read_compose, read_env
from tests.support.stack.local import EXAMPLE, FILE, DidNotStart
from tests.support.stack.places import free_ports
from tests.support.stack.processes import Ended

PROJECT_NAME = "digibank-test"
"""Never the name in the file: the tests remove their volumes, and somebody may run a real stack here."""

KILLED = 137
ROOT = "/data/caddy/pki/authorities/local/root.crt"


def has_docker() -> bool:
    """Whether a Docker engine answers, and has `docker compose`."""
    for question in (["docker", "version"], ["docker", "compose", "version"]):
        try:
            if subprocess.run(question, capture_output=True, timeout=10, check=False).returncode != 0:
                return False
        except (OSError, subprocess.TimeoutExpired):
            return False
    return True


class _Compose(DockerCompose):
    @cached_property
    def compose_command_property(self) -> list[str]:
        return [*super().compose_command_property, "--project-name", PROJECT_NAME]


class ContainerStack:
    """The stack of docker-compose.yml in containers; as `LocalStack`, as far as the same can be seen from outside."""

    def __init__(self, folder: Path) -> None:
        """Write its .env. Nothing runs until `up`, which builds the image."""
        self.folder = folder
        free = free_ports()
        http, https = next(free), next(free)
        self.base = f"https://localhost:{https}"
        self._variables = read_env(EXAMPLE) | {
            "DIGIBANK_PUBLIC_URL": self.base,
            "HTTP_PORT": str(http),
            "HTTPS_PORT": str(https),
            "FRONT_NETWORK": "172.30.92.0/24",
        }
        self._compose = _Compose(PROJECT, wait=False, env_file=str(self._write_env()))

    @property
    def services(self) -> Mapping[str, Service]:
        """As the file has them now."""
        return read_compose(FILE, self._variables)

    @cached_property
    def master_key(self) -> MasterKey:
        """The key that the stack made for itself."""
        inside = self.services["keys"].environment["DIGIBANK_MASTER_KEY_FILE"]
        file = self.folder / "master.key"
        self._run("cp", f"portal-web:{inside}", str(file))
        file.chmod(0o600)
        return MasterKey.load_or_create(file)

    @cached_property
    def root_certificate(self) -> Path:
        """What vouches for the proxy."""
        file = self.folder / "root.crt"
        self._run("cp", f"proxy:{ROOT}", str(file))
        return file

    async def up(self) -> None:
        """Build and start everything, and wait until it is healthy. Raises `DidNotStart`."""
        await asyncio.to_thread(self._run, "up", "--build", "--detach")
        await self._until_healthy(set(self.services))

    async def down(self) -> dict[str, Ended]:
        """Stop everything; gives how each of them ended, with the time that all of them took together."""
        started = time.monotonic()
        await asyncio.to_thread(self._run, "stop")
        taken = time.monotonic() - started
        lasting = {name for name, service in self.services.items() if not service.ends}
        return {name: _ended(one.ExitCode, taken) for name, one in self._containers().items() if name in lasting}

    async def end(self) -> None:
        """Leave nothing behind, volumes included."""
        await asyncio.to_thread(self._compose.stop)

    async def roll(self, name: str, version: str) -> dict[str, Ended]:
        """Update one service as docs/operations.md says: its containers are replaced, nothing else is touched."""
        halves = {f"{name}-web", f"{name}-worker"}
        old = {half: one.ID for half, one in self._containers().items() if half in halves}
        waiting = {half: asyncio.create_task(asyncio.to_thread(_wait_for_end, str(number))) for half, number in old.items()}
        self._variables["DIGIBANK_VERSION"] = version
        self._write_env()
        started = time.monotonic()
        await asyncio.to_thread(self._run, "up", "--build", "--detach", "--no-deps", *sorted(halves))
        ended = {half: _ended(await one, time.monotonic() - started) for half, one in waiting.items()}
        await self._until_healthy(halves)
        return ended

    async def healthy(self) -> dict[str, bool]:
        """What each health check of the file says now."""
        there = await asyncio.to_thread(self._containers)
        asked = [name for name, service in self.services.items() if service.health]
        return {name: name in there and there[name].State == "running" and there[name].Health == "healthy" for name in asked}

    def logs(self, service: str) -> list[dict[str, object]]:
        """What the containers of a service said that are there now, as far as it is a log."""
        lines = self._run("logs", "--no-log-prefix", "--no-color", service).splitlines()
        return [orjson.loads(line) for line in lines if line.startswith(b"{")]

    def _write_env(self) -> Path:
        file = self.folder / "stack.env"
        file.write_text("".join(f"{name}={value}\n" for name, value in self._variables.items()))
        return file

    def _containers(self) -> dict[str, ComposeContainer]:
        return {str(one.Service): one for one in self._compose.get_containers(include_all=True)}

    def _run(self, *words: str) -> bytes:
        command = [*self._compose.docker_compose_command(), *words]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
        if done.returncode != 0:
            raise DidNotStart(f"docker compose {words[0]}: {done.stderr.decode(errors='replace')[-2000:]}")
        return done.stdout

    async def _until_healthy(self, names: set[str]) -> None:
        checks = {name: service.health for name, service in self.services.items() if service.health and name in names}
        ends_at = time.monotonic() + max(check.start_seconds for check in checks.values())
        while missing := checks.keys() - {name for name, well in (await self.healthy()).items() if well}:
            if time.monotonic() > ends_at:
                raise DidNotStart(f"not healthy: {', '.join(sorted(missing))}")
            await asyncio.sleep(1)


def _wait_for_end(container: str) -> int:
    return int(subprocess.run(["docker", "wait", container], capture_output=True, check=True).stdout)


def _ended(code: int | None, seconds: float) -> Ended:
    return Ended(None if code == KILLED else code, seconds)
