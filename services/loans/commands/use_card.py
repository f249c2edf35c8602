"""Somebody of a family comes in with a card and a PIN, and leaves again. A try counts before anybody looks at it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.loans.domain.family_card import TRIES
from services.loans.store.unit import LoansUnit

IDLE = timedelta(minutes=30)
"""How long somebody may do nothing and still be in: time to read an agreement, not to forget a phone on a bus."""


@dataclass(frozen=True, slots=True)
class TryCard:
    """A PIN is about to be looked at."""

    card_id: UUID


@dataclass(frozen=True, slots=True)
class WrongPin:
    """The PIN was not right; `tries` as in `ComeIn`."""

    card_id: UUID
    tries: int


@dataclass(frozen=True, slots=True)
class ComeIn:
    """The PIN was right.

    Attributes:
        pin_hash: what it was compared with; another one by now lets nobody in.
        tries: how many there were with this one.
    """

    card_id: UUID
    pin_hash: str
    tries: int


async def try_card(command: TryCard, unit: LoansUnit) -> tuple[str, int] | None:
    """Count it: the hash to compare with, and how many tries there are now. None when the card lets nobody in."""
    return await unit.cards.count_try(command.card_id)


async def refuse_pin(command: WrongPin, unit: LoansUnit) -> None:
    """Write down that a PIN was wrong, and that it locked the card. A card that lets nobody in is not tried, and so not written
    down: until staff opens it there are as many lines as tries, and no more."""
    unit.note("card_pin_refused", subject=command.card_id)
    if command.tries >= TRIES:
        unit.note("card_locked", subject=command.card_id)


async def come_in(command: ComeIn, unit: LoansUnit) -> UUID | None:
    """The id of a new session; None when the card was blocked or got another PIN meanwhile."""
    session_id = await unit.cards.let_in(
        command.card_id, command.pin_hash, today=unit.today(), wrong_before=command.tries - 1, idle=IDLE
    )
    if session_id is not None:
        unit.note("come_in", subject=command.card_id)
    return session_id


async def leave(session_id: UUID, unit: LoansUnit) -> None:
    """This session is over for everybody who kept its cookie."""
    await unit.cards.let_out(session_id)
