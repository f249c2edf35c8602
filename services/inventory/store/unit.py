"""The unit of work of inventory."""

from functools import cached_property
from uuid import UUID

from services.inventory.store.along import Along
from services.inventory.store.along_questions import AlongQuestions
from services.inventory.store.checklists import Checklists
from services.inventory.store.devices import Devices
from services.inventory.store.donor_links import DonorLinks
from services.inventory.store.drives import Drives
from services.inventory.store.endings import Endings, HandOvers
from services.inventory.store.history import ToldHistory, write_act
from services.inventory.store.holders import Holders
from services.inventory.store.intake import Intake
from services.inventory.store.known_tickets import KnownTickets
from services.inventory.store.passwords import Passwords
from services.inventory.store.photos import Photos
from services.inventory.store.remarks import Remarks
from services.inventory.store.report_files import ReportFiles
from services.inventory.store.saved_views import SavedViews
from services.inventory.store.sheets import Sheets
from services.inventory.store.short_lists import ShortLists
from services.inventory.store.sims import Sims
from services.inventory.store.stickers import Stickers
from services.inventory.store.stock_takes import StockTakes
from services.inventory.store.things import Things
from services.inventory.store.uses import Uses
from shared.bus.unit import Unit


class InventoryUnit(Unit):
    """One transaction of one organisation, with its machines.

    Attributes:
        remark: one more closed word, or id, for the line in the history of the machine about what is being done; None when it
            changes nothing and needs no line.
    """

    remark: str | None = ""

    @cached_property
    def devices(self) -> Devices:
        """The machines."""
        return Devices(self)

    @cached_property
    def holders(self) -> Holders:
        """Which families have a loan, by their codes."""
        return Holders(self)

    @cached_property
    def saved_views(self) -> SavedViews:
        """The lists that people keep."""
        return SavedViews(self)

    @cached_property
    def uses(self) -> Uses:
        """What the organisation wishes of a machine for each use."""
        return Uses(self)

    @cached_property
    def drives(self) -> Drives:
        """What belongs to drives, apart from their machines."""
        return Drives(self)

    @cached_property
    def checklists(self) -> Checklists:
        """The lists of the workbench."""
        return Checklists(self)

    @cached_property
    def remarks(self) -> Remarks:
        """What to do when a machine is here again."""
        return Remarks(self)

    @cached_property
    def intake(self) -> Intake:
        """Donors, lots, and what machines are recognised by."""
        return Intake(self)

    @cached_property
    def donor_links(self) -> DonorLinks:
        """The links with which donors see what became of what they gave."""
        return DonorLinks(self)

    @cached_property
    def report_files(self) -> ReportFiles:
        """Reports that were brought together, until each is dealt with."""
        return ReportFiles(self)

    @cached_property
    def short_lists(self) -> ShortLists:
        """Shelves and rooms, and partners."""
        return ShortLists(self)

    @cached_property
    def photos(self) -> Photos:
        """What the machines look like."""
        return Photos(self)

    @cached_property
    def passwords(self) -> Passwords:
        """The sealed passwords of the machines."""
        return Passwords(self)

    @cached_property
    def known_tickets(self) -> KnownTickets:
        """What helpdesk's tickets are about the machines."""
        return KnownTickets(self)

    @cached_property
    def sheets(self) -> Sheets:
        """The lists that somebody brought."""
        return Sheets(self)

    @cached_property
    def endings(self) -> Endings:
        """How machines end."""
        return Endings(self)

    @cached_property
    def hand_overs(self) -> HandOvers:
        """What went to recyclers."""
        return HandOvers(self)

    @cached_property
    def things(self) -> Things:
        """Counted stock and kits."""
        return Things(self)

    @cached_property
    def along_questions(self) -> AlongQuestions:
        """Of what went along nobody said yet of which sort it was."""
        return AlongQuestions(self)

    @cached_property
    def along(self) -> Along:
        """What goes along with machines, and what came back."""
        return Along(self)

    @cached_property
    def sims(self) -> Sims:
        """The SIM cards."""
        return Sims(self)

    @cached_property
    def stickers(self) -> Stickers:
        """What was chosen for stickers."""
        return Stickers(self)

    @cached_property
    def stock_takes(self) -> StockTakes:
        """The stock takes."""
        return StockTakes(self)

    @cached_property
    def told(self) -> ToldHistory:
        """What helpdesk told about the machines."""
        return ToldHistory(self)

    def note(self, act: str, *, subject: UUID | None = None, actor: UUID | None = None, detail: str = "") -> None:
        """As every unit; what is done to a machine becomes a line of its history as well."""
        super().note(act, subject=subject, actor=actor, detail=detail)
        if subject is not None and self.remark is not None:
            self._done = (*self._done, (act, subject, actor, self.remark))

    _done: tuple[tuple[str, UUID, UUID | None, str], ...] = ()

    async def write_notes(self) -> None:
        """Write the lines that are held, within the transaction."""
        await super().write_notes()
        done, self._done = self._done, ()
        for act, subject, actor, remark in done:
            await write_act(self, act, subject, actor, remark)
