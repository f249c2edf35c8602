"""The words of portal for people."""

from services.portal.domain.session import DeviceKind
from shared.contracts.vocabulary import Role
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.runtime.service import RefusalText

REFUSALS = {
    "wrong_sign_in": RefusalText(
        401,
        _("Deze naam en dit wachtwoord horen niet bij elkaar"),
        _(
            "Kijk allebei na. Na vijf keer moet je even wachten, hoogstens een kwartier; ook het juiste wachtwoord werkt dan niet. "
            "Wachtwoord kwijt? Vraag een nieuwe startcode aan wie bij jullie de mensen beheert."
        ),
    ),
    "too_many_tries": RefusalText(
        429,
        _("Wacht een minuut en probeer het dan opnieuw"),
        _("Vanaf dit netwerk probeerden mensen net heel vaak om binnen te komen."),
    ),
    "wrong_start_code": RefusalText(
        401,
        _("Deze startcode werkt niet, of niet meer. Kijk ze na, of vraag een nieuwe"),
        _(
            "Kijk ook je aanmeldnaam na. Koos je al een wachtwoord? Dan is de code op: meld je aan met dat wachtwoord. Een nieuwe "
            "code vraag je aan wie bij jullie de mensen beheert. Na vijf keer moet je even wachten, hoogstens een kwartier."
        ),
    ),
    "old_start_code": RefusalText(
        401,
        _("Deze startcode is te oud. Vraag een nieuwe"),
        _("Een startcode werkt zeven dagen. Wie bij jullie de mensen beheert, geeft je een nieuwe."),
    ),
    "wrong_password": RefusalText(
        422,
        _("Dit is niet je wachtwoord van nu"),
        _("Typ het nog eens. Na vijf keer moet je even wachten, hoogstens een kwartier."),
    ),
    "bad_sign_in_name": RefusalText(
        422,
        _("Kies een andere aanmeldnaam"),
        _(
            "Een aanmeldnaam heeft {shortest} tot {longest} tekens: kleine letters, cijfers, een punt of een streepje. "
            "Een rijksregisternummer mag niet."
        ),
    ),
    "sign_in_name_taken": RefusalText(
        409, _("Deze aanmeldnaam is al in gebruik"), _("Zet er bijvoorbeeld een letter of de naam van jullie werking bij.")
    ),
    "name_missing": RefusalText(422, _("Vul een naam in"), _("Zo weten collega’s over wie het gaat.")),
    "no_roles": RefusalText(
        422, _("Kies minstens één rol"), _("Een rol zegt wat iemand hier mag doen. Stopt iemand? Haal die persoon dan weg.")
    ),
    "wrong_last_day": RefusalText(
        422, _("Kies een andere laatste dag"), _("Neem vandaag of een dag erna, hoogstens tien jaar ver. Of laat het vak leeg.")
    ),
    "leader_must_stay": RefusalText(
        409,
        _("Deze coördinator kan geen laatste dag krijgen"),
        _("De dag erna kan niemand nog mensen en rechten beheren. Geef eerst iemand anders deze rol, zonder laatste dag."),
    ),
    "last_coordinator": RefusalText(
        409,
        _("Er moet een coördinator overblijven"),
        _(
            "Anders kan niemand nog mensen en rechten beheren. Geef eerst iemand anders deze rol, iemand die al een wachtwoord "
            "gekozen heeft."
        ),
    ),
    "is_removed": RefusalText(
        409, _("Deze persoon is weggehaald"), _("Geef eerst opnieuw een rol. Daarna kan er een startcode komen.")
    ),
    "password_too_short": RefusalText(
        422,
        _("Dit wachtwoord is te kort"),
        _("Neem minstens {shortest} tekens. Een kort zinnetje is goed en makkelijk te onthouden."),
    ),
    "password_too_long": RefusalText(422, _("Dit wachtwoord is te lang"), _("Er passen {longest} tekens in.")),
    "password_too_common": RefusalText(
        422,
        _("Dit wachtwoord kiezen veel mensen"),
        _("Wie wil binnenraken, probeert het als eerste. Neem een kort zinnetje van jezelf."),
    ),
    "password_is_name": RefusalText(422, _("Dit wachtwoord is je aanmeldnaam"), _("Die kennen anderen. Neem een kort zinnetje.")),
    "pin_not_six_digits": RefusalText(422, _("Een pincode heeft zes cijfers"), _("Typ alleen cijfers, zonder spaties.")),
    "pin_too_easy": RefusalText(
        422,
        _("Deze pincode is te makkelijk te raden"),
        _("Neem geen rij zoals 123456, geen herhaling en geen geboortedag. Anderen proberen die eerst."),
    ),
    "wrong_pin": RefusalText(
        401, _("Deze pincode klopt niet"), _("Je kan nog {left} keer proberen. Daarna heb je je wachtwoord nodig.")
    ),
    "pin_needs_password": RefusalText(
        401,
        _("Meld je nu aan met je wachtwoord"),
        _("Je pincode werkt hier nu niet. Ze was te vaak fout, of het is te lang geleden. Na je wachtwoord werkt ze weer."),
    ),
    "passkey_name_missing": RefusalText(422, _("Geef je passkey een naam"), _("Zo weet je later welk toestel het is.")),
    "passkey_known": RefusalText(409, _("Deze passkey hebben we al"), _("Je kan je ermee aanmelden.")),
    "too_many_passkeys": RefusalText(
        409, _("Je hebt al te veel passkeys"), _("Er passen er {most}. Haal er eerst een weg die je niet meer gebruikt.")
    ),
    "passkey_failed": RefusalText(
        401,
        _("Met deze passkey lukt het nu niet"),
        _("Misschien duurde het te lang, of is ze hier weggehaald. Probeer het nog eens, of neem je wachtwoord."),
    ),
    "no_passkeys_here": RefusalText(
        409, _("Hier kan je geen passkey gebruiken"), _("Dat kan alleen op een beveiligd adres en op een toestel van jezelf.")
    ),
    "title_missing": RefusalText(422, _("Vul in hoe jullie Digibank heet"), _("Die naam staat op wat gezinnen krijgen.")),
    "no_help_line": RefusalText(422, _("Vul een telefoonnummer in"), _("Zoals 050 12 34 56. Gezinnen tikken erop om te bellen.")),
    "no_colour": RefusalText(
        422,
        _("Dit is geen kleurcode"),
        _("Een kleurcode begint met # en heeft zes tekens: cijfers en de letters a tot f. Zoals #0d5860."),
    ),
    "logo_too_heavy": RefusalText(
        413, _("Dit bestand is te groot"), _("Een logo is hoogstens {megabytes} MB. Bewaar het kleiner en kies het dan opnieuw.")
    ),
    "logo_too_large": RefusalText(
        422,
        _("Deze afbeelding is te groot"),
        _("Ze heeft meer dan {megapixels} miljoen beeldpunten. Maak ze kleiner, bijvoorbeeld 1000 breed, en kies ze dan opnieuw."),
    ),
    "logo_moves": RefusalText(422, _("Deze afbeelding beweegt"), _("Dat leidt af wie leest. Neem een logo dat stilstaat.")),
    "no_picture": RefusalText(
        422,
        _("Dit bestand kunnen we niet als afbeelding lezen"),
        _("Neem een PNG, JPEG of WebP. Een SVG of PDF? Bewaar het logo eerst als PNG. Misschien is het bestand beschadigd."),
    ),
    "wrong_begin_code": RefusalText(
        422,
        _("Dit is niet de code om te beginnen"),
        _("Ze staat in het venster waar Digibank gestart is. Typ ze precies over. Streepjes hoeven niet."),
    ),
    "already_begun": RefusalText(409, _("Deze Digibank is al begonnen"), _("Neem de naam en het wachtwoord die je koos.")),
    "provider_name_missing": RefusalText(
        422, _("Vul in hoe jullie die dienst noemen"), _("Zo weten collega’s waar de knop naartoe gaat.")
    ),
    "no_issuer": RefusalText(
        422,
        _("Dit is geen adres van een aanmelddienst"),
        _("Neem het precies over. Het begint met https://"),
    ),
    "client_missing": RefusalText(422, _("Vul de client-id in"), _("Je krijgt ze van wie de dienst beheert.")),
    "secret_missing": RefusalText(
        422,
        _("Vul het geheim in"),
        _("Bij een ander adres of een andere client-id hoort een ander geheim. Je krijgt het van wie de dienst beheert."),
    ),
    "bad_hours": RefusalText(
        422, _("Deze uren begrijpen we niet"), _("Typ ze zoals 9-12 en 13.30-17. Laat het leeg op een dag dat jullie toe zijn.")
    ),
    "hours_overlap": RefusalText(422, _("Twee keer dezelfde uren"), _("Kijk na of het tweede stuk begint na het eerste.")),
    "too_many_hours": RefusalText(422, _("Te veel stukken op één dag"), _("Hoogstens {most} per dag.")),
    "too_many_exceptions": RefusalText(409, _("Te veel andere dagen"), _("Er passen er hoogstens {most}. Haal er eerst een weg.")),
    "notice_without_dutch": RefusalText(
        422, _("Schrijf het ook in het Nederlands"), _("Wie de andere talen niet leest, ziet anders niets.")
    ),
    "date_is_past": RefusalText(422, _("Deze dag is voorbij"), _("Kies vandaag of een dag die nog komt.")),
    "no_whole_number": RefusalText(422, _("Typ een getal"), _("Alleen cijfers, zoals 14.")),
    "out_of_bounds": RefusalText(422, _("Dit getal kan hier niet"), _("Kies een getal van {least} tot en met {most}.")),
    "too_many_numbers": RefusalText(422, _("Te veel getallen"), _("Er passen er hoogstens {most}. Haal er eerst een weg.")),
    "already_set_up": RefusalText(409, _("Deze organisatie bestaat al"), _("Er is niets veranderd.")),
}

