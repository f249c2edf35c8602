"""What a data folder knows of a move: a small file beside the database, written before each step that changes who may write."""

import json
import os
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from launcher.errors import CannotContinue

FILE = "move.json"


class Phase(StrEnum):
    """How far it is. In every phase at most one side takes changes."""

    LEAVING = "leaving"
    """Asked to go; the box rests, or is about to. It is still the truth, and can stay."""
    MOVED = "moved"
    """The other side is the truth. The box stays as it was and does not start."""
    RETURNED = "returned"
    """Back from the other side and compared; only the folders still have to change places."""


@dataclass(frozen=True, slots=True)
class MoveState:
    """One move.

    Attributes:
        phase: see `Phase`.
        postgres, kafka: addresses of the other side, without logins.
        since: when it began, as text (UTC).
    """

    phase: Phase
    postgres: str
    kafka: str
    since: str

    def now(self, phase: Phase) -> "MoveState":
        """The same move in another phase."""
        return replace(self, phase=phase)


def address_of(url: str) -> str:
    """Host and port of a `postgresql://` address, fit to show and to keep."""
    return urlsplit(url).netloc.rpartition("@")[2]


def read_state(data: Path) -> MoveState | None:
    """What the folder knows; None when there never was a move, or it is over. Raises `CannotContinue` when it is unreadable."""
    try:
        found = json.loads((data / FILE).read_text())
        return MoveState(**{**found, "phase": Phase(found["phase"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        raise CannotContinue(f"Het bestand {data / FILE} over een verhuis is niet te lezen. Vraag hulp.") from None


def write_state(data: Path, state: MoveState) -> None:
    """Keep it, so that a power cut leaves the old one or this one."""
    scratch = data / f".{FILE}.new"
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(asdict(state), file)
        file.flush()
        os.fsync(file.fileno())
    scratch.rename(data / FILE)
    sync_folder(data)


def forget_state(data: Path) -> None:
    """There is no move any more."""
    (data / FILE).unlink(missing_ok=True)
    sync_folder(data)


def sync_folder(folder: Path) -> None:
    """Make what names are in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def check_not_moved(data: Path) -> None:
    """Raise `CannotContinue` when the databases in this folder may not be served from here."""
    state = read_state(data)
    if state is None:
        return
    where = f"PostgreSQL {state.postgres} en Kafka {state.kafka}"
    match state.phase:
        case Phase.LEAVING:
            raise CannotContinue(
                f"Er is een verhuis begonnen naar {where}, en die is niet af. Ga verder met dezelfde opdracht ./digibank move, "
                "of blijf hier met ./digibank move --cancel"
            )
        case Phase.MOVED:
            raise CannotContinue(
                f"Deze Digibank is verhuisd naar {where}. Start ze daar. Terug: ./digibank move --back, zie docs/operations.md"
            )
        case Phase.RETURNED:
            raise CannotContinue("Deze Digibank komt terug en is er bijna. Geef dezelfde opdracht ./digibank move --back nog eens.")
