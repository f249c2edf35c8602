"""Asks every check and tells what they found."""

import asyncio
import json
from dataclasses import asdict

from launcher.doctor.computer import computer
from launcher.doctor.database import database
from launcher.doctor.finding import Finding, Level
from launcher.doctor.network import network
from launcher.say import Say
from shared.runtime.clock import SystemClock
from shared.runtime.settings import Settings


def doctor(settings: Settings, say: Say, *, as_json: bool = False) -> int:
    """Look at everything and tell it, a line each; 1 when something has to be done, else 0.

    Args:
        as_json: one JSON list instead, with `check`, `level` (`good`, `look`, `bad`), `words` and `advice`.
    """
    findings = asyncio.run(examine(settings))
    if as_json:
        say(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            say(str(finding))
        troubles = sum(finding.level is Level.BAD for finding in findings)
        say("Alles in orde." if not troubles else f"{troubles} {'punt vraagt' if troubles == 1 else 'punten vragen'} aandacht.")
    return int(any(finding.level is Level.BAD for finding in findings))


async def examine(settings: Settings) -> list[Finding]:
    """Every finding, those of this computer first."""
    findings = await asyncio.to_thread(lambda: list(computer(settings)))
    findings += [finding async for finding in network(settings)]
    findings += [finding async for finding in database(settings, SystemClock())]
    return findings
