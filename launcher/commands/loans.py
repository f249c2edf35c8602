"""Commands about lending."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Uitlenen: hoe de afspraken er op papier uitzien.", no_args_is_help=True)


@app.callback()
def loans() -> None:
    """Uitlenen: hoe de afspraken er op papier uitzien."""


@app.command()
def agreement(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Waar de pdf komt.")],
    language: Annotated[str, typer.Option(help="Taal van het gezin: nl, fr, en, ar, tr of uk.")] = "nl",
    level: Annotated[str, typer.Option(help="Gewone taal (plain) of heel eenvoudig (simple).")] = "plain",
) -> None:
    """Maak de afspraken als pdf, met gegevens van een gezin dat niet bestaat. Bewaart verder niets. Uitgang: 0 gemaakt, 2 niet."""
    from launcher.agreement_example import write_example

    write_example(language, level, out)
