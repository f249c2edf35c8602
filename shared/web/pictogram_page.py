"""All pictograms on one page: to choose from, to print, and to see at a glance whether they belong together."""

from itertools import groupby

from fastapi import APIRouter, Request
from fastapi.responses import Response

from shared.pictograms.index import GROUPS, PICTOGRAMS
from shared.web.call import open_to_all
from shared.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/style/pictograms", dependencies=[open_to_all("drawings, which everybody sees on our pages anyway")])
async def show(request: Request) -> Response:
    """Each pictogram in three sizes, with its name and what it says."""
    groups = [(GROUPS[key], list(found)) for key, found in groupby(PICTOGRAMS.values(), key=lambda one: one.group)]
    return page(request, "pictograms.html", {"groups": groups})
