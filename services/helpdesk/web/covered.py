"""To whom a colleague turns for a ticket or a visit of which the words are not for everybody."""

from collections.abc import Collection
from uuid import UUID

from shared.language.formats import listed
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.web.names import names_of

ONE_OF_THEM = _("een collega die dit dossier mag openen")


async def who_reads(running: RunningService, organisation: UUID, readers: Collection[UUID]) -> str:
    """The names of who opens the file, as a sentence lists them; without an answer of portal, words for them.

    Never inside a transaction.
    """
    names = await names_of(running, organisation, sorted(readers))
    return listed(sorted(names.values())) if names else str(ONE_OF_THEM)
