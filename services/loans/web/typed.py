"""What several forms of loans have in common: ticked accessories, and what somebody searches for."""

from collections.abc import Mapping

from fastapi import Request

from shared.contracts.vocabulary import Accessory

LONGEST_SEARCH = 100


async def chosen_accessories(request: Request, field: str = "accessory") -> tuple[Accessory, ...]:
    """The accessories that are ticked in a form, in a fixed order; what is none of them is not there."""
    ticked = (await request.form()).getlist(field)
    return tuple(accessory for accessory in Accessory if accessory.value in ticked)


def searched(form: Mapping[str, str]) -> str:
    """What somebody searches for, without what cannot be printed."""
    return "".join(letter for letter in form.get("find", "") if letter.isprintable()).strip()[:LONGEST_SEARCH]
