"""`python -m launcher`: what `./digibank` becomes once everything is installed."""

from launcher.commands import main

main()