DEVICE = {
    DeviceKind.PHONE: _("Telefoon"),
    DeviceKind.TABLET: _("Tablet"),
    DeviceKind.COMPUTER: _("Computer"),
    DeviceKind.UNKNOWN: _("Onbekend toestel"),
}

ROLE = {
    Role.STAFF: _("Medewerker"),
    Role.REPAIRER: _("Hersteller"),
    Role.OUTREACH: _("Huisbezoeker"),
    Role.TRAINER: _("Trainer"),
    Role.COORDINATOR: _("Coördinator"),
    Role.PARTNER: _("Partner"),
}
ROLE_MAY = {
    Role.STAFF: _("Ontvangt gezinnen, leent toestellen uit, ziet wie wat heeft."),
    Role.REPAIRER: _("Maakt toestellen klaar en herstelt ze. Ziet geen gezinnen."),
    Role.OUTREACH: _("Gaat bij gezinnen langs en noteert wat daar gebeurde."),
    Role.TRAINER: _("Helpt mensen leren. Ziet wie er leert en wat ze willen."),
    Role.COORDINATOR: _("Beheert mensen en de werking. Ziet toestellen en de wachtlijst, geen namen van gezinnen."),
    Role.PARTNER: _("Vraagt een toestel voor een gezin, of geeft er een mee met een code. Ziet geen gezinnen of wachtlijst."),
}
"""One line each, from `shared/identity/permissions.py`."""

