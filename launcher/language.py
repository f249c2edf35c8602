"""`./digibank language`: the texts of all pages, in every language."""

import typer

from launcher.say import say
from shared.language import catalogue
from shared.language import check as checking
from shared.language.languages import languages

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
