from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest

from launcher.house import make_transport
from launcher.provision import provision
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Transport
from shared.bus.transports.kafka import member as member_module
from shared.bus.transports.kafka.membership import Membership
from shared.runtime.settings import Settings
from tests.bus.probe import SERVICE, Probe, make_probe, migrate_probe
from tests.bus.workers import Group, Worker


@pytest.fixture(scope="session")
async def probe_settings(settings: Settings) -> Settings:
    await provision(settings.postgres, [SERVICE], settings.master_key.password)
    await migrate_probe(settings)
    return settings


@pytest.fixture(scope="session", params=["log", "kafka"])
async def transport_settings(request: pytest.FixtureRequest, probe_settings: Settings) -> Settings:
    """Where this leg's events go."""
    mine = probe_settings.model_copy()
    if request.param == "kafka":
        mine.kafka = request.getfixturevalue("kafka").bootstrap
    return mine


@pytest.fixture(scope="session")
async def transport(transport_settings: Settings) -> AsyncIterator[Transport]:
    started = make_transport(transport_settings, Doorbell(), client="digibank-test")
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
async def probe(transport_settings: Settings, transport: Transport) -> AsyncIterator[Probe]:
    topic = f"digibank.probe.t{uuid4().hex[:12]}"
    await transport.ensure_topics([topic])
    made = make_probe(transport_settings, transport, topic)
    yield made
    await made.close()


@pytest.fixture
def group(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> Group:
    """Workers that can be looked into."""
    made = Group(probe)
    plain = Membership.__init__

    def remember(self: Membership, name: str, handler: Any, advance: Any) -> None:
        plain(self, name, handler, advance)
        if isinstance(handler, Worker):
            handler.membership = self

    monkeypatch.setattr(Membership, "__init__", remember)
    return made


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broker that waits for the slowest member as long as a test can want."""
    monkeypatch.setattr(member_module, "REBALANCE_MS", 60_000)
    monkeypatch.setattr(member_module, "REQUEST_MS", 70_000)
