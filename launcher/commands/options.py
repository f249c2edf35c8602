"""Options that several commands have, and the settings that come of them."""

import os
from pathlib import Path
from typing import Annotated

import typer

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from shared.runtime.settings import Settings

Data = Annotated[Path | None, typer.Option(readable=False, help="Map voor alle gegevens. [standaard: data in de projectmap]")]
Host = Annotated[str | None, typer.Option(help="Adres om op te luisteren. [standaard: 127.0.0.1]")]
Port = Annotated[int | None, typer.Option(help="Poort om op te luisteren. [standaard: 8000]")]
Postgres = Annotated[str | None, typer.Option(metavar="URL", help="Eigen PostgreSQL in plaats van de ingebouwde.")]
TlsCert = Annotated[Path | None, typer.Option(metavar="FILE", help="Certificaat voor https, als PEM-bestand.")]
TlsKey = Annotated[Path | None, typer.Option(metavar="FILE", help="Sleutel van dat certificaat, als PEM-bestand.")]
Kafka = Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Kafka in plaats van het ingebouwde logboek.")]
ServiceName = Annotated[str, typer.Argument(help="Naam van de dienst, zoals loans.")]


def load_settings(
    data: Path | None = None,
    host: str | None = None,
    port: int | None = None,
    postgres: str | None = None,
    kafka: str | None = None,
    **more: object,
) -> Settings:
    """Options before environment before defaults; the data folder is in the project unless something else is said."""
    if data is None and "DIGIBANK_DATA" not in os.environ:
        data = PROJECT / "data"
    return Settings.load(data=data, host=host, port=port, postgres=postgres, kafka=kafka, **more)


def load_running_settings(data: Path | None = None, postgres: str | None = None, kafka: str | None = None) -> Settings:
    """Settings for a command beside a running system: on one box the address of its own PostgreSQL is filled in."""
    from launcher.move.state import check_not_moved
    from launcher.postgres.folder import port_in_use
    from launcher.postgres.server import admin_url

    settings = load_settings(data, postgres=postgres, kafka=kafka)
    if not settings.postgres:
        port = port_in_use(settings.data / "postgres")
        if port is None:
            check_not_moved(settings.data)
            raise CannotContinue("Digibank draait niet op deze gegevens. Start het eerst met ./digibank up")
        settings.postgres = admin_url(port, settings.master_key.password("postgres"))
    return settings
