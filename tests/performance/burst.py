"""Row `burst`: many events for a minute, as after an import; then the backlog has to go, and no key may lose its order."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from launcher.house import make_transport
from services.loans.store.unit import LoansUnit
from shared.bus.consumer import Consumer
from shared.bus.doorbell import Doorbell
from shared.bus.retry_policy import RetryPolicy
from shared.bus.transport import Transport
from shared.contracts.catalogue import CATALOGUE
from shared.contracts.inventory import DeviceReady
from shared.contracts.vocabulary import Chassis, UseProfile
from shared.runtime.clock import new_id
from shared.runtime.running import RunningService
from tests.performance.box import box
from tests.performance.load import at_rate
from tests.performance.place import Place
from tests.performance.profiled import top_lines
from tests.performance.report import Row, at_most

EVENTS_PER_SECOND = 300
EVENTS_PER_TRANSACTION = 10
ORGANISATIONS = 10
DEVICES_PER_ORGANISATION = 30
PATIENCE_SECONDS = 300
GROUPS = ("digibank.loans.projections", "digibank.loans.reactions")


async def burst_rows(place: Place, kafka: str = "") -> list[Row]:
    """Against a one-box system whose loans handles every event twice, as reaction and as projection.

    Args:
        kafka: its address, or empty for the log transport.
    """
    seconds = 10 if place.quick else 60
    name, over = ("burst-kafka", "Kafka") if kafka else ("burst", "log transport")
    produced, cleared, disorder, slowest = await run_burst(place, seconds, kafka)
    rate = produced / seconds
    return [
        Row(
            name,
            f"{rate:.0f} events/s for {seconds} s, {over}, each handled by two groups: seconds until the backlog was gone",
            f"{cleared:.1f} s",
            f"{seconds} s of load",
            f"{cleared / seconds:.0%}",
            "< 60 s",
            at_most(cleared, 60) if rate > EVENTS_PER_SECOND * 0.95 else float("inf"),
            profile=lambda: _profile(place, kafka),
        ),
        Row(
            name,
            f"events that came out of order within their key, of {produced} (sequence must rise by one)",
            str(disorder),
            target="0",
            miss=0.0 if disorder == 0 else float("inf"),
        ),
        Row(name, "writing ten events in one transaction, the slowest during the burst", f"{slowest * 1000:.0f} ms"),
    ]


async def run_burst(place: Place, seconds: float, kafka: str = "", *, profile: Path | None = None) -> tuple[int, float, int, float]:
    """Returns: events produced, seconds until all groups had handled them, events out of order, slowest transaction."""
    environment = {**place.environment, "DIGIBANK_KAFKA": kafka}
    async with (
        box(place, environment, profile=profile),
        place.service("inventory", kafka=kafka) as inventory,
        place.service("loans", kafka=kafka) as loans,
    ):
        transport = make_transport(place.settings.model_copy(update={"kafka": kafka}), Doorbell(), client="bench")
        await transport.start()
        writer = _Writer(place, inventory)
        seen: dict[UUID, list[int]] = {device: [] for device in writer.devices}
        watching = asyncio.create_task(_watcher(loans, transport, seen))
        try:
            before = await _events(place)
            latencies = await at_rate(writer.write, per_second=EVENTS_PER_SECOND / EVENTS_PER_TRANSACTION, seconds=seconds)
            ended = time.perf_counter()
            produced = await _events(place) - before
            await _until_gone(inventory, transport)
            cleared = time.perf_counter() - ended
            await _until(lambda: sum(map(len, seen.values())) >= produced)
            return produced, cleared, _out_of_order(seen), max(latencies)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await transport.stop()


class _Writer:
    """Says of machines that they are ready, again and again: an event that has an effect every time."""

    def __init__(self, place: Place, inventory: RunningService) -> None:
        self._inventory = inventory
        self._devices: Sequence[tuple[UUID, list[UUID]]] = [
            (place.staff().organisation, [new_id() for _ in range(DEVICES_PER_ORGANISATION)]) for _ in range(ORGANISATIONS)
        ]

    @property
    def devices(self) -> Iterator[UUID]:
        """Those of this writer only: nothing was ever said about them before."""
        return (device for _, devices in self._devices for device in devices)

    async def write(self) -> None:
        """One transaction of one organisation."""
        organisation, devices = random.choice(self._devices)
        async with self._inventory.units.open(organisation) as unit:
            unit.record([ready_event(random.choice(devices)) for _ in range(EVENTS_PER_TRANSACTION)])


def ready_event(device: UUID) -> DeviceReady:
    """A machine that suits everybody."""
    return DeviceReady(
        device_id=device,
        code="KX4-72M",
        chassis=Chassis.LAPTOP,
        maker="Lenovo",
        model="ThinkPad X240",
        memory_mb=8192,
        fit=dict.fromkeys(UseProfile, 2),
    )


async def _watcher(loans: RunningService, transport: Transport, seen: Mapping[UUID, list[int]]) -> None:
    """A group of its own, through the same consumer as every group, that notes which sequence came when.

    It reads from the beginning of history; what is there of other rows is not counted.
    """

    async def note(event: DeviceReady, unit: LoansUnit) -> None:
        if event.device_id in seen:
            seen[event.device_id].append(unit.sequence)

    consumer = Consumer("bench.order", {DeviceReady: note}, loans.units, loans.bus, catalogue=CATALOGUE, policy=RetryPolicy())
    await transport.subscribe("bench.order", consumer.topics, consumer.handle).run()


def _out_of_order(seen: Mapping[UUID, Sequence[int]]) -> int:
    return sum(number != index for sequences in seen.values() for index, number in enumerate(sequences, start=1))


async def _until_gone(inventory: RunningService, transport: Transport) -> None:
    async def nothing(records: object) -> None:
        raise AssertionError("only asked how far the group is")

    members = [transport.subscribe(group, ["digibank.inventory.devices"], nothing) for group in GROUPS]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (await inventory.outbox_depth())[0] or any([await member.lag() for member in members]):
        if time.monotonic() > deadline:
            raise RuntimeError("the backlog does not go")
        await asyncio.sleep(0.1)


async def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > deadline:
            raise RuntimeError("not every event reached the watcher")
        await asyncio.sleep(0.1)


async def _events(place: Place) -> int:
    connection = await place.admin("inventory")
    try:
        return int(await connection.fetchval("SELECT count(*) FROM bus.outbox"))
    finally:
        await connection.close()


async def _profile(place: Place, kafka: str) -> str:
    file = place.folder / "burst.profile"
    await run_burst(place, 10, kafka, profile=file)
    return top_lines(file)
