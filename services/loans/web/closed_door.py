"""The door of loans: a colleague gets nothing of a closed file, whatever page or API is asked for.

It looks at every id in a request, before the route does: in the address, in the form, in the JSON. So a new route has it too. What
carries no id of a family (lists, searches, questions of other services) leaves out or covers what is shut: `store/closed.py`.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from fastapi import Request

from services.loans.domain.family_refusals import ClosedFile
from services.loans.store.unit import LoansUnit
from services.loans.web.others import names_of
from shared.identity.tokens import Person
from shared.language.formats import listed
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.web.call import running_service
from shared.web.limits import LARGEST_BODY_BYTES
from shared.web.readable import FORMS

NOT_LOOKED_AT = frozenset({"after", "before", "form_key"})
"""Where a page of a list goes on, and before whom a family is put in line: nothing is shown or done there. The key of a form."""
ONE_OF_THEM = _("een collega die dit dossier mag openen")


async def closed_door(request: Request, person: Person) -> None:
    """Raises `ClosedFile` when something in the request leads to a file that this colleague does not open."""
    ids = set(_ids([*request.path_params.items(), *request.query_params.multi_items(), *await _sent(request)]))
    if not ids:
        return
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        assert isinstance(unit, LoansUnit)
        shut = await unit.closed.shut_for(person.id)
        if not shut or not await unit.closed.leads_to(ids, shut):
            return
    raise ClosedFile(who=await who_opens(running, person.organisation))


async def who_opens(running: RunningService, organisation: UUID) -> str:
    """The names of the colleagues who open closed files, as a sentence lists them; never inside a transaction."""
    async with running.units.open(organisation) as unit:
        readers = await unit.closed.readers()
    names = await names_of(running, organisation, sorted(readers))
    return listed(sorted(names.values())) if names else str(ONE_OF_THEM)


async def _sent(request: Request) -> list[tuple[str, Any]]:
    """What was typed or sent, by name. What cannot be read is for the route to refuse."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    promised = request.headers.get("content-length", "")
    if promised.isdigit() and int(promised) > LARGEST_BODY_BYTES:
        return []  # no route can read this either; some say so kindly
    if kind in FORMS:
        return list((await request.form()).multi_items())
    try:
        return [("", await request.json() if await request.body() else None)]  # as the route reads it, to the letter
    except (ValueError, RecursionError):
        return []


def _ids(pairs: list[tuple[str, Any]]) -> Iterator[UUID]:
    """Everything in it that is an id, however deep; a body is small, and its depth is what the JSON reader takes."""
    waiting = list(pairs)
    while waiting:
        name, value = waiting.pop()
        match value:
            case UUID():
                if name not in NOT_LOOKED_AT:
                    yield value
            case dict():
                waiting += value.items()
            case list():
                waiting += [(name, one) for one in value]
            case str() if name not in NOT_LOOKED_AT:
                try:
                    yield UUID(value.strip())  # as forgiving as any route: with spaces around it, or more dashes
                except ValueError:
                    continue
