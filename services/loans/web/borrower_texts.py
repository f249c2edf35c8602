"""The words for staff about who borrows and the people around a family. What families read as well is in `family_texts.py`."""

from services.loans.domain.consent import ConsentWay
from services.loans.domain.household import BorrowerKind
from services.loans.domain.likeness import Likeness
from shared.language.translate import _
from shared.runtime.service import RefusalText

BORROWER_REFUSALS = {
    "only_for_families": RefusalText(
        409, _("Dit kan alleen bij een gezin"), _("Van een lokaal of een tas noteren we alleen de naam en van wie het is.")
    ),
    "owner_missing": RefusalText(422, _("Vul in van wie het is"), _("Bij een lokaal is dat de partner, bij een tas de helper.")),
    "too_many_contacts": RefusalText(
        409, _("Dit gezin heeft al {most} vaste gezichten"), _("Haal er eerst een weg. Zo kent het gezin wie er komt.")
    ),
    "too_many_trusted": RefusalText(
        409, _("Er zijn al {most} vertrouwenspersonen"), _("Vraag het gezin wie er weg mag. Haal die persoon eerst weg.")
    ),
    "trusted_name_missing": RefusalText(
        422, _("Vul in hoe we deze persoon noemen"), _("Een voornaam is genoeg, of bijvoorbeeld: mijn zus.")
    ),
    "trusted_for_nothing": RefusalText(422, _("Kies waarvoor deze persoon mag helpen"), _("Vraag het aan het gezin.")),
    "referrer_missing": RefusalText(422, _("Vul in wie het gezin stuurde"), _("Bijvoorbeeld de naam van de school of de dienst.")),
    "bad_referral_day": RefusalText(422, _("Kies een dag die nog komt"), _("De dag ligt hoogstens drie jaar ver.")),
    "may_be_known": RefusalText(
        409, _("Kennen we dit gezin al?"), _("Kijk hieronder. Is het een ander gezin? Ga dan gewoon verder.")
    ),
    "not_one_family": RefusalText(
        409,
        _("Deze twee kunnen zo niet samen"),
        _("Bij allebei hoort al een ander gezin. Haal er eerst een uit elkaar."),
    ),
    "closed_file": RefusalText(403, _("Gesloten dossier"), _("Vraag hulp aan {who}. Een ander opent dit niet."), numbered=False),
    "nobody_opens_closed": RefusalText(
        409,
        _("Kies eerst wie gesloten dossiers opent"),
        _("Minstens één collega moet het gezin kunnen helpen. Een coördinator kiest dat bij ‘Beheer’."),
    ),
    "not_together": RefusalText(409, _("Dit gezin staat al apart"), _("Er is niets veranderd.")),
}

KIND = {
    BorrowerKind.HOUSEHOLD: _("gezin"),
    BorrowerKind.ROOM: _("lokaal van een partner"),
    BorrowerKind.BAG: _("tas van een helper"),
}
PLACE_KIND = [
    (BorrowerKind.ROOM.value, _("Een lokaal van een partner"), _("Bijvoorbeeld een klas of een computerhoek.")),
    (BorrowerKind.BAG.value, _("De tas van een helper"), _("Wat een helper meeneemt op bezoek of naar een les.")),
]
LIKENESS = {
    Likeness.TELEPHONE: _("hetzelfde telefoonnummer"),
    Likeness.NAME: _("bijna dezelfde naam"),
}
HOW_SAID = [
    (ConsentWay.COUNTER.value, _("Bij ons"), ""),
    (ConsentWay.PHONE.value, _("Aan de telefoon"), ""),
    (ConsentWay.PAPER.value, _("Op papier"), ""),
]
HOW_LONG = [("90", _("3 maanden"), ""), ("182", _("6 maanden"), ""), ("365", _("1 jaar"), "")]
"""Days that a referral may count, from today."""