PERMISSION = {
    Permission.USE_OWN_ACCOUNT: _("De eigen naam en het eigen wachtwoord veranderen, en zien waar je aangemeld bent."),
    Permission.MANAGE_PEOPLE: _("Mensen toevoegen of weghalen, en kiezen wat ze doen."),
    Permission.MANAGE_ORGANISATION: _("Kiezen hoe de Digibank heet, hoe ze eruitziet en waar gezinnen hulp vinden."),
    Permission.FOLLOW_EVENTS: _("Nakijken of alles wat iemand deed, overal aangekomen is."),
    Permission.SEE_DEVICES: _("Toestellen zien en zoeken."),
    Permission.PREPARE_DEVICES: _("Toestellen binnenbrengen, wissen, nakijken en klaarzetten."),
    Permission.ARRANGE_INVENTORY: _("Kiezen wat er op de lijsten van de werkbank staat."),
    Permission.SEE_REQUESTS: _("De wachtlijst zien, met codes en zonder namen."),
    Permission.ASK_FOR_DEVICES: _("Een gezin op de wachtlijst zetten, of ervan halen."),
    Permission.REFER_FAMILIES: _("Een toestel vragen voor een gezin, zonder daarna mee te kijken."),
    Permission.HAND_OUT: _("Een toestel meegeven voor de Digibank, met een code, zonder te zien wie het krijgt."),
    Permission.SEE_HOUSEHOLDS: _("Gezinnen zien, met naam en telefoon, en wat ze lenen."),
    Permission.LEND: _("Toestellen uitlenen en terugnemen."),
    Permission.GIVE_CARDS: _("Een gezin een kaart en een pincode geven, of een kaart blokkeren."),
    Permission.SEE_TICKETS: _("Vragen om hulp zien, met het toestel en wat er mis is."),
    Permission.OPEN_TICKETS: _("Een vraag om hulp noteren."),
    Permission.TRIAGE_TICKETS: _("Beslissen wat er met een vraag om hulp gebeurt."),
    Permission.REPAIR: _("Noteren wat er hersteld is."),
    Permission.CALL_FAMILIES: _("Zien wie op telefoon wacht, en bellen."),
    Permission.SEE_VISITS: _("Huisbezoeken zien."),
    Permission.RECORD_VISITS: _("Een huisbezoek op zich nemen, en noteren hoe het ging."),
    Permission.ENROL_LEARNERS: _("Iemand een plaats geven om te leren, en een kaartje met een code."),
    Permission.TEACH: _("Zien wat iemand die leert, wil tonen."),
}
"""What each permission is called for people; `docs/roles.md` has the same table for who builds."""

