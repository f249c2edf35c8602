"""Checks on addresses: our own port, the public address, Kafka."""

import socket
import ssl
from collections.abc import AsyncIterator

import httpx
import psutil

from launcher.doctor.finding import Finding, bad, good, look
from launcher.house import kafka_access, kafka_transport
from launcher.tls import own_address
from shared.bus.topics import wanted_topics
from shared.bus.transport import TransportUnavailable
from shared.bus.transports.kafka import answers
from shared.runtime.keys import MasterKey, MasterKeyError
from shared.runtime.settings import Settings

PATIENCE_SECONDS = 5.0
ALIVE = "/portal/health/live"


async def network(settings: Settings) -> AsyncIterator[Finding]:
    """Everything that answers, or should."""
    yield await port(settings)
    if settings.public_url:
        yield await public_address(settings)
    if settings.kafka:
        async for finding in kafka(settings):
            yield finding


async def port(settings: Settings) -> Finding:
    """Digibank is there, or nobody is."""
    where = f"{settings.host}:{settings.port}"
    try:
        base, trusted = own_address(settings)
    except (OSError, ssl.SSLError):
        base, trusted = settings.base_url, True  # the certificate has a finding of its own
    who = await _who_answers(base, trusted)
    if who and who == _installation(settings):
        return good("port", f"Digibank draait op {where}.")
    if who:
        return bad("port", f"Op {where} draait een andere Digibank.", "Kies een andere poort met --port, of geef de juiste --data.")
    if _is_taken(settings):
        return bad(
            "port",
            f"Poort {where} is bezet door {_holder(settings.port)}.",
            "Sluit dat programma, of kies een andere poort met --port.",
        )
    return look("port", f"Digibank draait nu niet op {where}; de poort is vrij.", "Start met ./digibank up")


async def public_address(settings: Settings) -> Finding:
    """The address on stickers and in codes leads to this installation."""
    who = await _who_answers(settings.base_url, True)
    if who == _installation(settings):
        return good("public address", f"{settings.base_url} leidt naar deze Digibank.")
    if who is None:
        return bad("public address", f"Op {settings.base_url} antwoordt niemand.", "Kijk naam, proxy, router en certificaat na.")
    return bad(
        "public address", f"{settings.base_url} leidt naar iets anders dan deze Digibank.", "Kijk na waar de naam heen wijst."
    )


async def kafka(settings: Settings) -> AsyncIterator[Finding]:
    """It answers, and has the topics."""
    if not await answers(kafka_access(settings), PATIENCE_SECONDS):
        yield bad(
            "kafka", f"Kafka op {settings.kafka} antwoordt niet. Iedereen werkt verder, maar diensten horen niets van elkaar.",
            "Start Kafka, of kijk het adres na.",
        )  # fmt: skip
        return
    transport = kafka_transport(settings, "digibank-doctor")
    try:
        missing = set(wanted_topics()) - await transport.topics()
    except TransportUnavailable as error:
        yield bad("kafka", f"Kafka antwoordt maar half: {error}.", "Kijk in het logboek van Kafka.")
        return
    finally:
        await transport.stop()
    if missing:
        yield look(
            "kafka", f"Kafka antwoordt. Er ontbreken {len(missing)} topics.", "Bij de start van de workers worden ze gemaakt."
        )
    else:
        yield good("kafka", "Kafka antwoordt en heeft alle topics.")


async def _who_answers(base: str, trusted: ssl.SSLContext | bool) -> str | None:
    """Which installation says that it lives there; an empty text when something else answers, None when nothing does."""
    try:
        async with httpx.AsyncClient(base_url=base, verify=trusted, timeout=PATIENCE_SECONDS, trust_env=False) as http:
            answer = await http.get(ALIVE)
            return str(answer.json().get("installation", "")) if answer.status_code == httpx.codes.OK else ""
    except httpx.HTTPError:
        return None
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
