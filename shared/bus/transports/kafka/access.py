"""How this process reaches the cluster and shows who it is: the one place from which every client gets that."""

import asyncio
import ssl
from dataclasses import dataclass, field
from typing import Any, Literal

from aiokafka.conn import create_conn  # type: ignore[import-untyped]
from aiokafka.errors import AuthenticationFailedError, KafkaError, SaslAuthenticationFailed  # type: ignore[import-untyped]

Security = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
"""Kafka's own names: nothing, TLS, a login, both."""
MECHANISM = "SCRAM-SHA-512"
"""How a login is shown: the password itself is never sent."""


@dataclass(frozen=True)
class KafkaAccess:
    """Where the brokers are, and what they want to see.

    Attributes:
        bootstrap: one or more brokers, as `host:port,host:port`.
        security: what goes on between them and us.
        trusted: whose certificates are believed, for the two with TLS; the host name in it has to be right too.
        user, password: for the two with a login.
    """

    bootstrap: str
    security: Security = "PLAINTEXT"
    trusted: ssl.SSLContext | None = None
    user: str = ""
    password: str = field(default="", repr=False)

    def client(self, client_id: str) -> dict[str, Any]:
        """What every client of aiokafka is told, under the name that the brokers write in their logs."""
        settings: dict[str, Any] = {
            "bootstrap_servers": self.bootstrap.split(","),
            "client_id": client_id,
            "security_protocol": self.security,
        }
        if self.security.endswith("SSL"):
            settings["ssl_context"] = self.trusted or ssl.create_default_context()
        if self.security.startswith("SASL"):
            settings |= {
                "sasl_mechanism": MECHANISM,
                "sasl_plain_username": self.user,
                "sasl_plain_password": self.password,
            }
        return settings


async def why_not(access: KafkaAccess, seconds: float) -> str:
    """Why no broker lets us in, as far as the first one says; empty when that one does, or says nothing at all.

    The client library only writes it in its log, and says for all reasons that it cannot begin.
    """
    host, _, port = access.bootstrap.split(",")[0].rpartition(":")
    settings = access.client("digibank-look")
    del settings["bootstrap_servers"]
    try:
        async with asyncio.timeout(seconds):
            (await create_conn(host, int(port), **settings)).close()
    except (AuthenticationFailedError, SaslAuthenticationFailed):
        return "it refuses the user or the password"
    except ssl.SSLError as error:
        return f"TLS does not come about ({error.reason})"
    except (KafkaError, OSError):  # a time that ran out is one too
        return ""
    return ""
