"""Checks on addresses: our own port, the public address, Kafka."""

import socket
import ssl
from collections.abc import AsyncIterator, Sequence

import httpx
import psutil

from launcher.doctor.finding import Finding, bad, good, look
from launcher.house import kafka_access, topic_policy
from launcher.services import service_names
from launcher.tls import own_address
from shared.bus.topics import Remedy, differences, wanted_topics
from shared.bus.transport import TransportUnavailable
from shared.bus.transports.kafka import KafkaCluster, answers
from shared.runtime.keys import MasterKey, MasterKeyError
from shared.runtime.settings import Settings

PATIENCE_SECONDS = 5.0
ALIVE = "/{name}/health/live"


async def network(settings: Settings) -> AsyncIterator[Finding]:
    """Everything that answers, or should."""
    if settings.colleagues:
        async for finding in colleagues(settings):
            yield finding
    else:
        yield await port(settings)
    if settings.public_url:
        yield await public_address(settings)
    if settings.kafka:
        async for finding in kafka(settings):
            yield finding


async def port(settings: Settings) -> Finding:
    """Digibank is there, all of it or one service, or nobody is."""
    where = f"{settings.host}:{settings.port}"
    who = await _who_is_here(settings)
    if who and who == _installation(settings):
        return good("port", f"Digibank draait op {where}.")
    if who:
        return bad("port", f"Op {where} draait een andere Digibank.", "Kies een andere poort met --port, of geef de juiste --data.")
    if _is_taken(settings):
        return bad(
            "port",
            f"Poort {where} is bezet door {_holder(settings.port)}.",
            "Kijk wat dat is. Is het niet van Digibank? Sluit het, of kies een andere poort met --port.",
        )
    return look("port", f"Digibank draait nu niet op {where}; de poort is vrij.", "Start met ./digibank up")


async def colleagues(settings: Settings) -> AsyncIterator[Finding]:
    """Where services run apart: each of their web sides is there, and is ours."""
    found = {name: await _who_answers(settings.colleagues.format(service=name), True, [name]) for name in service_names()}
    away = [name for name, who in found.items() if who is None]
    strange = [name for name, who in found.items() if who is not None and who != _installation(settings)]
    if strange:
        yield bad(
            "port",
            f"Waar de webkant van {', '.join(strange)} moet zijn, antwoordt iets anders.",
            "Kijk DIGIBANK_COLLEAGUES na, en of de hoofdsleutel overal dezelfde is.",
        )
    if away:
        yield bad(
            "port",
            f"De webkant van deze diensten antwoordt niet: {', '.join(away)}.",
            f"Lees waarom: docker compose logs --tail 50 {away[0]}-web",
        )
    if not strange and not away:
        yield good("port", "De webkant van elke dienst antwoordt.")


async def public_address(settings: Settings) -> Finding:
    """The address on stickers and in codes leads to this installation."""
    who = await _who_answers(settings.base_url, True)
    if who == _installation(settings):
        return good("public address", f"{settings.base_url} leidt naar deze Digibank.")
    if who is None and settings.colleagues:
        # Inside a container neither `localhost` nor the way out is that of the people who visit.
        return look("public address", f"Van hier is niet te zien of {settings.base_url} werkt.", "Open het adres in een browser.")
    if who is None:
        return bad(
            "public address",
            f"Op {settings.base_url} antwoordt niemand.",
            "Kijk DIGIBANK_PUBLIC_URL na, en naam, proxy, router en certificaat.",
        )
    return bad(
        "public address", f"{settings.base_url} leidt naar iets anders dan deze Digibank.", "Kijk na waar de naam heen wijst."
    )


async def kafka(settings: Settings) -> AsyncIterator[Finding]:
    """It answers, and has the topics, such as they have to be."""
    if not await answers(kafka_access(settings), PATIENCE_SECONDS):
        yield bad(
            "kafka", f"Kafka op {settings.kafka} antwoordt niet. Iedereen werkt verder, maar diensten horen niets van elkaar.",
            "Start Kafka, of kijk het adres na.",
        )  # fmt: skip
        return
    policy = topic_policy(settings)
    cluster = KafkaCluster(kafka_access(settings), "digibank-doctor", policy)
    try:
        found = differences(wanted_topics(), await cluster.describe(wanted_topics()), policy)
    except TransportUnavailable as error:
        yield bad("kafka", f"Kafka antwoordt maar half: {error}.", "Kijk in het logboek van Kafka.")
        return
    finally:
        await cluster.close()
    if grave := sorted({one.topic for one in found if one.grave}):
        yield bad(
            "kafka",
            f"Kafka antwoordt, maar {len(grave)} topics zijn niet veilig, zoals {grave[0]}. Zo start geen worker.",
            "Wat er verschilt en wat helpt, zegt ./digibank topics plan",
        )
    elif missing := [one for one in found if one.remedy is Remedy.create]:
        yield look(
            "kafka", f"Kafka antwoordt. Er ontbreken {len(missing)} topics.", "Bij de start van de workers worden ze gemaakt."
        )
    elif found:
        yield look("kafka", "Kafka antwoordt. Sommige topics zijn nog niet wat ze moeten zijn.", "Kijk: ./digibank topics plan")
    else:
        yield good("kafka", "Kafka antwoordt en heeft alle topics.")


async def _who_is_here(settings: Settings) -> str | None:
    """Which installation answers at our own port, with a certificate or without; a part of it, such as a worker, does too."""
    try:
        tries = [own_address(settings)]
    except (OSError, ssl.SSLError):
        tries = []  # the certificate has a finding of its own
    here = tries[0][0].partition("://")[2] if tries else f"{settings.host}:{settings.port}"
    others = [(f"{scheme}://{here}", trusted) for scheme, trusted in (("http", True), ("https", False))]
    for base, trusted in [*tries, *(one for one in others if one not in tries)]:
        if who := await _who_answers(base, trusted, ["portal", *service_names()]):
            return who
    return None


async def _who_answers(base: str, trusted: ssl.SSLContext | bool, names: Sequence[str] = ("portal",)) -> str | None:
    """Which installation says that it lives there; an empty text when something else answers, None when nothing does.

    Args:
        names: the services to ask for, until one answers.
    """
    found: str | None = None
    try:
        async with httpx.AsyncClient(base_url=base, verify=trusted, timeout=PATIENCE_SECONDS, trust_env=False) as http:
            for name in names:
                answer = await http.get(ALIVE.format(name=name))
                if answer.is_server_error:
                    continue  # a proxy that finds nobody behind it
                if found := _installation_in(answer):
                    break
    except httpx.HTTPError:
        return None
    return found


def _installation_in(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("installation", "")) if answer.status_code == httpx.codes.OK else ""
    except (ValueError, AttributeError):
        return ""


def _installation(settings: Settings) -> str:
    try:
        return MasterKey.load(settings.master_key_path).fingerprint()
    except (OSError, MasterKeyError):
        return "no key"


def _is_taken(settings: Settings) -> bool:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((settings.host, settings.port))
        except OSError:
            return True
        return False


def _holder(number: int) -> str:
    """The program that listens on a port, as far as this user may know."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr and connection.laddr.port == number and connection.pid:
                return f"{psutil.Process(connection.pid).name()} (proces {connection.pid})"
    except psutil.Error:
        pass
    return "een ander programma"
