"""The unit of work of loans."""

from datetime import date
from functools import cached_property

from services.loans.domain.loan import Days, look_again_after, look_again_before
from services.loans.domain.priority import DaysAhead, weights_of
from services.loans.store.agreement_files import AgreementFiles
from services.loans.store.cards import Cards
from services.loans.store.closed import ClosedFiles
from services.loans.store.counter import Counter
from services.loans.store.counts import Counts
from services.loans.store.households import Households
from services.loans.store.known_devices import KnownDevices
from services.loans.store.known_others import KnownOthers
from services.loans.store.line import Line
from services.loans.store.loans import Loans
from services.loans.store.old import Old
from services.loans.store.partner_hand_outs import PartnerHandOuts
from services.loans.store.people import People
from services.loans.store.phones import Phones
from services.loans.store.prints import Prints
from services.loans.store.requests import Requests
from services.loans.store.seals import Seals
from services.loans.store.touches import Touches
from services.loans.store.wordings import Wordings
from shared.bus.unit import Unit
from shared.runtime.faces import rhythm_here


class LoansUnit(Unit):
    """One transaction of one organisation, with its families, requests and loans, and what it knows from others."""

    @cached_property
    def households(self) -> Households:
        """Families, and who looked at their names."""
        return Households(self)

    @cached_property
    def people(self) -> People:
        """What families said, their fixed faces, whom they named and who referred them."""
        return People(self)

    @cached_property
    def closed(self) -> ClosedFiles:
        """Files that only some colleagues open."""
        return ClosedFiles(self)

    @cached_property
    def cards(self) -> Cards:
        """Cards of families, and who is in with one."""
        return Cards(self)

    @cached_property
    def requests(self) -> Requests:
        """Requests and their line."""
        return Requests(self)

    @cached_property
    def line(self) -> Line:
        """Who stands where in line, and who was put elsewhere."""
        return Line(self)

    @cached_property
    def counter(self) -> Counter:
        """Who is at the counter."""
        return Counter(self)

    @cached_property
    def counts(self) -> Counts:
        """Ticks that lead to nobody."""
        return Counts(self)

    @cached_property
    def loans(self) -> Loans:
        """Loans, their machines, and what was signed."""
        return Loans(self)

    @cached_property
    def wordings(self) -> Wordings:
        """Own texts of the agreement."""
        return Wordings(self)

    @cached_property
    def files(self) -> AgreementFiles:
        """Drawings, sealed papers and photos of agreements."""
        return AgreementFiles(self)

    @cached_property
    def seals(self) -> Seals:
        """With what the organisation seals its papers."""
        return Seals(self)

    @cached_property
    def phones(self) -> Phones:
        """Codes to sign on an own phone."""
        return Phones(self)

    @cached_property
    def hand_outs(self) -> PartnerHandOuts:
        """Codes with which partners hand machines out for us."""
        return PartnerHandOuts(self)

    @cached_property
    def prints(self) -> Prints:
        """What was printed to be signed with a pen."""
        return Prints(self)

    @cached_property
    def touches(self) -> Touches:
        """How we reach families, and what was done to keep in touch."""
        return Touches(self)

    @cached_property
    def known_devices(self) -> KnownDevices:
        """Machines, as inventory's events tell."""
        return KnownDevices(self)

    @cached_property
    def known_others(self) -> KnownOthers:
        """Tickets, as helpdesk's events tell."""
        return KnownOthers(self)

    @cached_property
    def old(self) -> Old:
        """What is older than it is kept."""
        return Old(self)

    async def weights(self) -> DaysAhead:
        """What every reason counts for whoever asks now."""
        return weights_of(await rhythm_here(self))

    async def look_again_day(self) -> date:
        """When we ask how it goes with a loan that begins or goes on today."""
        rhythm = await rhythm_here(self)
        usual = look_again_after(self.today(), rhythm.look_again_months)
        ends_on = await self.end_day()
        return usual if ends_on is None else look_again_before(ends_on, usual, self.today())

    async def days_of_today(self) -> Days:
        """The days that an agreement of today names."""
        return Days(await self.look_again_day(), await self.end_day())

    async def end_day(self) -> date | None:
        """Until when a loan of today is agreed; None where the organisation wants no end date, which is usual."""
        months = (await rhythm_here(self)).loan_end_months
        return look_again_after(self.today(), months) if months else None
