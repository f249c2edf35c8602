"""Reads docker-compose.yml as far as it matters to who starts the processes in it: no more of the specification than is used."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped, unused-ignore]

VARIABLE = re.compile(r"\$(?:(\$)|\{(\w+)(?:(:?-)([^}]*))?\})")
PART_OF_TIME = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
BYTES = {"K": 2**10, "M": 2**20, "G": 2**30}


class Unreadable(Exception):
    """The file says something that this reader does not know; the text says what."""


@dataclass(frozen=True, slots=True)
class Health:
    """How to find out whether a service can do its work. Times in seconds.

    Attributes:
        command: to run inside; a service that answers 0 is healthy.
        ask_every: pause between two questions while it starts.
        patience: how long one question may take.
        tries: after so many wrong answers in a row a service that was healthy is so no more.
        start_seconds: how long it may take to become healthy for the first time.
    """

    command: tuple[str, ...]
    ask_every: float
    patience: float
    tries: int
    start_seconds: float


@dataclass(frozen=True, slots=True)
class Mount:
    """A folder that is there inside: `source` is the name of a volume, or a path that starts with a dot or a slash."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the file.

    Attributes:
        command: what runs; empty means what the image runs by itself.
        ports: those that it opens to the outside, as it knows them.
        waits_for: other services, with the condition each has to meet first.
        ends: whether it does something once and ends.
        grace_seconds: what it gets between being asked to stop and being killed.
        memory_bytes: the most it may use, 0 for no limit.
    """

    name: str
    image: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    mounts: tuple[Mount, ...]
    tmpfs: tuple[str, ...]
    ports: tuple[int, ...]
    waits_for: Mapping[str, str]
    health: Health | None
    ends: bool
    grace_seconds: float
    memory_bytes: int


def read_env(file: Path) -> dict[str, str]:
    """The variables of an `.env` file, as `docker compose` takes them."""
    lines = (line.strip() for line in file.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value.strip("\"'") for name, _, value in pairs}


def read_compose(file: Path, variables: Mapping[str, str]) -> dict[str, Service]:
    """Every service that `docker compose up` starts, by name: those behind a profile are not among them.

    Args:
        variables: what `${NAME}` in the file stands for.

    Raises `Unreadable` where the file asks for something that is not understood here.
    """
    content = _filled_in(yaml.safe_load(file.read_text()), variables)
    return {name: _service(name, said) for name, said in content["services"].items() if not said.get("profiles")}


def seconds(text: str) -> float:
    """A length of time of the file, such as `1m30s`. Raises `Unreadable`."""
    parts = PART_OF_TIME.findall(text)
    if "".join(number + unit for number, unit in parts) != text or not parts:
        raise Unreadable(f"{text!r} is no length of time")
    return sum(float(number) * SECONDS[unit] for number, unit in parts)


def _filled_in(node: Any, variables: Mapping[str, str]) -> Any:
    """The same, with every variable replaced, in values and not in names."""
    if isinstance(node, dict):
        return {name: _filled_in(value, variables) for name, value in node.items()}
    if isinstance(node, list):
        return [_filled_in(value, variables) for value in node]
    return VARIABLE.sub(lambda found: _value(found, variables), node) if isinstance(node, str) else node


def _value(found: "re.Match[str]", variables: Mapping[str, str]) -> str:
    dollar, name, operator, default = found.groups()
    if dollar:
        return "$"
    value = variables.get(name)
    if value is None or (not value and operator == ":-"):
        if operator is None:
            raise Unreadable(f"${{{name}}} is not set and has no default")
        return str(default)
    return value


def _service(name: str, said: Mapping[str, Any]) -> Service:
    command = said.get("command", [])
    if isinstance(command, str):
        raise Unreadable(f"{name}: a command is a list, else a shell comes in between and signals do not arrive")
    waits_for = said.get("depends_on", {})
    if isinstance(waits_for, list):
        waits_for = {other: {"condition": "service_started"} for other in waits_for}
    memory = str(said.get("deploy", {}).get("resources", {}).get("limits", {}).get("memory", "0"))
    return Service(
        name=name,
        image=said["image"],
        command=tuple(str(part) for part in command),
        environment={variable: str(value) for variable, value in (said.get("environment") or {}).items()},
        mounts=tuple(_mount(name, one) for one in said.get("volumes", [])),
        tmpfs=tuple(one.partition(":")[0] for one in said.get("tmpfs", [])),
        ports=tuple(int(str(one).rpartition(":")[2]) for one in said.get("ports", [])),
        waits_for={other: how["condition"] for other, how in waits_for.items()},
        health=_health(said.get("healthcheck", {"disable": True})),
        ends=str(said.get("restart", "no")).partition(":")[0] in ("no", "on-failure"),
        grace_seconds=seconds(said.get("stop_grace_period", "10s")),
        memory_bytes=int(memory.rstrip("".join(BYTES))) * BYTES.get(memory[-1:], 1),
    )


def _mount(service: str, said: str | Mapping[str, Any]) -> Mount:
    if isinstance(said, str):
        source, target, *_ = said.split(":")
        return Mount(source, target)
    if said["type"] not in ("volume", "bind"):
        raise Unreadable(f"{service}: a mount of type {said['type']}")
    return Mount(said["source"], said["target"])


def _health(said: Mapping[str, Any]) -> Health | None:
    if said.get("disable"):
        return None
    kind, *command = said["test"]
    if kind not in ("CMD", "CMD-SHELL"):
        raise Unreadable(f"a health check that begins with {kind}")
    if kind == "CMD-SHELL":
        command = ["sh", "-c", *command]
    every, patience = seconds(said.get("interval", "30s")), seconds(said.get("timeout", "30s"))
    tries = int(said.get("retries", 3))
    start = seconds(said.get("start_period", "0s")) + tries * (every + patience)
    return Health(tuple(command), seconds(said.get("start_interval", "5s")), patience, tries, start)
