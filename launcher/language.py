"""`./digibank language`: the texts of all pages, in every language."""

import json
from pathlib import Path
from typing import Annotated

import typer

from launcher.errors import CannotContinue
from launcher.readability import complaints, frightening, read_text, table, verdict
from launcher.say import say
from shared.language import catalogue
from shared.language import check as checking
from shared.language.family_texts import family_texts
from shared.language.languages import languages
from shared.language.readability import as_json, score_text
from shared.language.threats import threats

language = typer.Typer(help="De teksten van alle pagina’s, in elke taal.", no_args_is_help=True)


@language.command()
def extract() -> None:
    """Breng de teksten van elke taal in lijn met de code. Nieuwe teksten staan er dan zonder woorden in."""
    changed = catalogue.extract()
    say("Veranderd: " + ", ".join(changed) + "." if changed else "Alles was al in lijn.")


@language.command()
def check() -> None:
    """Kijk na of elke taal alle woorden heeft die ze nodig heeft, en of geen tekst erbuiten staat."""
    found = list(checking.problems())
    for line in found:
        say(line)
    verdict = f"{len(found)} keer niet in orde." if found else "in orde."
    say(f"{checking.count_of_texts()} teksten, {len(languages())} talen: {verdict}")
    raise typer.Exit(1 if found else 0)


@language.command()
def score(
    file: Annotated[str, typer.Argument(metavar="FILE", help="Bestand met Nederlandse tekst; - leest wat binnenkomt.")],
) -> None:
    """Meet hoe leesbaar een tekst is, per zin en in het geheel, als JSON."""
    measured = as_json(score_text(read_text(file)))
    say(json.dumps(measured, ensure_ascii=False, indent=2))


@language.command()
def report(
    out: Annotated[Path | None, typer.Option(help="Bewaar de tabel in dit bestand in plaats van ze te tonen.")] = None,
) -> None:
    """Toon van elke tekst voor gezinnen hoe leesbaar ze is, in een tabel (Markdown)."""
    drawn = table(family_texts())
    if out is None:
        say(drawn)
        return
    try:
        out.write_text(drawn, encoding="utf-8")
    except OSError:
        raise CannotContinue(f"{out} kan niet geschreven worden.") from None


@language.command()
def gate() -> None:
    """Kijk na of elke tekst voor gezinnen eenvoudig en vriendelijk genoeg is, en in geen enkele taal dreigt."""
    texts, threatening = family_texts(), list(threats())
    found = [*complaints(texts), *frightening(threatening)]
    for line in [*found, verdict(texts, threatening)]:
        say(line)
    raise typer.Exit(1 if found else 0)