RHYTHM_WORDS = {
    "look_again_months": (
        _("Na hoeveel maanden vragen we hoe het gaat met een lening?"),
        _("Dit is geen einddatum. De dag staat in de afspraak die een gezin tekent."),
    ),
    "loan_end_months": (
        _("Na hoeveel maanden is er een einddatum? Met 0 is er geen."),
        _(
            "Zonder einddatum duurt een lening zolang het gezin het nodig heeft. Met een datum maken jullie samen een nieuwe, als"
            " het gezin het dan nog nodig heeft. De datum sluit niets af, en geldt alleen voor nieuwe leningen."
        ),
    ),
    "call_ahead_days": (
        _("Hoeveel dagen vooraf komt een gezin op de lijst om te bellen?"),
        _("Zo kan iemand rustig bellen voor de dag er is."),
    ),
    "follow_up_days": (
        _("Na hoeveel dagen gaan we kijken of alles nog werkt?"),
        _("Eén of meer getallen, met een komma ertussen. Ze gelden voor nieuwe leningen, en alleen voor gezinnen die dat willen."),
    ),
    "try_again_days": (
        _("Na hoeveel dagen proberen we een bezoek opnieuw?"),
        _("Als er niemand thuis was, en jullie geen andere dag afspraken."),
    ),
    "goodbye_days": (
        _("Hoeveel dagen na het einde van een lening vragen we hoe het was?"),
        _("Een kort gesprek, als het gezin dat wil."),
    ),
    "audit_months": (
        _("Hoeveel maanden bewaren we wie wat deed?"),
        _("Wat ouder is, verdwijnt vanzelf uit het logboek."),
    ),
    "update_months": (
        _("Na hoeveel maanden zonder updates komt een toestel op de lijst?"),
        _("Die lijst staat bij Toestellen. Je kunt ze meenemen naar een workshop of een bezoek."),
    ),
    "keep_apart_days": (
        _("Hoeveel dagen ligt een toestel apart voor een gezin?"),
        _("Komt niemand het halen? Dan kan een ander gezin het krijgen. Het eerste gezin houdt zijn plaats in de rij."),
    ),
    "school_child_days": (
        _("Hoeveel dagen vroeger komt een gezin met een schoolkind zonder toestel aan de beurt?"),
        _("Elke dag is 1 punt op de wachtlijst, voor nieuwe vragen. Wie al wacht, houdt zijn plaats. Met 0 telt het niet mee."),
    ),
    "no_internet_days": (
        _("Hoeveel dagen vroeger komt een gezin zonder internet thuis aan de beurt?"),
        _("Ook dit geldt voor nieuwe vragen. Met 0 telt het niet mee."),
    ),
    "first_talk_days": (
        _("Na hoeveel dagen praten we met een gezin dat een toestel vroeg?"),
        _("Sprak nog niemand met het gezin? Dan staat het bovenaan de wachtlijst. Na een gesprek geldt het getal bij Grenzen."),
    ),
    "send_from_hour": (
        _("Vanaf welk uur mag een sms vanzelf vertrekken?"),
        _("Alleen als Digibank zelf kan versturen. Op zondag en op feestdagen vertrekt er niets."),
    ),
    "send_until_hour": (
        _("Tot welk uur mag een sms vanzelf vertrekken?"),
        _("Wat later klaarligt, wacht tot de volgende dag."),
    ),
    "keep_families_months": (
        _("Na hoeveel maanden vergeten we een gezin dat niets meer leent of vraagt?"),
        _("Naam, nummer en notities gaan dan vanzelf weg. Wie iets leent of wacht, blijft."),
    ),
    "keep_signed_months": (
        _("Hoeveel maanden na een lening bewaren we wat getekend is?"),
        _("Zo lang blijven de afspraken met de naam. Een gezin wordt niet eerder vergeten, tenzij het dat vraagt."),
    ),
    "keep_looks_months": (
        _("Hoeveel maanden kan een gezin lezen wie keek?"),
        _("Wat ouder is, verdwijnt vanzelf."),
    ),
    "keep_cards_months": (
        _("Na hoeveel maanden zonder gebruik werkt een kaart van een gezin niet meer?"),
        _("Een nieuwe kaart maken mag altijd."),
    ),
}
"""For each number that an organisation may choose: the question, and what it means."""

