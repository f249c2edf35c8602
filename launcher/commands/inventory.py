"""Commands about machines."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Toestellen: wat een verslag zegt.", no_args_is_help=True)


@app.callback()
def inventory() -> None:
    """Toestellen: wat een verslag zegt."""


@app.command()
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Het verslag, zoals het op de stick staat.")],
) -> None:
    """Toon als JSON wat een verslag over een toestel zegt. Bewaart niets. Uitgang: 0 gelezen, 2 niet te lezen."""
    from launcher.inventory_read import read_file

    typer.echo(read_file(file))
