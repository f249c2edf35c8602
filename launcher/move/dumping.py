"""One database into another: the `pg_dump` of the wheel into its `pg_restore`, with nothing in between on a disk."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from launcher.errors import CannotContinue
from launcher.postgres.clients import address_and_password
from launcher.postgres.programs import programs_folder
from launcher.postgres.settings import last_line, reason_in_dutch

SCHEMAS = ("public", "bus")
NOISE = ("--", "\\restrict", "\\unrestrict")
"""Comments name versions, and newer programs write a random word as a fence: neither says anything about a database."""


async def copy_database(source: str, target: str, owner: str) -> None:
    """Copy all that is in a database into one that has the schemas, and nothing in them. All of it arrives, or nothing.

    Tables, rows, counters, functions, policies and rights. The roles have to be there; so have the schemas, because who may
    make things in them is `provision`'s to say.

    Args:
        source: `postgresql://` address, as a role that row-level security does not hold back: the owner.
        target: the same database on the other side, with a login that may become the owner.
        owner: the role that everything belongs to in the end.

    Raises `CannotContinue` with the last words of the program that stopped.
    """
    schemas = [f"--schema={schema}" for schema in SCHEMAS]
    dump = _command("pg_dump", source, "--format=custom", "--compress=none")
    restore = _command("pg_restore", target, f"--role={owner}", "--single-transaction", "--exit-on-error", *schemas)
    # The target rests while it is filled: nobody but us may write in it.
    writing = {"PGOPTIONS": "-c default_transaction_read_only=off -c synchronous_commit=on"}
    read, write = os.pipe()
    try:
        out = await asyncio.create_subprocess_exec(
            *dump, stdin=subprocess.DEVNULL, stdout=write, stderr=subprocess.PIPE, env=_surroundings(source)
        )
        try:
            into = await asyncio.create_subprocess_exec(
                *restore, stdin=read, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=_surroundings(target) | writing
            )
        except BaseException:
            await _end(out)
            raise
    finally:
        os.close(read)
        os.close(write)
    try:
        (_, dump_said), (_, restore_said) = await asyncio.gather(out.communicate(), into.communicate())
    except BaseException:
        await _end(out)
        await _end(into)
        raise
    name = urlsplit(source).path.strip("/")
    # One that ends because nobody listens any more has nothing to tell: then the other one knows why.
    if out.returncode not in (0, -signal.SIGPIPE):
        raise CannotContinue(f"De databank {name} is niet te lezen: {_why(dump_said)}.")
    if into.returncode != 0 or out.returncode != 0:
        raise CannotContinue(f"De databank {name} is niet over te zetten: {_why(restore_said)}.")


async def shape_of(url: str) -> str:
    """Everything in a database but its rows, as text: tables, indexes, functions, policies, rights. Raises `CannotContinue`."""
    process = await asyncio.create_subprocess_exec(
        *_command("pg_dump", url, "--schema-only"), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=_surroundings(url),
    )  # fmt: skip
    try:
        text, said = await process.communicate()
    except BaseException:
        await _end(process)
        raise
    if process.returncode != 0:
        raise CannotContinue(f"De databank {urlsplit(url).path.strip('/')} is niet te lezen: {_why(said)}.")
    return "\n".join(line for line in text.decode().splitlines() if line and not line.startswith(NOISE))


def _why(said: bytes) -> str:
    """The error among the words of a program; what follows it is only where it stood."""
    lines = said.decode(errors="replace").splitlines()
    errors: Sequence[str] = [line for line in lines if "error:" in line.lower()]
    return reason_in_dutch(errors[0]) if errors else last_line("\n".join(lines)) or "het programma zei niet waarom"


def _command(program: str, url: str, *options: str) -> list[str | Path]:
    """A program with an address that holds no password: everybody on this computer can read a list of processes."""
    return [programs_folder() / program, f"--dbname={address_and_password(url)[0]}", "--no-owner", *options]


def _surroundings(url: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return ours | {"LC_ALL": "C", "TZ": "UTC", "PGPASSWORD": address_and_password(url)[1], "PGCONNECT_TIMEOUT": "10"}


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    await process.wait()
