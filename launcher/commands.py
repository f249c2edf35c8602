"""The index of commands: each is a small module of its own, loaded when it is asked for."""

import asyncio
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.language import language
from launcher.pages import pages
from shared.runtime.keys import MasterKeyError
from shared.runtime.settings import Settings, SettingsError

app = typer.Typer(
    name="digibank",
    help="Digibank: toestellen uitlenen, herstellen en ermee leren werken.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # those show the values of variables, passwords included
)

Data = Annotated[Path | None, typer.Option(readable=False, help="Map voor alle gegevens. [standaard: data in de projectmap]")]
Host = Annotated[str | None, typer.Option(help="Adres om op te luisteren. [standaard: 127.0.0.1]")]
Port = Annotated[int | None, typer.Option(help="Poort om op te luisteren. [standaard: 8000]")]
Postgres = Annotated[str | None, typer.Option(metavar="URL", help="Eigen PostgreSQL in plaats van de ingebouwde.")]
TlsCert = Annotated[Path | None, typer.Option(metavar="FILE", help="Certificaat voor https, als PEM-bestand.")]
TlsKey = Annotated[Path | None, typer.Option(metavar="FILE", help="Sleutel van dat certificaat, als PEM-bestand.")]
Kafka = Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Kafka in plaats van het ingebouwde logboek.")]


class Part(StrEnum):
    """Which half of a service runs."""

    web = "web"
    worker = "worker"


class TopicsAction(StrEnum):
    """What to do about the topics in Kafka."""

    plan = "plan"
    apply = "apply"
    check = "check"


class Action(StrEnum):
    """What to do with the committed contracts."""

    check = "check"
    write = "write"


def main() -> None:
    """Run the command line; what a person can do something about is one line and exit code 2."""
    try:
        app(prog_name="./digibank")
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
    **more: object,
) -> Settings:
    """Options before environment before defaults; the data folder is in the project unless something else is said."""
    if data is None and "DIGIBANK_DATA" not in os.environ:
        data = PROJECT / "data"
    return Settings.load(data=data, host=host, port=port, postgres=postgres, kafka=kafka, **more)


def load_running_settings(data: Path | None = None, postgres: str | None = None, kafka: str | None = None) -> Settings:
    """Settings for a command beside a running system: on one box the address of its own PostgreSQL is filled in."""
    from launcher.postgres import admin_url
    from launcher.postgres_folder import port_in_use

    settings = load_settings(data, postgres=postgres, kafka=kafka)
    if not settings.postgres:
        port = port_in_use(settings.data / "postgres")
        if port is None:
            raise CannotContinue("Digibank draait niet op deze gegevens. Start het eerst met ./digibank up")
        settings.postgres = admin_url(port, settings.master_key.password("postgres"))
    return settings


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


ServiceName = Annotated[str, typer.Argument(help="Naam van de dienst, zoals loans.")]


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


organisation = typer.Typer(help="Organisaties op een systeem dat draait.", no_args_is_help=True)
app.add_typer(organisation, name="organisation")
app.add_typer(language, name="language")
app.add_typer(pages, name="pages")


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
    asyncio.run(list_all(settings, [name] if name else service_names()))


@dead_letters.command()
def show(name: ServiceName, number: int, data: Data = None, postgres: Postgres = None) -> None:
    """Toon alles van één."""
    from launcher.dead_letters import show

    asyncio.run(show(load_running_settings(data, postgres), name, number))


@dead_letters.command("replay")
def replay_dead_letter(name: ServiceName, number: int, data: Data = None, postgres: Postgres = None) -> None:
    """Probeer ze opnieuw, en daarna wat erachter wacht."""
    from launcher.dead_letters import decide

    asyncio.run(decide(load_running_settings(data, postgres), name, number, replay=True))


@dead_letters.command()
def discard(name: ServiceName, number: int, data: Data = None, postgres: Postgres = None) -> None:
    """Gooi ze weg: ze wordt nooit toegepast, wat erachter wacht gaat verder."""
    from launcher.dead_letters import decide

    asyncio.run(decide(load_running_settings(data, postgres), name, number, replay=False))


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

    asyncio.run(list_all(load_running_settings(data, postgres), [name] if name else service_names()))


@dead_jobs.command("again")
def dead_job_again(name: ServiceName, job: JobId, data: Data = None, postgres: Postgres = None) -> None:
    """Doe er een opnieuw."""
    from launcher.dead_jobs import decide

    asyncio.run(decide(load_running_settings(data, postgres), name, job, again=True))


@dead_jobs.command("discard")
def dead_job_discard(name: ServiceName, job: JobId, data: Data = None, postgres: Postgres = None) -> None:
    """Gooi er een weg: ze wordt nooit meer gedaan."""
    from launcher.dead_jobs import decide

    asyncio.run(decide(load_running_settings(data, postgres), name, job, again=False))


@app.command()
def replay(name: ServiceName, data: Data = None, postgres: Postgres = None, kafka: Kafka = None) -> None:
    """Bouw de projecties van een dienst opnieuw op uit alle gebeurtenissen."""
    from launcher.replay import replay

    asyncio.run(replay(load_running_settings(data, postgres, kafka), name))


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


@app.command("backup")
def make_backup(
    to: Annotated[Path | None, typer.Option(metavar="DIR", help="Map voor de kopieën. [standaard: DIGIBANK_BACKUPS]")] = None,
    keep: Annotated[int, typer.Option(min=1, help="Hoeveel kopieën er blijven, met deze erbij.")] = 7,
    data: Data = None,
    postgres: Postgres = None,
    kafka: Kafka = None,
) -> None:
    """Maak een kopie van alle gegevens, terwijl alles verder werkt. De hoofdsleutel zit er niet in."""
    from launcher.backup import backup
    from launcher.say import say

    settings = load_running_settings(data, postgres, kafka)
    backup(settings, to, keep, box=not load_settings(data, postgres=postgres).postgres, say=say)


@app.command("backup-key")
def copy_key(
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Nieuw bestand, of een map.")],
    data: Data = None,
) -> None:
    """Bewaar een kopie van de hoofdsleutel, apart van de gegevens."""
    from launcher.backup import backup_key
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
    from launcher.restore import restore
    from launcher.say import say

    restore(load_settings(data, postgres=postgres, kafka=kafka), source, key=key, replace=replace, only_events=only_events, say=say)


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


@app.command()
def contracts(
    action: Annotated[Action, typer.Argument(help="check vergelijkt, write schrijft.")],
    accept_breaking: Annotated[
        bool, typer.Option("--accept-breaking", help="Met write: ook wat programma's van anderen breekt.")
    ] = False,
) -> None:
    """Vergelijk wat anderen van ons gebruiken met wat is vastgelegd, of leg het vast: gebeurtenissen en API."""
    from launcher.contracts import main

    raise typer.Exit(main([action.value, *(["--accept-breaking"] if accept_breaking else [])]))


@app.command("event-map")
def event_map(action: Annotated[Action, typer.Argument(help="check vergelijkt, write tekent.")]) -> None:
    """Teken in README.md welke dienst wat publiceert en wie daarop reageert, of kijk of dat nog klopt."""
    from launcher.event_map import main

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
