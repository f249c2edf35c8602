"""The index of commands: each is a small module of its own, loaded when it is asked for."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from shared.runtime.keys import MasterKeyError
from shared.runtime.settings import Settings, SettingsError

app = typer.Typer(
    name="digibank",
    help="Digibank: toestellen uitlenen, herstellen en ermee leren werken.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # those show the values of variables, passwords included
)

Data = Annotated[Path | None, typer.Option(help="Map voor alle gegevens. [standaard: data in de projectmap]")]
Host = Annotated[str | None, typer.Option(help="Adres om op te luisteren. [standaard: 127.0.0.1]")]
Port = Annotated[int | None, typer.Option(help="Poort om op te luisteren. [standaard: 8000]")]
Postgres = Annotated[str | None, typer.Option(metavar="URL", help="Eigen PostgreSQL in plaats van de ingebouwde.")]
Kafka = Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Kafka in plaats van het ingebouwde logboek.")]


class Part(StrEnum):
    """Which half of a service runs."""

    web = "web"
    worker = "worker"


def main() -> None:
    """Run the command line; what a person can do something about is one line and exit code 2."""
    try:
        app()
    except (CannotContinue, SettingsError, MasterKeyError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


def load_settings(
    data: Path | None = None,
    host: str | None = None,
    port: int | None = None,
    postgres: str | None = None,
    kafka: str | None = None,
) -> Settings:
    """Options before environment before defaults; the data folder is in the project unless something else is said."""
    if data is None and "DIGIBANK_DATA" not in os.environ:
        data = PROJECT / "data"
    return Settings.load(data=data, host=host, port=port, postgres=postgres, kafka=kafka)


@app.command()
def up(data: Data = None, host: Host = None, port: Port = None, postgres: Postgres = None, kafka: Kafka = None) -> None:
    """Start alles op deze computer; Ctrl-C stopt het."""
    from launcher.up import up

    up(load_settings(data, host, port, postgres, kafka))


@app.command()
def service(
    name: Annotated[str, typer.Argument(help="Naam van de dienst, zoals loans.")],
    part: Annotated[Part, typer.Argument(help="Welke helft.")],
    data: Data = None,
    host: Host = None,
    port: Port = None,
    postgres: Postgres = None,
    kafka: Kafka = None,
) -> None:
    """Start één dienst, voor een opstelling met meer computers."""
    from launcher.service import service

    service(name, part.value, load_settings(data, host, port, postgres, kafka))


@app.command("test", context_settings={"ignore_unknown_options": True, "help_option_names": []})
def tests(
    arguments: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="Wat pytest aanneemt.")] = None,
) -> None:
    """Draai de tests (alle, of die in PATH); andere opties gaan naar pytest."""
    from launcher.run_tests import run_tests

    run_tests(arguments or [])


@app.command()
def requirements(
    upgrade: Annotated[bool, typer.Option("--upgrade", help="Neem overal de nieuwste versie.")] = False,
) -> None:
    """Leg de versies van alle pakketten opnieuw vast."""
    from launcher.requirements import compile_requirements

    compile_requirements(upgrade=upgrade)
