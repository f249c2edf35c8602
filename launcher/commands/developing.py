"""Commands for who changes the code."""

from enum import StrEnum
from typing import Annotated

import typer

app = typer.Typer()


@app.command("test", context_settings={"ignore_unknown_options": True, "help_option_names": []})
def tests(
    arguments: Annotated[list[str] | None, typer.Argument(metavar="[PATH]...", help="Wat pytest aanneemt.")] = None,  # noqa: PT028
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


class Action(StrEnum):
    """What to do with the committed contracts."""

    check = "check"
    write = "write"


@app.command()
def contracts(
    action: Annotated[Action, typer.Argument(help="check vergelijkt, write schrijft.")],
    accept_breaking: Annotated[
        bool, typer.Option("--accept-breaking", help="Met write: ook wat programma's van anderen breekt.")
    ] = False,
) -> None:
    """Vergelijk wat anderen van ons gebruiken met wat is vastgelegd, of leg het vast: gebeurtenissen en API."""
    from launcher.contracts.command import main

    raise typer.Exit(main([action.value, *(["--accept-breaking"] if accept_breaking else [])]))


@app.command("event-map")
def event_map(action: Annotated[Action, typer.Argument(help="check vergelijkt, write tekent.")]) -> None:
    """Teken in README.md welke dienst wat publiceert en wie daarop reageert, of kijk of dat nog klopt."""
    from launcher.contracts.event_map import main

    raise typer.Exit(main(action.value))


@app.command("check")
def check_all() -> None:
    """Kijk de code na: lint, types, muren, contracten."""
    from launcher.checks import check

    raise typer.Exit(check())


@app.command()
def bench(
    rows: Annotated[list[str] | None, typer.Argument(help="Welke regels. [standaard: allemaal]")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Kort: alles kleiner, in enkele minuten.")] = False,
    crash: Annotated[
        bool, typer.Option("--crash", help="In plaats daarvan: processen doden onder belasting, en dan nakijken.")
    ] = False,
    kills: Annotated[int, typer.Option(min=1, help="Met --crash: hoe vaak.")] = 100,
    transport: Annotated[str, typer.Option(help="Met --crash: log of kafka.")] = "log",
    seed: Annotated[int | None, typer.Option(help="Met --crash: bepaalt wat wanneer gedood wordt. [standaard: een nieuwe]")] = None,
) -> None:
    """Meet hoe snel het is, elke regel naast een kale vergelijking in dezelfde keer."""
    if crash:
        from launcher.bench_crash import crash as run_crash

        raise typer.Exit(run_crash(kills, transport, seed))
    from launcher.bench import bench as run_bench

    raise typer.Exit(run_bench(rows or [], quick))
