"""Prometheus itself: it takes the settings and rules, tests the rules, and runs every query on processes that work."""

import asyncio
import json
import random
import re
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from launcher.environment import PROJECT
from launcher.say import say_nothing
from launcher.services import service_names
from launcher.trace import lines_of, read_id
from shared.bus.transport import Record
from shared.contracts.catalogue import CATALOGUE
from shared.runtime.clock import new_id
from shared.runtime.measures import CLASSES, METHODS, OUTCOMES
from shared.web import shell, static
from shared.web.app import routers_of
from tests.crash.commands import Desk, Ledger
from tests.crash.house import CrashHouse, open_crash_house
from tests.crash.load import bring_laptop
from tests.support.prometheus import ALERTS, PROMETHEUS, RULES, WATCH, Watched, prometheus_for

RULE_TESTS = PROJECT / "tests" / "deploy" / "alerts_test.yml"
CONFIG = yaml.safe_load((WATCH / "prometheus.yml").read_text())
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
DASHBOARD = json.loads((WATCH / "grafana" / "dashboards" / "digibank.json").read_text())
PANELS: list[tuple[str, str]] = [
    (panel["title"], target["expr"]) for panel in DASHBOARD["panels"] for target in panel.get("targets", [])
]
PROMTOOL = str(Path(PROMETHEUS).with_name("promtool")) if PROMETHEUS else "promtool"
needs_prometheus = pytest.mark.skipif(PROMETHEUS is None, reason="no Prometheus here; ./digibank test fetches one on Debian")

MAY_SAY_NOTHING = {"What fires"}
"""Panels that are empty when all is well."""
ELSEWHERE = {"digibank_certificate_end_timestamp_seconds", "digibank_backup_age_seconds"}
"""Metrics of a process that has a certificate, or sees the backups."""


# --- what is written ---


def test_every_process_of_the_stack_is_asked() -> None:
    (job,) = [one for one in CONFIG["scrape_configs"] if one["job_name"] == "digibank"]
    (by_name,) = job["dns_sd_configs"]
    assert set(by_name["names"]) == {f"{name}-{part}" for name in service_names() for part in ("web", "worker")}
    assert str(by_name["port"]) == COMPOSE["x-service-environment"]["DIGIBANK_PORT"]
    path = job["relabel_configs"][1]
    assert re.sub(f"^(?:{path['regex']})$", path["replacement"].replace("$", "\\"), "loans-worker") == "/loans/metrics"


def test_a_process_that_is_gone_is_noticed_by_its_name() -> None:
    missing = set(re.findall(r'process="([\w-]+)"', ALERTS["DigibankProcessMissing"]["expr"]))
    assert missing == {f"{name}-{part}" for name in service_names() for part in ("web", "worker")}


