"""Commands that have Digibank run."""

from enum import StrEnum
from typing import Annotated

import typer

from launcher.commands.options import Data, Host, Kafka, Port, Postgres, TlsCert, TlsKey, load_settings

app = typer.Typer()


class Part(StrEnum):
    """Which half of a service runs."""

    web = "web"
    worker = "worker"


@app.command()
def up(
    data: Data = None,
    host: Host = None,
    port: Port = None,
    postgres: Postgres = None,
    kafka: Kafka = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    demo: Annotated[bool, typer.Option("--demo", help="Met een verzonnen Digibank erin, om te proberen.")] = False,
) -> None:
    """Start alles op deze computer; Ctrl-C stopt het."""
    from launcher.up import up

    up(load_settings(data, host, port, postgres, kafka, tls_cert=tls_cert, tls_key=tls_key), demo=demo)


@app.command()
def demo(
    data: Data = None,
    host: Host = None,
    port: Port = None,
    kafka: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Gebeurtenissen via deze Kafka; ‘own’ start er een voor deze proef.")
    ] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Laat wat voor de proef gestart is draaien tot Ctrl-C.")] = False,
) -> None:
    """Loop het hele verhaal door op de Digibank die draait, of op een die hiervoor gestart wordt."""
    from launcher.demo.run import demo as run_demo
    from launcher.say import say

    raise typer.Exit(run_demo(load_settings(data, host, port), kafka, keep=keep, say=say))


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


@app.command("setup")
def set_up_all(data: Data = None, postgres: Postgres = None, kafka: Kafka = None) -> None:
    """Zet databanken en onderwerpen klaar, voor een opstelling met meer computers; nog eens mag altijd."""
    from launcher.say import say
    from launcher.set_up import set_up

    set_up(load_settings(data, postgres=postgres, kafka=kafka), say)


keys = typer.Typer(help="De geheimen van een opstelling.", no_args_is_help=True)
app.add_typer(keys, name="keys")


@keys.callback()
def _keys() -> None:
    """Keeps `make` a command with a name, as long as it is the only one."""


@keys.command("make")
def make_keys(
    data: Data = None,
    password: Annotated[
        list[str] | None,
        typer.Option(metavar="NAAM=FILE", help="Schrijf ook het wachtwoord van een ander programma, zoals postgres=FILE."),
    ] = None,
) -> None:
    """Maak de hoofdsleutel als die er niet is; een die er is, blijft."""
    from launcher.make_keys import make_keys, places
    from launcher.say import say

    make_keys(load_settings(data), places(password or []), say)
