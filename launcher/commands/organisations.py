"""Commands about the organisations of an installation."""

from typing import Annotated

import typer

from launcher.commands.options import Data, Host, Port, TlsCert, load_settings

app = typer.Typer()

organisation = typer.Typer(help="Organisaties op een systeem dat draait.", no_args_is_help=True)
app.add_typer(organisation, name="organisation")


@organisation.command("add")
def add_organisation(
    title: Annotated[str, typer.Option(help='Hoe ze heet, zoals "Digibank De Brug".')],
    coordinator: Annotated[str, typer.Option(metavar="NAAM", help="Aanmeldnaam van de eerste coördinator, zoals an.p.")],
    data: Data = None,
    host: Host = None,
    port: Port = None,
    tls_cert: TlsCert = None,
) -> None:
    """Begin een organisatie, met een startcode voor de eerste coördinator."""
    from launcher.organisation import add_organisation

    add_organisation(load_settings(data, host, port, tls_cert=tls_cert), title, coordinator)


@organisation.command("start-code")
def new_start_code(
    name: Annotated[str, typer.Argument(metavar="NAAM", help="Aanmeldnaam van wie niet meer binnen kan.")],
    data: Data = None,
    host: Host = None,
    port: Port = None,
    tls_cert: TlsCert = None,
) -> None:
    """Maak een nieuwe startcode, voor een coördinator aan wie niemand anders er een kan geven."""
    from launcher.organisation import new_start_code

    new_start_code(load_settings(data, host, port, tls_cert=tls_cert), name)
