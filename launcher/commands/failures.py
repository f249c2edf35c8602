"""Commands about what failed for good, and about starting a projection anew."""

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any

import typer

from launcher.commands.options import Data, Kafka, Postgres, ServiceName, load_running_settings
from launcher.errors import CannotContinue

app = typer.Typer()


def _ask(question: Coroutine[Any, Any, None]) -> None:
    """Ask a database something. One that is away or refuses gives a line for a person: `CannotContinue`."""
    from sqlalchemy.exc import DBAPIError

    from shared.database.raw import CONNECTION_ERRORS

    try:
        asyncio.run(question)
    except (*CONNECTION_ERRORS, DBAPIError) as error:
        why = str(getattr(error, "orig", None) or error).partition("\n")[0]
        raise CannotContinue(f"De databank antwoordt niet of weigert: {why}. Kijk met ./digibank doctor wat er scheelt.") from None


dead_letters = typer.Typer(help="Wat blijft mislukken: bekijken, opnieuw proberen, weggooien.", no_args_is_help=True)
app.add_typer(dead_letters, name="dead-letters")


@dead_letters.command("list")
def list_dead_letters(
    name: Annotated[str | None, typer.Argument(help="Naam van de dienst. [standaard: allemaal]")] = None,
    data: Data = None,
    postgres: Postgres = None,
) -> None:
    """Toon ze, de oudste eerst."""
    from launcher.dead_letters import list_all
    from launcher.services import service_names

    settings = load_running_settings(data, postgres)
    _ask(list_all(settings, [name] if name else service_names()))


@dead_letters.command()
def show(name: ServiceName, number: int, data: Data = None, postgres: Postgres = None) -> None:
    """Toon alles van één."""
    from launcher.dead_letters import show

    _ask(show(load_running_settings(data, postgres), name, number))


@dead_letters.command("replay")
def replay_dead_letter(name: ServiceName, number: int, data: Data = None, postgres: Postgres = None) -> None:
    """Probeer ze opnieuw, en daarna wat erachter wacht."""
    from launcher.dead_letters import decide

    _ask(decide(load_running_settings(data, postgres), name, number, replay=True))


@dead_letters.command()
def discard(name: ServiceName, number: int, data: Data = None, postgres: Postgres = None) -> None:
    """Gooi ze weg: ze wordt nooit toegepast, wat erachter wacht gaat verder."""
    from launcher.dead_letters import decide

    _ask(decide(load_running_settings(data, postgres), name, number, replay=False))


dead_jobs = typer.Typer(help="Taken die blijven mislukken: bekijken, opnieuw doen, weggooien.", no_args_is_help=True)
app.add_typer(dead_jobs, name="dead-jobs")


JobId = Annotated[str, typer.Argument(metavar="ID", help="Zoals in de lijst.")]


@dead_jobs.command("list")
def list_dead_jobs(
    name: Annotated[str | None, typer.Argument(help="Naam van de dienst. [standaard: allemaal]")] = None,
    data: Data = None,
    postgres: Postgres = None,
) -> None:
    """Toon ze, de oudste eerst."""
    from launcher.dead_jobs import list_all
    from launcher.services import service_names

    _ask(list_all(load_running_settings(data, postgres), [name] if name else service_names()))


@dead_jobs.command("again")
def dead_job_again(name: ServiceName, job: JobId, data: Data = None, postgres: Postgres = None) -> None:
    """Doe er een opnieuw."""
    from launcher.dead_jobs import decide

    _ask(decide(load_running_settings(data, postgres), name, job, again=True))


@dead_jobs.command("discard")
def dead_job_discard(name: ServiceName, job: JobId, data: Data = None, postgres: Postgres = None) -> None:
    """Gooi er een weg: ze wordt nooit meer gedaan."""
    from launcher.dead_jobs import decide

    _ask(decide(load_running_settings(data, postgres), name, job, again=False))


@app.command()
def replay(name: ServiceName, data: Data = None, postgres: Postgres = None, kafka: Kafka = None) -> None:
    """Bouw de projecties van een dienst opnieuw op uit alle gebeurtenissen."""
    from launcher.replay import replay

    _ask(replay(load_running_settings(data, postgres, kafka), name))
