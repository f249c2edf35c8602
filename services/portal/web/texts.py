"""The words of portal for people, in Dutch."""

from shared.contracts.vocabulary import Role
from shared.runtime.service import RefusalText

REFUSALS = {
    "wrong_sign_in": RefusalText(
        401,
        "Deze naam en dit wachtwoord horen niet bij elkaar",
        "Kijk allebei na. Na vijf keer moet je even wachten, hoogstens een kwartier; ook het juiste wachtwoord werkt dan niet. "
        "Wachtwoord kwijt? Vraag een nieuwe startcode aan wie bij jullie de mensen beheert.",
    ),
    "too_many_tries": RefusalText(
        429,
        "Wacht een minuut en probeer het dan opnieuw",
        "Vanaf dit netwerk is net heel vaak geprobeerd om aan te melden.",
    ),
    "wrong_start_code": RefusalText(
        401,
        "Deze naam en deze startcode horen niet bij elkaar",
        "Kijk allebei na. Een startcode werkt één keer, zeven dagen lang. Na vijf keer moet je even wachten, hoogstens een "
        "kwartier. Lukt het niet, vraag dan een nieuwe code.",
    ),
    "wrong_password": RefusalText(
        422,
        "Dit is niet je wachtwoord van nu",
        "Typ het nog eens. Na vijf keer moet je even wachten, hoogstens een kwartier.",
    ),
    "bad_sign_in_name": RefusalText(
        422,
        "Kies een andere aanmeldnaam",
        "Een aanmeldnaam heeft {shortest} tot {longest} tekens: kleine letters, cijfers, een punt of een streepje. "
        "Een rijksregisternummer mag niet.",
    ),
    "sign_in_name_taken": RefusalText(
        409, "Deze aanmeldnaam is al in gebruik", "Zet er bijvoorbeeld een letter of de naam van jullie werking bij."
    ),
    "name_missing": RefusalText(422, "Vul een naam in", "Zo weten collega's over wie het gaat."),
    "no_roles": RefusalText(422, "Kies minstens één rol", "Doet iemand hier niets meer? Haal die persoon dan weg."),
    "last_coordinator": RefusalText(
        409,
        "Er moet een coördinator overblijven",
        "Anders kan niemand nog mensen en rechten beheren. Geef eerst iemand anders deze rol. Die persoon moet al een wachtwoord "
        "gekozen hebben.",
    ),
    "is_removed": RefusalText(409, "Deze persoon is weggehaald", "Geef eerst opnieuw een rol. Daarna kan er een startcode komen."),
    "password_too_short": RefusalText(
        422, "Dit wachtwoord is te kort", "Neem minstens {shortest} tekens. Een kort zinnetje is goed en makkelijk te onthouden."
    ),
    "password_too_long": RefusalText(422, "Dit wachtwoord is te lang", "Er passen {longest} tekens in."),
    "password_too_common": RefusalText(
        422, "Dit wachtwoord kiezen veel mensen", "Wie wil binnenraken, probeert het als eerste. Neem een kort zinnetje van jezelf."
    ),
    "password_is_name": RefusalText(422, "Dit wachtwoord is je aanmeldnaam", "Die kennen anderen. Neem een kort zinnetje."),
    "title_missing": RefusalText(422, "Vul in hoe jullie Digibank heet", "Die naam staat op wat gezinnen krijgen."),
    "no_help_line": RefusalText(422, "Vul een telefoonnummer in", "Zoals 050 12 34 56. Gezinnen tikken erop om te bellen."),
    "no_colour": RefusalText(
        422,
        "Dit is geen kleurcode",
        "Een kleurcode begint met # en heeft zes tekens: cijfers en de letters a tot f. Zoals #0d5860.",
    ),
    "logo_too_heavy": RefusalText(
        413, "Dit bestand is te groot", "Een logo is hoogstens {megabytes} MB. Bewaar het kleiner en kies het dan opnieuw."
    ),
    "logo_too_large": RefusalText(
        422,
        "Deze afbeelding is te groot",
        "Ze heeft meer dan {megapixels} miljoen beeldpunten. Maak ze kleiner, bijvoorbeeld 1000 breed, en kies ze dan opnieuw.",
    ),
    "logo_moves": RefusalText(422, "Deze afbeelding beweegt", "Wie leest, wordt daardoor afgeleid. Neem een logo dat stilstaat."),
    "no_picture": RefusalText(
        422,
        "Dit bestand kunnen we niet als afbeelding lezen",
        "Neem een PNG, JPEG of WebP. Een SVG of PDF? Bewaar het logo eerst als PNG. Misschien is het bestand beschadigd.",
    ),
    "already_set_up": RefusalText(409, "Deze organisatie bestaat al", "Er is niets veranderd."),
}

ROLE = {
    Role.STAFF: "Medewerker",
    Role.REPAIRER: "Hersteller",
    Role.OUTREACH: "Huisbezoeker",
    Role.TRAINER: "Lesgever",
    Role.COORDINATOR: "Coördinator",
    Role.PARTNER: "Partner",
}
ROLE_MAY = {
    Role.STAFF: "Ontvangt gezinnen, leent toestellen uit, ziet wie wat heeft.",
    Role.REPAIRER: "Maakt toestellen klaar en herstelt ze. Ziet geen gezinnen.",
    Role.OUTREACH: "Gaat bij gezinnen langs en noteert wat daar gebeurde.",
    Role.TRAINER: "Helpt mensen leren. Ziet wie er leert en wat ze willen.",
    Role.COORDINATOR: "Beheert mensen en de werking. Ziet toestellen en de wachtlijst, geen namen van gezinnen.",
    Role.PARTNER: "School of dienst die gezinnen doorverwijst. Kan hier nu nog niets doen.",
}
"""One line each, from `shared/identity/permissions.py`."""
