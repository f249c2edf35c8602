"""Runbooks: one for each alert, and everything that they tell somebody to do at night exists."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from launcher.commands import app
from launcher.environment import PROJECT
from shared.runtime.clock import new_id

FOLDER = PROJECT / "docs" / "runbooks"
BOOKS = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
OPERATIONS = (PROJECT / "docs" / "operations.md").read_text()
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]
DASHBOARD = json.loads((PROJECT / "deploy/watch/grafana/dashboards/digibank.json").read_text())
RULES = [rule for group in yaml.safe_load((PROJECT / "deploy/watch/alerts.yml").read_text())["groups"] for rule in group["rules"]]
SECTIONS = ["What it means", "How to see it", "What to do", "When it is over"]
OF_OTHERS = {
    "No space left on device", "too many clients", "password authentication failed", "healthy", "unhealthy", "Lock", "TimeoutError",
}  # fmt: skip
"""Words of Docker, PostgreSQL and Kafka."""

every_book = pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)


def test_every_alert_has_its_runbook_and_every_runbook_its_alert() -> None:
    led_to: dict[str, set[str]] = {}
    for rule in RULES:
        assert rule["annotations"].keys() == {"summary", "description", "runbook"}, rule["alert"]
        assert rule["labels"]["severity"] in ("critical", "warning")
        led_to.setdefault(rule["annotations"]["runbook"], set()).add(rule["alert"])
    told = {str(book.relative_to(PROJECT)): set(re.findall(r"`(\w+)`", book.read_text().split("\n\n")[1])) for book in BOOKS}
    assert led_to == told


@every_book
def test_it_says_what_it_means_how_to_see_it_what_to_do_and_when_it_is_over(book: Path) -> None:
    text = book.read_text()
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == SECTIONS
    assert f"]({book.name})" in (FOLDER / "README.md").read_text()
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (FOLDER / link).is_file(), link


@every_book
def test_its_commands_are_commands_of_the_launcher(book: Path) -> None:
    """With their options and arguments: parsed as when they run, and not run."""
    for found in re.findall(r"\./digibank ([^`\n|]*)", book.read_text()):
        words = [str(new_id()) if word in ("NUMBER", "ID") else word for word in found.split()]
        here: Any = typer.main.get_command(app)
        while hasattr(here, "commands"):
            word = words.pop(0)
            assert word in here.commands, f"there is no ./digibank {found}"
            here = here.commands[word]
        here.make_context(found, words)


@every_book
def test_what_it_asks_of_docker_names_what_the_stack_has(book: Path) -> None:
    for line in re.findall(r"docker compose (?:--profile watch )?([^`\n|]*)", book.read_text()):
        verb, *words = line.split()
        # Never `down`: with a profile too it stops everything, and people stand at the counter.
        assert verb in ("ps", "logs", "up", "rm", "restart", "exec", "run"), line
        scaled = [word.partition("=")[0] for word in words if "=" in word and words[words.index(word) - 1] == "--scale"]
        named = [word for word in words if re.fullmatch(r"[a-z][\w-]*", word)]
        named = [word for word in named if words[words.index(word) - 1] not in ("--tail", "--since")]
        if verb in ("exec", "run"):
            named = named[:1]
            assert named, line
        named = [word for word in named if word != "worker.log"]
        assert set(named + scaled) <= COMPOSE.keys(), line


@every_book
def test_what_it_quotes_is_on_the_dashboard_or_in_operations(book: Path) -> None:
    titles = {panel["title"] for panel in DASHBOARD["panels"]}
    for quoted in re.findall(r"“([^”]+)”", book.read_text()):
        assert quoted in titles or re.search(rf"^(## |\*\*){quoted}", OPERATIONS, re.MULTILINE), quoted


@every_book
def test_what_it_says_to_look_for_in_a_log_is_logged(book: Path) -> None:
    sources = "".join(path.read_text() for folder in ("shared", "launcher") for path in (PROJECT / folder).rglob("*.py"))
    for words in re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", book.read_text()):
        assert words in OF_OTHERS or words in sources, words
