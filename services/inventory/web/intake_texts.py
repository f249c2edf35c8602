"""The words about how machines come in, in Dutch; they are shown in the language of who reads them."""

from services.inventory.domain.identifiers import KnownBy
from services.inventory.domain.lot import DataAgreement, DonorKind
from shared.language.translate import _

DONOR = {
    DonorKind.COMPANY: _("Bedrijf"),
    DonorKind.SCHOOL: _("School"),
    DonorKind.GOVERNMENT: _("Overheid"),
    DonorKind.ASSOCIATION: _("Vereniging"),
    DonorKind.PRIVATE_PERSON: _("Particulier"),
}
A_PERSON = _("Een particulier")
AGREEMENT = {
    DataAgreement.WE_WIPE: (_("Wij wissen alles"), _("Elke schijf krijgt een bewijs.")),
    DataAgreement.DONOR_WIPED: (_("Al gewist, met bewijs"), _("Kijk het bewijs per schijf na. Zonder bewijs wissen we opnieuw.")),
    DataAgreement.DRIVES_REMOVED: (_("De schijven zijn eruit"), _("Er moet een andere schijf in. Die noteer je bij het toestel.")),
}
KNOWN_BY = {
    KnownBy.SERIAL: _("hetzelfde serienummer"),
    KnownBy.SYSTEM_UUID: _("hetzelfde nummer van het moederbord"),
    KnownBy.DRIVE: _("dezelfde schijf"),
}
