"""What several forms of loans have in common: ticked accessories, and what somebody searches for."""

from collections.abc import Mapping

from fastapi import Request

from services.loans.domain.line_count import WhyStopped
from services.loans.domain.wishes import WISHES, HomeOffer
from shared.contracts.vocabulary import Accessory, MachineWish

LONGEST_SEARCH = 100


async def chosen_accessories(request: Request, field: str = "accessory") -> tuple[Accessory, ...]:
    """The accessories that are ticked in a form, in a fixed order; what is none of them is not there."""
    ticked = (await request.form()).getlist(field)
    return tuple(accessory for accessory in Accessory if accessory.value in ticked)


def searched(form: Mapping[str, str]) -> str:
    """What somebody searches for, without what cannot be printed."""
    return "".join(letter for letter in form.get("find", "") if letter.isprintable()).strip()[:LONGEST_SEARCH]


async def chosen_wishes(request: Request, field: str = "machine") -> tuple[MachineWish, ...]:
    """What is ticked in a form of what a family wishes of its machine, in a fixed order."""
    ticked = (await request.form()).getlist(field)
    return tuple(wish for wish in WISHES if wish.value in ticked)


async def chosen_offers(request: Request, field: str = "offered") -> tuple[HomeOffer, ...]:
    """The same of what was offered for what is missing at home."""
    ticked = (await request.form()).getlist(field)
    return tuple(offer for offer in HomeOffer if offer.value in ticked)


def why_in(form: Mapping[str, str]) -> WhyStopped | None:
    """Why somebody stops, when that was tapped; None for nothing, and for what is none of the reasons."""
    why = form.get("why", "")
    return WhyStopped(why) if why in list(WhyStopped) else None
