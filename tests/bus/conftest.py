from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from launcher.house import make_transport
from launcher.provision import provision
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Transport
from shared.runtime.settings import Settings
from tests.bus.probe import SERVICE, Probe, make_probe, migrate_probe


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