def test_files_that_point_to_each_other_are_there() -> None:
    assert CONFIG["rule_files"] == [RULES.name]
    mounts = {
        mount["target"] if isinstance(mount, dict) else mount.split(":")[1] for mount in COMPOSE["services"]["grafana"]["volumes"]
    }
    provisioning = WATCH / "grafana" / "provisioning"
    (provider,) = yaml.safe_load((provisioning / "dashboards" / "digibank.yml").read_text())["providers"]
    assert provider["options"]["path"] in mounts
    (source,) = yaml.safe_load((provisioning / "datasources" / "prometheus.yml").read_text())["datasources"]
    assert source["url"] == "http://prometheus:9090"
    targets = [target for panel in DASHBOARD["panels"] for target in panel.get("targets", [])]
    assert {target["datasource"]["uid"] for target in targets} == {source["uid"]}
    assert CONFIG["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] == ["alertmanager:9093"]


def test_whoever_hears_of_an_alert_is_a_receiver_and_what_is_held_back_exists() -> None:
    settings = yaml.safe_load((WATCH / "alertmanager.yml").read_text())
    assert settings["route"]["receiver"] in {receiver["name"] for receiver in settings["receivers"]}
    named = [name for rule in settings["inhibit_rules"] for key in ("source_matchers", "target_matchers") for name in rule[key]]
    alerts = {alert for matcher in named for alert in matcher.split('"')[1].split("|")}
    assert alerts <= ALERTS.keys()
    for rule in settings["inhibit_rules"]:
        named = [name for key in ("source_matchers", "target_matchers") for name in rule[key]]
        for label in rule["equal"]:
            # In `by (…)` or made by `label_replace`: what has no such label is never held back.
            has_it = re.compile(rf'[(, ]{label}[,)]|"{label}"')
            without = {alert for one in named for alert in one.split('"')[1].split("|") if not has_it.search(ALERTS[alert]["expr"])}
            assert not without, f"{label} is missing"


def test_each_alert_has_a_moment_when_it_fires_and_one_when_it_does_not() -> None:
    fires: set[str] = set()
    quiet: set[str] = set()
    for test in yaml.safe_load(RULE_TESTS.read_text())["tests"]:
        for one in test["promql_expr_test"]:
            (fires if one["exp_samples"] else quiet).update(re.findall(r'alertname="(\w+)"', one["expr"]))
    assert fires == quiet == ALERTS.keys()


def test_the_panels_do_not_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not cells & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


@needs_prometheus
@pytest.mark.parametrize(
    "words",
    [["check", "config", str(WATCH / "prometheus.yml")], ["check", "rules", str(RULES)], ["test", "rules", str(RULE_TESTS)]],
    ids=["settings", "rules", "their tests"],
)
def test_its_own_tool_agrees(words: list[str]) -> None:
    done = subprocess.run([PROMTOOL, *words], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


# --- what runs ---


def metrics_in(expression: str) -> set[str]:
    """The metrics that a query names: not labels to group by, not what stands in quotes."""
    plain = re.sub(r'"[^"]*"|\b(?:by|on|group_left) \([^)]*\)', "", expression)
    return set(re.findall(r"\b(?:digibank|process)_\w+", plain))


def known_routes(house: CrashHouse) -> set[str]:
    """The templates of all routes of these services, and the word for an address that has none."""
    routers = [router for service in house.services.values() for router in routers_of(service)]
    paths = {str(vars(route)["path"]) for router in (*routers, shell.router, static.router) for route in router.routes}
    return paths | {"unknown"}


async def traffic(house: CrashHouse, action: str) -> None:
    """What people do: a laptop comes in and becomes ready, a family asks for one under the number `action`; and some mistakes."""
    organisation = new_id()
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        heard = ready_devices_heard(house)
        await bring_laptop(Desk(house, http, Ledger(), random.Random(1)), organisation, random.Random(1), memory_gb=8)
        async with asyncio.timeout(30):  # else the family waits for the laptop, and what follows carries the laptop's number
            while ready_devices_heard(house) == heard:
                await asyncio.sleep(0.1)
        headers = {
            "authorization": f"Bearer {house.token(organisation)}",
            "idempotency-key": str(new_id()),
            "x-correlation-id": action,
        }
        for _ in range(2):  # the second time it is known
            answer = await http.post(f"{house.web['loans']}/loans/api/requests", json={"profile": "work"}, headers=headers)
            assert answer.status_code == 201, answer.text
        assert (await http.get(f"{house.web['loans']}/loans/{new_id()}")).status_code == 404
        assert (await http.request("PROPFIND", f"{house.web['loans']}/loans")).status_code in (404, 405)


def ready_devices_heard(house: CrashHouse) -> int:
    """How many laptops loans has heard to be ready."""
    lines = house.children["loans worker 1"].log.read_text().splitlines()
    return sum("inventory.device_ready." in line and "loans.reactions" in line and "event applied" in line for line in lines)


def logs_of(house: CrashHouse) -> list[tuple[str, list[str]]]:
    return [(name.replace(" ", "-"), child.log.read_text().splitlines()) for name, child in house.children.items()]


@needs_prometheus
@pytest.mark.timeout(240)
async def test_every_query_says_something_and_trouble_shows(tmp_path: Path) -> None:
    async with (
        open_crash_house(tmp_path, "log", say_nothing, workers=1, log_level="info") as house,
        prometheus_for(house, tmp_path) as prometheus,
    ):
        watched = Watched(house, prometheus)
        await traffic(house, str(new_id()))
        await watched.has_looked_at(4)  # from then on it sees what rises
        action = str(new_id())
        await traffic(house, action)
        await the_action_is_in_the_logs(house, action)
        await every_query_works(watched)
        await labels_are_few_and_of_nobody(watched)
        await trouble_shows(watched)


async def the_action_is_in_the_logs(house: CrashHouse, action: str) -> None:
    """From the request to what inventory did because of it, over three processes, each after its cause."""
    wanted = [("loans-web", "request"), ("loans-worker-1", "event applied"), ("inventory-worker-1", "event applied")]
    async with asyncio.timeout(30):
        while True:
            lines = lines_of(read_id(action), logs_of(house))
            steps = [(line.process, line.fields["event"]) for line in lines]
            if set(wanted) <= set(steps):
                break
            await asyncio.sleep(0.2)
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert steps.index(wanted[1]) < steps.index(wanted[2]), "what inventory did follows from what loans did"


async def every_query_works(watched: Watched) -> None:
    """No error; every metric that is named exists; and what has to have a value has one."""
    silent = [""]
    for _ in range(40):  # a rate needs two looks
        silent = [f"{title}: {query}" for title, query in PANELS if not _values(await watched.ask(query))]
        if {one.partition(":")[0] for one in silent} <= MAY_SAY_NOTHING:
            break
        await asyncio.sleep(0.5)
    assert {one.partition(":")[0] for one in silent} <= MAY_SAY_NOTHING, silent
    exist = set((await watched.prometheus.get("/api/v1/label/__name__/values")).json()["data"])
    for name, query in [*PANELS, *((alert, rule["expr"]) for alert, rule in ALERTS.items())]:
        await watched.ask(query)
        assert metrics_in(query) - exist <= ELSEWHERE, name


def _values(result: list[dict[str, Any]]) -> list[float]:
    return [float(one["value"][1]) for one in result if one["value"][1] != "NaN"]


async def labels_are_few_and_of_nobody(watched: Watched) -> None:
    """Every label of ours comes from a closed list, so nobody is in it and what people type makes no series."""
    house = watched.house
    groups = {"loans.reactions", "loans.projections", "inventory.reactions", "inventory.projections"}
    commands = await asyncio.to_thread(_commands)
    closed: dict[str, set[str] | frozenset[str]] = {
        "service": {"loans", "inventory"},
        "group": groups,
        "method": METHODS | {"other"},
        "outcome": OUTCOMES,
        "pool": {"app", "bus"},
        "route": known_routes(house),
        "command": commands,
        "type": {event.type for event in CATALOGUE} | {"unreadable"},
        "class": set(CLASSES),
        "version": {"unknown"},
    }
    seen: dict[str, set[str]] = {}
    series = (await watched.prometheus.get("/api/v1/series", params={"match[]": '{__name__=~"digibank_.+"}'})).json()["data"]
    for one in series:
        for label, value in one.items():
            if label not in ("__name__", "job", "instance", "process", "le"):
                seen.setdefault(label, set()).add(value)
    assert seen.keys() == closed.keys() | {"status", "work"}
    for label, values in closed.items():
        assert seen[label] <= values, label
    assert "other" in seen["method"]
    assert {"done", "repeated"} <= seen["outcome"]
    assert all(re.fullmatch(r"[2-5]\d\d", status) for status in seen["status"])
    assert all(re.fullmatch(r"[a-z. ]+", work) for work in seen["work"])


def _commands() -> set[str]:
    """Names of all functions in the commands of these services."""
    files = [file for name in ("loans", "inventory") for file in (PROJECT / "services" / name / "commands").rglob("*.py")]
    return {found for file in files for found in re.findall(r"^async def (\w+)", file.read_text(), re.MULTILINE)}


async def trouble_shows(watched: Watched) -> None:
    """An event that cannot be read, and a service without its worker: the alerts of both become true."""
    house = watched.house
    poison = Record("digibank.inventory.devices", str(new_id()), b"not an event", {"ce_type": ""})
    published = await house.transport.publish([poison])
    assert published.error is None
    await watched.becomes_true("DigibankDeadLetters", service="loans")
    assert house.children["loans worker 1"].kill(back_after=1000)
    await watched.becomes_true("DigibankProcessDown", process="loans-worker")
    await traffic_without_a_worker(house)
    connection = await house.connect("loans")
    try:  # as it is after a quarter of an hour
        await connection.execute("UPDATE bus.outbox SET recorded_at = recorded_at - interval '15 minutes' WHERE sent_at IS NULL")
        await connection.execute("UPDATE bus.group_state SET seen_at = seen_at - interval '15 minutes'")
    finally:
        await connection.close()
    await watched.becomes_true("DigibankOutboxAgeing", service="loans")
    await watched.becomes_true("DigibankGroupSilent", service="loans", group="loans.reactions")
    silent = await watched.ask(ALERTS["DigibankGroupSilent"]["expr"])
    assert {one["metric"]["service"] for one in silent} == {"loans"}, "inventory works on"


async def traffic_without_a_worker(house: CrashHouse) -> None:
    """People work on: what they do waits in the outbox."""
    headers = {"authorization": f"Bearer {house.token(new_id())}", "idempotency-key": str(new_id())}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        answer = await http.post(f"{house.web['loans']}/loans/api/requests", json={"profile": "work"}, headers=headers)
    assert answer.status_code == 201, answer.text
