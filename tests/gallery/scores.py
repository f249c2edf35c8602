"""Lighthouse on the ten most used pages: a report beside our own checks, from somebody else's."""

import asyncio
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.say import Say
from tests.gallery.pages import BY_NAME
from tests.gallery.place import Place
from tests.support.browser import FLAGS

HERE: Final = Path(__file__).parent / "lighthouse"
MOST_USED: Final = (
    "sign-in",
    "today-staff",
    "sticker",
    "sticker-told",
    "device-came-in",
    "ticket-decide",
    "household",
    "agreement",
    "visits",
    "my-question",
)
"""What people have on their screens most of the day. All are opened with a link, as Lighthouse does."""
CATEGORIES: Final = ("accessibility", "best-practices")
WANTED: Final = 95
"""The least score, of 100, for both."""
WANTED_KB: Final = 100
OLDEST_NODE: Final = 18
PATIENCE_SECONDS: Final = 180


@dataclass(frozen=True, slots=True)
class Score:
    """What Lighthouse says of one page.

    Attributes:
        page: its name in the gallery.
        accessibility, best_practices: of 100.
        kilobytes: that went over the wire, of 1000 bytes.
        requests: how many.
        failed: titles of what is wrong in the two categories.
    """

    page: str
    accessibility: int
    best_practices: int
    kilobytes: float
    requests: int
    failed: tuple[str, ...]


def install(say: Say, tools: Path = PROJECT / ".tools") -> Path:
    """The program, installed the first time from the versions that are pinned here; gives where it is.

    Raises:
        CannotContinue: Node is missing or too old, or the packages could not be fetched.
    """
    npm = _must_have("npm")
    version = subprocess.run([_must_have("node"), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").partition(".")[0]) < OLDEST_NODE:
        raise CannotContinue(f"Lighthouse heeft Node {OLDEST_NODE} of nieuwer nodig; dit is {version}.")
    pinned = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:12]
    folder = tools / f"lighthouse-{pinned}"
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.exists():
        say("Lighthouse ophalen en installeren (alleen de eerste keer, 200 MB)…")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            shutil.rmtree(folder, ignore_errors=True)
            raise CannotContinue(f"Lighthouse installeren is niet gelukt: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    return program


async def score(place: Place, program: Path, name: str, say: Say) -> Score:
    """Measure one page, as somebody on a phone who comes for the first time that day.

    Raises:
        CannotContinue: Lighthouse ended without a report.
    """
    shown = BY_NAME[name]
    cookies = "; ".join(f"{key}={value}" for key, value in place.seeded.cookies(shown.visitor, "filled").items())
    command = [
        _must_have("node"),
        str(program),
        place.base + shown.address.format(**place.seeded.ids),
        "--output=json",
        "--quiet",
        f"--only-categories={','.join(CATEGORIES)}",
        "--only-audits=network-requests",
        f"--chrome-flags={' '.join(('--headless=new', *FLAGS))}",
    ]
    if cookies:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
    surroundings = os.environ | {"CHROME_PATH": place.chromium}
    process = await asyncio.create_subprocess_exec(
        *command, env=surroundings, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            out, said = await process.communicate()
    except TimeoutError:
        process.kill()
        raise CannotContinue(f"Lighthouse antwoordt niet binnen {PATIENCE_SECONDS} seconden op {name}.") from None
    if process.returncode != 0:
        raise CannotContinue(f"Lighthouse mislukt op {name}: {(said.decode().strip().splitlines() or ['?'])[-1]}")
    found = read(name, json.loads(out))
    say(f"  {name}: {found.accessibility} en {found.best_practices}")
    return found


def read(name: str, report: Any) -> Score:
    """A score out of a report of Lighthouse. Raises `CannotContinue` when the page did not open, or led to another one."""
    if trouble := report.get("runtimeError"):
        raise CannotContinue(f"Lighthouse kan {name} niet openen: {trouble.get('code')}")
    if report["finalDisplayedUrl"] != report["requestedUrl"]:
        raise CannotContinue(f"Lighthouse kwam niet op {name} maar op {urlsplit(report['finalDisplayedUrl']).path}")
    scores = {category: round(100 * (report["categories"][category]["score"] or 0)) for category in CATEGORIES}
    counted = {reference["id"] for category in CATEGORIES for reference in report["categories"][category]["auditRefs"]}
    audits = report["audits"]
    requests = audits["network-requests"]["details"]["items"]
    return Score(
        page=name,
        accessibility=scores["accessibility"],
        best_practices=scores["best-practices"],
        kilobytes=sum(request.get("transferSize", 0) for request in requests) / 1000,
        requests=len(requests),
        failed=tuple(audits[audit]["title"] for audit in sorted(counted) if audits[audit].get("score") == 0),
    )


def table(scores: Sequence[Score]) -> str:
    """The scores as Markdown, with what is wrong below it."""
    lines = ["| page | accessibility | best practices | kB | requests | |", "|---|--:|--:|--:|--:|---|"]
    for one in scores:
        good = min(one.accessibility, one.best_practices) >= WANTED and one.kilobytes < WANTED_KB
        verdict = "met" if good else "MISSED"
        lines.append(
            f"| {one.page} | {one.accessibility} | {one.best_practices} | {one.kilobytes:.0f} | {one.requests} | {verdict} |"
        )
    lines.append(f"\nWanted: {WANTED} of 100 for both, and less than {WANTED_KB} kB.")
    lines += [f"{one.page}: {title}" for one in scores for title in one.failed]
    return "\n".join(lines)


def _must_have(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise CannotContinue(
            f"Hier is geen {program}. Installeer Node.js (op Debian: sudo apt install nodejs npm), en probeer opnieuw."
        )
    return found
