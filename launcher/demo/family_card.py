"""A card for a made-up family, with the code and the PIN to come in with it."""

import re
from dataclasses import dataclass
from uuid import UUID

from launcher.demo.asking import Asker, NotSeen
from launcher.demo.forms import form_on
from launcher.say import Say
from services.loans.domain.family_card import card_codes
from services.loans.domain.pin import pins_from
from shared.runtime.keys import MasterKey

_CARD = re.compile(r"/cards/([0-9a-f-]{36})/pin\b")


@dataclass(frozen=True, slots=True)
class CardAndPin:
    """What somebody of a family types to come in."""

    code: str
    pin: str


async def card_of(staff: Asker, household_id: str, key: MasterKey) -> CardAndPin:
    """The card of a family, given at the counter the first time. Code and PIN follow from its id and the master key; the PIN as
    long as nobody gave another one.

    Raises `NotSeen`.
    """
    family = f"/loans/households/{household_id}"
    found = _CARD.search((await staff.fetch(family)).text)
    if found is None:
        form = await staff.fetch(f"{family}/cards/new")
        await staff.send(f"{family}/cards", form_on(form.text, f"{family}/cards") | {"shows": "all"})
        found = _CARD.search((await staff.fetch(family)).text)
    if found is None:
        raise NotSeen(f"no card on {family}")
    card_id = UUID(found[1])
    return CardAndPin(card_codes(key.derive).make(card_id.bytes), pins_from(key.derive).make(card_id, 1))


def say_how_a_family_comes_in(base: str, card: CardAndPin, say: Say) -> None:
    """Tell the code and the PIN."""
    say(f"Binnenkomen als gezin op {base}/family/start met:")
    say(f"  kaart {card.code}   pincode {card.pin}")
