"""What the board says of a machine that a step for several machines left out: why, and where to go with it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast
from uuid import UUID

from services.inventory.domain.device_filter import DeviceFilter
from services.inventory.domain.refusals import StillLacks
from services.inventory.web.board_texts import lacking_words
from services.inventory.web.checklist_pages import FROM_BOARD
from services.inventory.web.refusal_texts import REFUSALS
from shared.domain import Refused
from shared.language.formats import listed
from shared.language.translate import _
from shared.web.forms import FormProblem, refused

LIST_OF = {"check": "checked", "install": "installed"}
"""The page with the list of one machine, for each step that says all of it in one go."""


def why_left_out(refusal: Refused) -> FormProblem:
    """Why; of one that lacks something also what."""
    problem = refused(refusal, REFUSALS)[1]
    if not isinstance(refusal, StillLacks):
        return problem
    lacks = [lacking_words(str(name)) for name in cast(Sequence[str], refusal.facts["missing"])]
    return replace(problem, title=_("Mankeert: {things}").format(things=listed(lacks)))


def where_left_out(device_id: UUID, refusal: Refused, what: str, asked: DeviceFilter) -> str:
    """Its page; or its own list when something lacks, and from there back to the board."""
    if not isinstance(refusal, StillLacks):
        return f"/inventory/devices/{device_id}"
    return asked.address(f"/inventory/devices/{device_id}/{LIST_OF[what]}", ("back", FROM_BOARD))