LIMIT_WORDS = {
    "waiting_days_without_talk": (
        _("Na hoeveel dagen wachten bellen we een gezin?"),
        _("Wie zo lang niemand sprak, staat bovenaan de wachtlijst bij Praat met deze gezinnen."),
    ),
    "loans_per_household": (
        _("Vanaf hoeveel toestellen bij één gezin kijken we nog eens?"),
        _("Geven we dan nog een toestel mee, dan vragen we eerst of dat klopt. Het mag altijd."),
    ),
    "visits_per_helper_week": (
        _("Hoeveel bezoeken in een week zijn genoeg voor één helper?"),
        _("Wie er meer op zich neemt, leest dat het veel is. Gaan mag."),
    ),
    "agreement_score": (
        _("Welke score moet een eigen tekst van de afspraken halen?"),
        _("Hoe hoger, hoe makkelijker. Een tekst die minder haalt, gaat niet naar gezinnen. Een heel eenvoudige haalt er 10 meer."),
    ),
}
"""For each limit: the question, and what happens then."""

USUAL_WORDS = {
    "days": _("Gewoon is {usual} dagen."),
    "months": _("Gewoon is {usual} maanden."),
    "hours": _("Gewoon is {usual} uur."),
    "devices": _("Gewoon is {usual} toestellen."),
    "visits": _("Gewoon is {usual} bezoeken."),
    "score": _("Gewoon is score {usual}."),
}
"""What is usual, by what is counted."""
