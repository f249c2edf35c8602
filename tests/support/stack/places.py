"""Where the names, ports and folders of the file are on this computer, and the file's words rewritten to it."""

import random
import re
import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from launcher.environment import PROJECT
from tests.support.stack.compose import Service

HERE = "127.0.0.1"
OWN_PORT = re.compile(r"((?:127\.0\.0\.1|localhost):|/dev/tcp/127\.0\.0\.1/)(\d+)")
LISTENS_EVERYWHERE = re.compile(r"^0\.0\.0\.0$")
ANY_SERVICE = "http://{service}-web:8000"


class Places:
    """One computer that stands for all containers.

    Attributes:
        folder: everything the stack leaves is below it.
        questions: address where services ask each other, in place of a name per service.
    """

    def __init__(self, folder: Path, services: Mapping[str, Service], free: Iterator[int]) -> None:
        self.folder, self.questions = folder, ""
        self._ports: dict[tuple[str, int], int] = {}
        self._free = free
        self._published = {port for service in services.values() for port in service.ports}
        names = "|".join(sorted(map(re.escape, services), key=len, reverse=True))
        self._name = re.compile(rf"(?<![\w.-])({names}):(\d+)")
        self._program = self._write_program()

    def free_port(self) -> int:
        """One that nobody has yet."""
        return next(self._free)

    def port(self, service: str, inside: int) -> int:
        """Where others find what a service has on a port of its own."""
        if inside in self._published:
            return inside
        return self._ports.setdefault((service, inside), self.free_port())

    def found_at(self, service: str, inside: int, port: int) -> None:
        """Note where something is that chooses its port itself."""
        self._ports[service, inside] = port

    def mounted(self, service: Service, target: str) -> Path:
        """The folder here that a service has as `target`. Raises `StopIteration` when it has none."""
        source = next(mount.source for mount in service.mounts if mount.target == target)
        return PROJECT / source if source.startswith(".") else self._made("volumes", source)

    def scratch(self, service: str, name: str) -> Path:
        """A folder of one service that no other sees, such as what it has in memory."""
        return self._made(service, name)

    def root(self, service: str) -> Path:
        """What would be the root of a service: nobody may write there, so it is not made."""
        return self.folder / service / "root"

    def text(self, service: Service, text: str, own: Mapping[int, int]) -> str:
        """What the file says, with the names, ports and paths of this computer.

        Args:
            service: who reads it.
            own: where the ports are that it listens on by itself, when others find them elsewhere.
        """
        text = text.replace(ANY_SERVICE, self.questions).replace("./digibank", str(self._program))
        text = LISTENS_EVERYWHERE.sub(HERE, text)
        text = self._name.sub(lambda found: f"{HERE}:{self.port(found[1], int(found[2]))}", text)
        text = OWN_PORT.sub(lambda found: self._own_port(service, found, own), text)
        for target, folder in self._folders(service).items():
            text = re.sub(rf"(?<![\w./-]){re.escape(target)}(?![\w.-])", str(folder), text)
        return text

    def environment(self, service: Service, own: Mapping[int, int]) -> dict[str, str]:
        """The environment of a service, and beside it only what an image brings: where programs, project and scratch are."""
        said = {name: self.text(service, value, own) for name, value in service.environment.items()}
        if "DIGIBANK_PORT" in said:
            inside = int(said["DIGIBANK_PORT"])
            said["DIGIBANK_PORT"] = str(own.get(inside) or self.port(service.name, inside))
        return {
            "PATH": f"{Path(sys.executable).parent}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "PYTHONPATH": str(PROJECT),
            "HOME": str(self.scratch(service.name, "home")),
            "TMPDIR": str(self.scratch(service.name, "tmp")),
            "LANG": "C.UTF-8",
            # In an image this is inside the project, where nobody may write.
            "DIGIBANK_DATA": str(self.root(service.name) / "data"),
        } | said

    def _own_port(self, service: Service, found: "re.Match[str]", own: Mapping[int, int]) -> str:
        inside = int(found[2])
        if inside in self._published or inside in self._ports.values():
            return found[0]
        return f"{found[1]}{own.get(inside) or self.port(service.name, inside)}"

    def _folders(self, service: Service) -> dict[str, Path]:
        """Paths inside, the longest first."""
        found = {mount.target: self.mounted(service, mount.target) for mount in service.mounts}
        found |= {target: self.scratch(service.name, target.strip("/")) for target in service.tmpfs if target != "/tmp"}
        return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))

    def _made(self, *parts: str) -> Path:
        folder = self.folder.joinpath(*parts)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _write_program(self) -> Path:
        """`./digibank` without its first part: in an image everything is installed, and here it is too."""
        program = self._made("programs") / "digibank"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m launcher "$@"\n')
        program.chmod(0o755)
        return program


def free_ports() -> Iterator[int]:
    """Ports below the range for outgoing connections, so that nobody takes one while its process is down."""
    for port in random.sample(range(10_000, 20_000), 10_000):
        with socket.socket() as probe:
            if probe.connect_ex((HERE, port)) != 0:
                yield port
