"""Commands that look how an installation is doing."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from launcher.commands.options import Data, Host, Kafka, Port, Postgres, TlsCert, TlsKey, load_settings

app = typer.Typer()


@app.command()
def doctor(
    data: Data = None,
    host: Host = None,
    port: Port = None,
    postgres: Postgres = None,
    kafka: Kafka = None,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    as_json: Annotated[bool, typer.Option("--json", help="Voor programma's: alles als JSON.")] = False,
) -> None:
    """Kijk na wat vaak misgaat, en zeg wat het betekent en wat je doet. Eindigt met 1 als er iets moet gebeuren."""
    from launcher.doctor.run import doctor
    from launcher.say import say

    settings = load_settings(data, host, port, postgres, kafka, tls_cert=tls_cert, tls_key=tls_key)
    raise typer.Exit(doctor(settings, say, as_json=as_json))


@app.command()
def trace(
    number: Annotated[str, typer.Argument(metavar="NUMMER", help="Zoals op de foutpagina, of in de header X-Correlation-ID.")],
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", exists=True, dir_okay=False, help="Logboeken. [standaard: wat binnenkomt]"),
    ] = None,
) -> None:
    """Volg één handeling door alle diensten, uit hun logboeken."""
    from launcher.say import say
    from launcher.trace import open_logs, read_id, trace

    with open_logs(files or []) as logs:
        raise typer.Exit(0 if trace(read_id(number), logs, say) else 1)


class TopicsAction(StrEnum):
    """What to do about the topics in Kafka."""

    plan = "plan"
    apply = "apply"
    check = "check"


@app.command()
def topics(
    action: Annotated[TopicsAction, typer.Argument(help="plan toont alles, apply doet wat veilig is, check toont wat niet klopt.")],
    kafka: Kafka = None,
    as_json: Annotated[bool, typer.Option("--json", help="Voor een programma, in plaats van een tabel.")] = False,
) -> None:
    """Vergelijk de topics in Kafka met wat ze moeten zijn. Uitgang: 0 in orde, 1 anders, 2 het lukt niet."""
    from launcher.topics import topics
    from shared.bus.topics import wanted_topics
    from shared.runtime.logs import configure_logs

    settings = load_settings(kafka=kafka)
    configure_logs(settings.log_level)
    raise typer.Exit(asyncio.run(topics(settings, action.value, wanted_topics(), as_json=as_json)))
