"""Questions to a Kafka cluster: what is asked again, and what is a refusal."""

from typing import Any

import pytest
from aiokafka.errors import (  # type: ignore[import-untyped]
    InvalidReplicationFactorError,
    KafkaError,
    KafkaTimeoutError,
    LeaderNotAvailableError,
)

from shared.bus.topics import TopicPolicy
from shared.bus.transport import TransportRefused, TransportUnavailable
from shared.bus.transports.kafka.access import KafkaAccess
from shared.bus.transports.kafka.cluster import KafkaCluster


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> KafkaCluster:
    """One whose connections are always open."""

    async def opened(_cluster: KafkaCluster) -> None:
        pass

    monkeypatch.setattr(KafkaCluster, "_open", opened)
    return KafkaCluster(KafkaAccess("kafka.invalid:9092"), "test", TopicPolicy())


async def answer(cluster: KafkaCluster, *errors: KafkaError) -> Any:
    left = list(errors)

    async def question() -> str:
        if left:
            raise left.pop(0)
        return "an answer"

    return await cluster._ask(question)


async def test_what_passes_is_asked_again(cluster: KafkaCluster) -> None:
    """Also when it was the time of the library that ran out, which it does not call passing: right after topics were made anew, on
    a busy machine, a restore was told to be refused."""
    assert await answer(cluster, LeaderNotAvailableError(), KafkaTimeoutError()) == "an answer"


async def test_what_the_cluster_would_not_is_a_refusal(cluster: KafkaCluster) -> None:
    with pytest.raises(TransportRefused, match="InvalidReplicationFactorError"):
        await answer(cluster, InvalidReplicationFactorError())


async def test_somebody_who_may_not_stop_halfway_waits_longer(cluster: KafkaCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.bus.transports.kafka.cluster.ANSWER_SECONDS", 0.01)
    monkeypatch.setattr("shared.bus.transports.kafka.cluster.REQUEST_MS", 10)
    slow = [LeaderNotAvailableError() for _ in range(3)]
    with pytest.raises(TransportUnavailable):
        await answer(cluster, *slow)
    cluster.patience = 60
    assert await answer(cluster, *slow) == "an answer"
