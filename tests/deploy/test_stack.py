"""The stack of docker-compose.yml, every service in processes of its own on real PostgreSQL and Kafka, behind its proxy.

The tests share one stack and come in this order: what the first ones leave is counted before the story adds its own.
"""

import signal
from collections import Counter
from collections.abc import Mapping

import httpx
import pytest

from launcher.demo.asking import Asker, wait_for
from launcher.demo.story import tell_story
from launcher.pytest_facts import report_fact
from tests.deploy.families import Families
from tests.deploy.proof import Proof
from tests.support.stack.local import LocalStack
from tests.support.stack.parts import StandIn
from tests.support.stack.processes import Ended, Process
from tests.support.stack.stack import Stack

BY_SIGNAL = {-signal.SIGTERM, 128 + signal.SIGTERM}
"""A loop of the shell ends by the signal itself."""

pytestmark = pytest.mark.timeout(400)  # the first one starts everything


def ended_badly(stack: Stack, ended: Mapping[str, Ended]) -> dict[str, Ended]:
    """Who was killed because the grace period was over, or ended with something else than success."""
    well = {name: {0, *BY_SIGNAL} if stack.services[name].command[:1] == ("sh",) else {0} for name in ended}
    return {name: one for name, one in ended.items() if one.code not in well[name]}


def version_of(stack: Stack, service: str) -> object:
    return [line["version"] for line in stack.logs(service) if line["event"] == "starts"][-1]


async def version_by_health(stack: LocalStack, service: str) -> object:
    part = stack.parts[service]
    assert isinstance(part, Process)
    async with httpx.AsyncClient(trust_env=False) as http:
        return (await http.get(f"http://127.0.0.1:{part.port}/loans/health/live")).json()["version"]


def told(outages: "Counter[str]") -> str:
    return "without an answer " + (", ".join(f"{what} {times}" for what, times in sorted(outages.items())) or "never")


def not_asked(stack: Stack) -> set[str]:
    """The proxy, where a stand-in does its work."""
    return {name for name, part in stack.parts.items() if isinstance(part, StandIn)} if isinstance(stack, LocalStack) else set()


async def test_every_health_check_of_the_file_says_healthy(stack: Stack) -> None:
    said = await stack.healthy()
    assert all(said.values()), said
    lasting = {name for name, service in stack.services.items() if not service.ends}
    assert set(said) | not_asked(stack) == lasting, "everything that lasts has a health check"


async def test_every_process_would_fit_in_its_container(stack: Stack) -> None:
    if not isinstance(stack, LocalStack):
        pytest.skip("a container keeps its limits by itself")
    memory = {name: part.peak_memory() for name, part in stack.parts.items() if isinstance(part, Process)}
    largest = max(memory, key=lambda name: memory[name] / stack.services[name].memory_bytes)
    limit = stack.services[largest].memory_bytes
    report_fact("stack, memory", f"nearest to its limit: {largest}, {memory[largest] >> 20} of {limit >> 20} MB")
    assert memory[largest] < limit, f"{largest} would be killed in its container"
    for name in stack.parts:
        assert not stack.places.root(name).exists(), f"{name} wrote where it may not write in its container"


async def test_one_service_rolls_to_a_new_version_while_work_goes_on(stack: Stack, families: Families, proof: Proof | None) -> None:
    halves = {"loans-web", "loans-worker"}
    before = {half: version_of(stack, half) for half in halves}
    assert before == dict.fromkeys(halves, "1")
    async with families.coming():
        ended = await stack.roll("loans", "2")
        assert {half: version_of(stack, half) for half in halves} == dict.fromkeys(halves, "2")
        assert set(ended) == halves
        assert ended_badly(stack, ended) == {}
        if isinstance(stack, LocalStack):
            ended = await stack.roll("loans", "3", beside=True)
            assert {half: version_of(stack, half) for half in halves} == dict.fromkeys(halves, "3")
            assert {half: await version_by_health(stack, half) for half in halves} == dict.fromkeys(halves, "3")
    assert ended_badly(stack, ended) == {}
    report_fact("stack, one service rolled", f"{len(families.ledger.acknowledged)} commands, {told(families.outages)}")
    assert families.complaints == []
    await families.each_has_one()
    assert proof is None or await proof.problems(families.ledger) == []


async def test_everything_stops_within_its_grace_period_and_goes_on_where_it_was(
    stack: Stack, families: Families, proof: Proof
) -> None:
    before = families.outages.copy()
    async with families.coming():
        ended = await stack.down()
        assert set(ended) == {name for name, service in stack.services.items() if not service.ends}
        said = {name for name, well in (await stack.healthy()).items() if well}
        assert said <= {"backup"}, "a check that finds health in what is gone is none; that of backup looks at the newest one"
        await stack.up()
    assert ended_badly(stack, ended) == {}
    slowest = max(ended, key=lambda name: ended[name].seconds)
    report_fact(
        "stack, stopped and started again",
        f"slowest to stop: {slowest}, {ended[slowest].seconds:.1f} s; {told(families.outages - before)}",
    )
    assert families.complaints == []
    await families.each_has_one()
    assert proof is None or await proof.problems(families.ledger) == []


async def test_one_action_can_be_followed_through_the_logs_of_all(
    stack: Stack, families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(stack.root_certificate))
    staff = Asker(stack.base, families.door.token(families.organisations[0]))
    asked = await staff.do("/loans/api/requests", {"profile": "daily_life"})
    await staff.close()

    lasting = [name for name, service in stack.services.items() if not service.ends]

    async def look() -> set[str] | None:
        found = {name for name in lasting if any(line.get("correlation_id") == asked.correlation for line in stack.logs(name))}
        return found if {"loans-web", "loans-worker", "portal-worker"} <= found else None

    assert await wait_for(look, "the action shows in the logs of who answered and of those who did something about it")


async def test_the_whole_story_is_walked_through_the_proxy(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(stack.root_certificate))
    said: list[str] = []
    await tell_story(stack.base, stack.master_key, said.append)
    assert any("Alles gezien" in line for line in said)
