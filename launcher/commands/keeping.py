"""Commands that copy, put back and move what must survive."""

from pathlib import Path
from typing import Annotated

import typer

from launcher.commands.options import Data, Kafka, Postgres, load_running_settings, load_settings

app = typer.Typer()


@app.command("backup")
def make_backup(
    to: Annotated[Path | None, typer.Option(metavar="DIR", help="Map voor de kopieën. [standaard: DIGIBANK_BACKUPS]")] = None,
    keep: Annotated[int, typer.Option(min=1, help="Hoeveel kopieën er blijven, met deze erbij.")] = 7,
    data: Data = None,
    postgres: Postgres = None,
    kafka: Kafka = None,
) -> None:
    """Maak een kopie van alle gegevens, terwijl alles verder werkt. De hoofdsleutel zit er niet in."""
    from launcher.backup.command import backup
    from launcher.say import say

    settings = load_running_settings(data, postgres, kafka)
    backup(settings, to, keep, box=not load_settings(data, postgres=postgres).postgres, say=say)


@app.command("backup-key")
def copy_key(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Nieuw bestand, of een map.")],
    data: Data = None,
) -> None:
    """Bewaar een kopie van de hoofdsleutel, apart van de gegevens."""
    from launcher.backup.command import backup_key
    from launcher.say import say

    backup_key(load_settings(data), to, say)


@app.command("restore")
def put_back(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="De map van één kopie.")],
    data: Data = None,
    postgres: Postgres = None,
    kafka: Kafka = None,
    key: Annotated[Path | None, typer.Option(metavar="FILE", help="Bewaarde kopie van de hoofdsleutel.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Zet opzij wat er nu staat.")] = False,
    only_events: Annotated[bool, typer.Option("--only-events", help="Vul alleen Kafka weer; de gegevens blijven.")] = False,
) -> None:
    """Zet een kopie terug. Stop Digibank eerst."""
    from launcher.backup.restore import restore
    from launcher.say import say

    restore(load_settings(data, postgres=postgres, kafka=kafka), source, key=key, replace=replace, only_events=only_events, say=say)


@app.command()
def move(
    postgres: Annotated[
        str, typer.Option("--to-postgres", "--from-postgres", metavar="URL", help="PostgreSQL van de andere kant, als beheerder.")
    ] = "",
    kafka: Annotated[str, typer.Option("--to-kafka", "--from-kafka", metavar="HOST:PORT", help="Kafka van de andere kant.")] = "",
    password_file: Annotated[Path | None, typer.Option(metavar="FILE", help="Bestand met het wachtwoord van de beheerder.")] = None,
    key_to: Annotated[Path | None, typer.Option(metavar="FILE", help="Waar een kopie van de hoofdsleutel komt.")] = None,
    back: Annotated[bool, typer.Option("--back", help="Van de andere kant terug naar deze computer.")] = False,
    cancel: Annotated[bool, typer.Option("--cancel", help="Stop een verhuis die niet af is; alles blijft waar het was.")] = False,
    data: Data = None,
) -> None:
    """Verhuis een Digibank van deze computer naar een eigen PostgreSQL en Kafka, of terug."""
    from launcher.move.command import move

    move(load_settings(data), postgres, kafka, password_file, key_to, back=back, cancel=cancel)
