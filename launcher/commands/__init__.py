"""The index of commands: each loads what it needs when it is asked for.

What a command does stands in a module of its own; here is only how it is called.
"""

import sys

import typer

from launcher.commands import developing, failures, inventory, keeping, loans, looking, organisations, serving
from launcher.errors import CannotContinue
from launcher.language import language
from launcher.pages import pages
from shared.runtime.keys import MasterKeyError
from shared.runtime.settings import SettingsError

app = typer.Typer(
    name="digibank",
    help="Digibank: toestellen uitlenen, herstellen en ermee leren werken.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # those show the values of variables, passwords included
)

for part in (serving, organisations, keeping, looking, failures, developing):
    app.add_typer(part.app)
app.add_typer(language, name="language")
app.add_typer(pages, name="pages")
app.add_typer(inventory.app, name="inventory")
app.add_typer(loans.app, name="loans")


def main() -> None:
    """Run the command line; what a person can do something about is one line and exit code 2."""
    try:
        app(prog_name="./digibank")
    except (CannotContinue, SettingsError, MasterKeyError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
