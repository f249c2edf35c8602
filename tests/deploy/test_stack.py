"""The stack of docker-compose.yml, every service in processes of its own on real PostgreSQL and Kafka, behind its proxy.

The tests share one stack and come in this order: what the first ones leave is counted before the story adds its own.
"""

import pytest

from launcher.demo.asking import Asker, wait_for
from launcher.demo.story import tell_story
from launcher.pytest_facts import report_fact
from tests.deploy.families import Families
from tests.deploy.proof import problems
from tests.support.stack.local import LocalStack
from tests.support.stack.processes import Ended, Process

pytestmark = pytest.mark.timeout(400)  # the first one starts everything


def ended_well(ended: dict[str, Ended]) -> bool:
    return {name: one.code for name, one in ended.items()} == dict.fromkeys(ended, 0)


async def test_everything_is_healthy_and_keeps_to_its_limits(stack: LocalStack) -> None:
    said = await stack.healthy()
    assert set(said) == {name for name, service in stack.services.items() if service.health}
    assert all(said.values()), said
    assert {name for name, service in stack.services.items() if not service.health} == {"keys", "setup"}, "they end"
    for name, part in stack.parts.items():
        assert not stack.places.root(name).exists(), f"{name} wrote where it may not write in its container"
        if isinstance(part, Process):
            assert part.peak_memory() < stack.services[name].memory_bytes, f"{name} would be killed in its container"


async def test_one_service_rolls_to_a_new_version_while_work_goes_on(stack: LocalStack, families: Families) -> None:
    async with families.coming():
        ended = await stack.roll("loans", "2")
    assert ended_well(ended), ended
    for half in ("loans-web", "loans-worker"):
        assert [line["version"] for line in stack.logs(half) if line["event"] == "starts"] == ["1", "2"]
    report_fact("stack, one service rolled", f"{len(families.ledger.acknowledged)} commands, no answer: {families.outages}")
    assert families.complaints == []
    await families.each_has_one()
    assert await problems(stack, families.ledger) == []


async def test_everything_stops_within_its_grace_period_and_goes_on_where_it_was(stack: LocalStack, families: Families) -> None:
    async with families.coming():
        ended = await stack.down()
        assert set(ended) == set(stack.parts)
        assert not any((await stack.healthy()).values()), "a health check that says so of what is gone says nothing"
        await stack.up()
    assert ended_well(ended), ended
    slowest = max(ended, key=lambda name: ended[name].seconds)
    report_fact("stack, stopped and started again", f"slowest to stop: {slowest} after {ended[slowest].seconds:.1f} s")
    assert families.complaints == []
    await families.each_has_one()
    assert await problems(stack, families.ledger) == []


async def test_one_action_can_be_followed_through_the_logs_of_all(
    stack: LocalStack, families: Families, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(stack.root_certificate))
    staff = Asker(stack.base, families.door.token(families.organisations[0]))
    asked = await staff.do("/loans/api/requests", {"profile": "daily_life"})
    await staff.close()

    async def look() -> set[str] | None:
        found = {name for name in stack.parts if any(line.get("correlation_id") == asked.correlation for line in stack.logs(name))}
        return found if {"loans-web", "loans-worker", "portal-worker"} <= found else None

    assert await wait_for(look, "the action shows in the logs of who answered and of those who did something about it")


async def test_the_whole_story_is_walked_through_the_proxy(stack: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(stack.root_certificate))
    said: list[str] = []
    await tell_story(stack.base, stack.master_key, said.append)
    assert any("Alles gezien" in line for line in said)
