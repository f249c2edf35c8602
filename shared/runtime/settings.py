"""Every setting there is, from environment variables that start with `DIGIBANK_`."""

import re
from functools import cached_property
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit, urlunsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.runtime.keys import MasterKey


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one line and says which."""


class Settings(BaseSettings):
    """What an installation decides. `Settings.load()` turns a mistake into one line.

    Attributes:
        data: the folder with everything that must survive: the master key and, on one box, the database.
        postgres: address of PostgreSQL, `postgresql://host:port`. The login in it is used to create databases and roles,
            never to serve. Empty on one box, where the launcher starts its own. For TLS: `?sslmode=verify-full&sslrootcert=FILE`.
        postgres_password_file: a file with the password of that login, so that no address has to hold it.
        kafka: `host:port` of a Kafka broker, or of several with commas between them; empty means the log transport in PostgreSQL.
        kafka_security_protocol: `PLAINTEXT`, `SSL` (TLS), `SASL_PLAINTEXT` (a login) or `SASL_SSL` (both), as Kafka calls them.
        kafka_ca_file: PEM file with the authority whose certificates Kafka shows, when computers do not trust it by themselves.
        kafka_user, kafka_password_file: the login at Kafka (SCRAM-SHA-512), for the two with SASL.
        kafka_replication: on how many brokers each event is kept; three for a region.
        kafka_min_in_sync: how many of these must have an event before it counts as published; two of three.
        host, port: where the web side listens.
        public_url: the address people use, when it is not `http://host:port`.
        colleagues: where services that run apart ask each other, `http://{service}-web:8000`; empty means at the public address.
        log_level: debug, info, warning or error.
        pool_size: most database connections that one service holds for commands and pages.
        master_key_file: where the master key is, when it is not in the data folder.
        backups: the folder with backups: where `backup` puts them when it is not told, and where `doctor` looks how old they are.
        tls_cert, tls_key: PEM files of the certificate, with what is between it and its root, and of its key; both or none.
        trusted_proxies: addresses or networks of the proxies in front, with commas between them: only these are believed when they
            say for whom they ask.
        private_providers: whether an organisation's own sign-in may stand at a private address, and on this computer without TLS.
        gateway_url: where texts to families are handed over, https; empty means that people write them.
        gateway_channels: what goes that way: `sms`, `whatsapp`, or both with a comma between them.
        gateway_token_file: a file with the token it knows us by.
        gateway_body_file: a file with the JSON it wants; see docs/operations.md.
        version: which release runs, as health and logs tell it; said by who starts it.
        time_zone: IANA name; rules about days are in it until an organisation sets its own.
        pseudo_language: whether pages may be shown in Dutch in disguise, which finds what is not translated; for tests.
    """

    model_config = SettingsConfigDict(env_prefix="DIGIBANK_", extra="ignore", frozen=False)

    data: Path = Path("data")
    postgres: str = ""
    postgres_password_file: Path | None = None
    kafka: str = ""
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = "PLAINTEXT"
    kafka_ca_file: Path | None = None
    kafka_user: str = ""
    kafka_password_file: Path | None = Field(default=None, validate_default=True)
    kafka_replication: int = Field(default=1, ge=1, le=20)
    kafka_min_in_sync: int = Field(default=1, ge=1, le=20)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = ""
    colleagues: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    pool_size: int = Field(default=10, ge=1, le=200)
    master_key_file: Path | None = None
    backups: Path | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: str = ""
    private_providers: bool = False
    gateway_url: str = ""
    gateway_channels: str = "sms"
    gateway_token_file: Path | None = None
    gateway_body_file: Path | None = None
    version: str = Field(default="unknown", pattern=r"^[\w.+-]{1,40}$")
    time_zone: str = "Europe/Brussels"
    pseudo_language: bool = False

    @field_validator("postgres")
    @classmethod
    def _postgres_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in ("postgresql", "postgres") or not urlsplit(value).hostname):
            raise ValueError("must look like postgresql://user:password@host:5432")
        return value

    @field_validator("kafka")
    @classmethod
    def _kafka_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[\w.\-\[\]:]+:\d{1,5}(,[\w.\-\[\]:]+:\d{1,5})*", value):
            raise ValueError("must look like host:9092, or several of these with commas between them")
        return value

    @field_validator("kafka_password_file")
    @classmethod
    def _kafka_login(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if str(info.data.get("kafka_security_protocol")).startswith("SASL") and not (value and info.data.get("kafka_user")):
            raise ValueError("must be a file with the password of DIGIBANK_KAFKA_USER, because Kafka asks for a login")
        return value

    @field_validator("kafka_min_in_sync")
    @classmethod
    def _kafka_confirmations(cls, value: int, info: ValidationInfo) -> int:
        if value > info.data.get("kafka_replication", value):
            raise ValueError("must not be more than DIGIBANK_KAFKA_REPLICATION")
        return value

    @field_validator("public_url")
    @classmethod
    def _public_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query):
            raise ValueError("must look like https://digibank.example")
        return value

    @field_validator("colleagues")
    @classmethod
    def _colleagues_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[\w.\-\[\]]+(:\d{1,5})?", value.replace("{service}", "loans")):
            raise ValueError("must look like http://{service}-web:8000")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _proxy_addresses(cls, value: str) -> str:
        try:
            for one in filter(None, (part.strip() for part in value.split(","))):
                if ip_network(one).prefixlen == 0:
                    raise ValueError
        except ValueError:
            raise ValueError("must be addresses or networks, such as 10.0.0.5 or 10.0.0.0/24, with commas between them") from None
        return value

    @field_validator("gateway_url")
    @classmethod
    def _gateway_address(cls, value: str) -> str:
        parts = urlsplit(value)
        here = parts.hostname in ("localhost", "127.0.0.1", "::1")
        safe = parts.scheme == "https" or (here and parts.scheme == "http")
        if value and (not safe or not parts.hostname or parts.username or parts.query):
            raise ValueError("must look like https://gateway.example/messages, without a name, a password or a ? in it")
        return value

    @field_validator("gateway_channels")
    @classmethod
    def _gateway_sends(cls, value: str) -> str:
        if not re.fullmatch(r"\s*(sms|whatsapp)\s*(,\s*(sms|whatsapp)\s*)?", value):
            raise ValueError("must be sms, whatsapp, or both with a comma between them")
        return value

    @field_validator("gateway_token_file", "gateway_body_file", mode="before")
    @classmethod
    def _no_gateway_file(cls, value: object) -> object:
        return value or None

    @field_validator("time_zone")
    @classmethod
    def _time_zone_name(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("must be the name of a time zone, such as Europe/Brussels") from None
        return value

    @classmethod
    def load(cls, **overrides: object) -> "Settings":
        """Read the environment; `overrides` that are None are ignored. Raises `SettingsError`, one line."""
        try:
            settings = cls(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = "DIGIBANK_" + str(first["loc"][0]).upper() if first["loc"] else "settings"
            raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None
        settings._fill_in_password()
        return settings

    def _fill_in_password(self) -> None:
        """Give the login in the address of PostgreSQL its password from the file, unless the address has one."""
        parts = urlsplit(self.postgres)
        if self.postgres_password_file is None or not parts.username or parts.password is not None:
            return
        try:
            password = self.postgres_password_file.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not text"
            raise SettingsError(f"DIGIBANK_POSTGRES_PASSWORD_FILE: {self.postgres_password_file} cannot be read ({why})") from None
        if not password:
            raise SettingsError(f"DIGIBANK_POSTGRES_PASSWORD_FILE: {self.postgres_password_file} is empty")
        user, _, address = parts.netloc.rpartition("@")
        self.postgres = urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{address}"))

    @cached_property
    def master_key(self) -> MasterKey:
        """The one key all others are derived from; made at first use."""
        return MasterKey.load_or_create(self.master_key_path)

    @property
    def master_key_path(self) -> Path:
        """Where the master key is, or will be."""
        return self.master_key_file or self.data / "master.key"

    @property
    def kafka_password(self) -> str:
        """The password of our login at Kafka; empty without a login. Raises `SettingsError` when its file cannot be read."""
        if self.kafka_password_file is None:
            return ""
        try:
            return self.kafka_password_file.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "not text"
            raise SettingsError(f"DIGIBANK_KAFKA_PASSWORD_FILE: {self.kafka_password_file} cannot be read ({why})") from None

    def database_url(self, role: str, database: str) -> str:
        """Where a database is for one role: a plain `postgresql://` URL with the password of that role."""
        if not self.postgres:
            raise SettingsError("DIGIBANK_POSTGRES is not set: where is the database?")
        parts = urlsplit(self.postgres)
        address = parts.netloc.rpartition("@")[2]
        return urlunsplit(("postgresql", f"{role}:{self.master_key.password(role)}@{address}", f"/{database}", parts.query, ""))

    @property
    def base_url(self) -> str:
        """The address to show to people, without a slash at the end."""
        scheme = "https" if self.tls_cert else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"{scheme}://{host}:{self.port}").rstrip("/")

    @property
    def phones_reach_us(self) -> bool:
        """Whether `base_url` works on any telephone: it was set on purpose, and is not how this computer calls itself. Nothing that
        somebody takes along shows another address; only the stickers of the demonstration lead to its own computer."""
        host = urlsplit(self.public_url).hostname or "localhost"
        try:
            return not ip_address(host).is_loopback
        except ValueError:
            return host != "localhost" and not host.endswith(".localhost")

    @property
    def is_secure(self) -> bool:
        """Whether people come by an address that nobody on the way can read: cookies are for that address alone."""
        return self.base_url.startswith("https://")

    @property
    def gateway_sends(self) -> frozenset[str]:
        """The channels that the gateway takes."""
        return frozenset(part.strip() for part in self.gateway_channels.split(","))

    @property
    def proxies(self) -> list[str]:
        """The proxies in front that are believed."""
        return [part.strip() for part in self.trusted_proxies.split(",") if part.strip()]
