"""The real Prometheus beside processes of a test, with the rules of the stack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from launcher.debian_programs import find_program
from launcher.environment import PROJECT
from tests.crash.house import CrashHouse
from tests.support.ports import free_port

WATCH = PROJECT / "deploy" / "watch"
RULES = WATCH / "alerts.yml"
ALERTS: dict[str, dict[str, Any]] = {
    rule["alert"]: rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]
}
PROMETHEUS = find_program("prometheus")


@dataclass
class Watched:
    """Processes that work, and the real Prometheus that asks them each second."""

    house: CrashHouse
    prometheus: httpx.AsyncClient

    async def ask(self, query: str) -> list[dict[str, Any]]:
        """What a query gives now. An error in it is told."""
        answer = await self.prometheus.post("/api/v1/query", data={"query": query})
        assert answer.status_code == 200, f"{query}: {answer.text}"
        result = answer.json()["data"]["result"]
        return result if isinstance(result, list) else []

    async def has_looked_at(self, processes: int) -> None:
        """Wait until so many processes told what happened so far. Prometheus takes some seconds before its first look."""
        async with asyncio.timeout(30):
            while len(await self.ask('up{job="digibank"} == 1')) < processes or not await self.ask("digibank_commands_total"):
                await asyncio.sleep(0.2)
        await asyncio.sleep(1.5)

    async def becomes_true(self, alert: str, **labels: str) -> dict[str, str]:
        """Wait until the expression of an alert holds for these labels; gives all of them."""
        async with asyncio.timeout(30):
            while True:
                for one in await self.ask(ALERTS[alert]["expr"]):
                    if labels.items() <= one["metric"].items():
                        return dict(one["metric"])
                await asyncio.sleep(0.3)


def config_for(house: CrashHouse) -> dict[str, Any]:
    """The settings of the stack, with these processes in place of those that it finds by name, and each second."""
    targets = []
    for child in house.children.values():
        service, part = child.name.split()[:2]
        labels = {"process": f"{service}-{part}", "__metrics_path__": f"/{service}/metrics"}
        targets.append({"targets": [f"127.0.0.1:{child.port}"], "labels": labels})
    job = {"job_name": "digibank", "static_configs": targets}
    every = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    return {"global": every, "rule_files": [str(RULES)], "scrape_configs": [job]}


@asynccontextmanager
async def prometheus_for(house: CrashHouse, folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Prometheus, watching this house until the block ends."""
    assert PROMETHEUS is not None
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config_for(house)))
    address = f"127.0.0.1:{free_port()}"
    command = [
        PROMETHEUS,
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'tsdb'}",
        f"--web.listen-address={address}",
    ]
    with (folder / "prometheus.log").open("w") as log:
        process = await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log)
    try:
        async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False, timeout=10) as client:
            async with asyncio.timeout(30):
                while not await _ready(client):
                    assert process.returncode is None, (folder / "prometheus.log").read_text()
                    await asyncio.sleep(0.2)
            yield client
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 20)


async def _ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/-/ready")).status_code == 200
    except httpx.TransportError:
        return False
