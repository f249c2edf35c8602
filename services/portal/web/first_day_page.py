"""The first day: for each role a handful of things to try, in the order in which they make sense, each with its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.queries.organisation import find_organisation
from services.portal.web.own_house import own_house
from services.portal.web.texts import ROLE
from shared.contracts.vocabulary import Role
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import SignedIn, may, running_service
from shared.web.pages import NOBODYS, page

router = APIRouter(prefix="/first-day", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to try.

    Attributes:
        words: what to do.
        why: what it is good for, in a sentence.
        address: the page where it is done.
        permission: who may open that page; a test compares it with the role.
    """

    words: str
    why: str
    address: str
    permission: Permission


START = Step(
    _("Kijk wat er vandaag is"),
    _("Op de startpagina staat wat op jou wacht. Begin daar elke dag."),
    "/",
    Permission.USE_OWN_ACCOUNT,
)
PASSWORD = Step(
    _("Kijk je account na"),
    _("Klopt je naam? Hier verander je ook je wachtwoord, en je meldt je af op een ander toestel."),
    "/account",
    Permission.USE_OWN_ACCOUNT,
)
FIND = Step(
    _("Zoek een toestel"),
    _("Scan de sticker op het toestel, of typ de code. Je staat meteen op de pagina van dat toestel."),
    "/search",
    Permission.USE_OWN_ACCOUNT,
)
FIRST_DAY: Mapping[Role, Sequence[Step]] = {
    Role.STAFF: (
        START,
        Step(
            _("Breng een toestel binnen"),
            _("Heb je een verslag van het toestel? Laad het op. Het toestel krijgt een code voor op de sticker."),
            "/inventory/devices/new",
            Permission.PREPARE_DEVICES,
        ),
        FIND,
        Step(
            _("Zoek een gezin"),
            _("Typ een stuk van de naam of de code. Bestaat het gezin nog niet? Dan maak je het daar."),
            "/loans/households",
            Permission.SEE_HOUSEHOLDS,
        ),
        Step(
            _("Geef een gezin zijn kaart"),
            _("Met kaart en pincode ziet een gezin zelf wat het leent. Kies een lening, open het gezin en maak de kaart."),
            "/loans/loans",
            Permission.SEE_HOUSEHOLDS,
        ),
        Step(
            _("Noteer waarvoor een gezin een toestel vraagt"),
            _("Meer dan het doel hoeven we niet te weten. Past er een toestel, dan reserveren we het vanzelf."),
            "/loans/requests",
            Permission.SEE_REQUESTS,
        ),
        Step(
            _("Kijk wie er hulp vraagt"),
            _("Een mens beslist wat er met een vraag gebeurt. Dat kun jij zijn."),
            "/helpdesk/tickets",
            Permission.SEE_TICKETS,
        ),
        PASSWORD,
    ),
    Role.REPAIRER: (
        START,
        Step(
            _("Kijk wat er te herstellen is"),
            _("Je ziet het toestel en wat er mis is. Wie het leent, hoef je niet te weten."),
            "/helpdesk/tickets",
            Permission.SEE_TICKETS,
        ),
        FIND,
        Step(
            _("Kijk welk toestel op de werkbank ligt"),
            _("Wissen, nakijken, klaarzetten: per toestel staat de volgende stap erbij."),
            "/inventory/devices?status=bench",
            Permission.SEE_DEVICES,
        ),
        PASSWORD,
    ),
    Role.OUTREACH: (
        START,
        Step(
            _("Kijk wie je deze week bezoekt"),
            _("Je ziet waarom, en of het gezin graag bezoek wil. Kies een bezoek dat jij doet."),
            "/helpdesk/visits",
            Permission.SEE_VISITS,
        ),
        Step(
            _("Noteer een vraag die je hoort"),
            _("Vertelt een gezin dat iets stuk is? Noteer het meteen, dan kijkt iemand ernaar."),
            "/helpdesk/tickets/new",
            Permission.OPEN_TICKETS,
        ),
        PASSWORD,
    ),
    Role.TRAINER: (
        START,
        Step(
            _("Geef iemand een plaats om te leren"),
            _("Je krijgt een kaartje met een code. Daarmee begint iemand zelf, zonder account."),
            "/skills/learners/new",
            Permission.ENROL_LEARNERS,
        ),
        Step(
            _("Kijk wat lerenden met je delen"),
            _("Je ziet alleen wat iemand zelf wil tonen. Vraag naar de rest."),
            "/skills/learners",
            Permission.TEACH,
        ),
        Step(
            _("Druk de vragen af op papier"),
            _("Niet iedereen wil een scherm. Op papier gaat het ook."),
            "/skills/assessment/print",
            Permission.ENROL_LEARNERS,
        ),
        PASSWORD,
    ),
    Role.PARTNER: (
        START,
        Step(
            _("Vraag een toestel voor een gezin"),
            _("Je krijgt een code om mee te geven. Een naam is niet nodig, en later kijk je niet mee."),
            "/loans/refer",
            Permission.REFER_FAMILIES,
        ),
        Step(
            _("Geef een toestel mee voor de Digibank"),
            _("Dat doe je met de code op het blad dat bij het toestel ligt. Het gezin tekent, en daarna kijk je niet mee."),
            "/loans/hand-out",
            Permission.HAND_OUT,
        ),
        PASSWORD,
    ),
    Role.COORDINATOR: (
        START,
        Step(
            _("Zeg hoe jullie heten en waar hulp is"),
            _("Jullie naam en jullie nummer staan op elke sticker en op elke afspraak met een gezin."),
            "/organisation",
            Permission.MANAGE_ORGANISATION,
        ),
        Step(
            _("Voeg je mensen toe"),
            _("Elk krijgt een startcode van jou, op papier of aan de telefoon. Een e-mailadres is niet nodig."),
            "/people",
            Permission.MANAGE_PEOPLE,
        ),
        Step(
            _("Zet jullie openingsuren erin"),
            _("Gezinnen zien ze op de pagina achter de sticker van hun toestel."),
            "/organisation/opening",
            Permission.MANAGE_ORGANISATION,
        ),
        Step(
            _("Kijk hoe het met het systeem gaat"),
            _("Blijft er iets mislukken? Dan zie je het daar, en je beslist wat ermee gebeurt."),
            "/upkeep",
            Permission.MANAGE_ORGANISATION,
        ),
        Step(
            _("Kijk hoeveel toestellen er zijn"),
            _("Je ziet de toestellen en de wachtlijst, geen gezinnen."),
            "/inventory/devices",
            Permission.SEE_DEVICES,
        ),
        PASSWORD,
    ),
}


@router.get("", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def first_day(request: Request, person: SignedIn) -> Response:
    """The path of each role somebody has; who has several sees several."""
    if request.state.house == NOBODYS:  # who just began an organisation is here before its event is
        async with running_service(request).units.open(person.organisation) as unit:
            found = await find_organisation(unit)
        request.state.house = own_house(found) if found else NOBODYS
    paths = [(ROLE[role], steps) for role, steps in FIRST_DAY.items() if role in person.roles]
    return page(request, "portal/first_day.html", {"paths": paths})
